package dev.mtasts.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * One hosted zone of {@link Route53StandIn}: its record sets in Route 53's order, and its rules.
 */
final class Route53Zone {
  /** What the service refuses, with its code. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final String code;
    final String text;

    Refused(String code, String text) {
      super(text);
      this.code = code;
      this.text = text;
    }
  }

  /**
   * Where a set stands.
   *
   * @param name with the last dot, octal-escaped
   * @param id the set identifier, or ""
   */
  record Place(String name, String type, String id) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing((Place p) -> reversed(p.name))
            .thenComparing(Place::type)
            .thenComparing(Place::id);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }

    private static String reversed(String name) {
      List<String> labels = new ArrayList<>(List.of(name.split("\\.")));
      java.util.Collections.reverse(labels);
      return String.join(".", labels) + ".";
    }
  }

  /**
   * What stands there.
   *
   * @param values as stored; none for an alias
   * @param alias the target, or ""
   * @param aliasZone the hosted zone that an alias names, or ""
   */
  record Data(long ttl, List<String> values, String alias, String aliasZone) {
    Data(long ttl, List<String> values, String alias) {
      this(ttl, values, alias, alias.isEmpty() ? "" : "Z2FDTNDATAQYW2");
    }

    boolean same(Data other) {
      return ttl == other.ttl
          && alias.equals(other.alias)
          && aliasZone.equals(other.aliasZone)
          && values.size() == other.values.size()
          && new HashSet<>(values).equals(new HashSet<>(other.values));
    }
  }

  /** One part of a batch. */
  record Part(String action, Place place, Data data) {}

  final String id;
  final String name;
  final boolean hidden;
  private NavigableMap<Place, Data> sets = new TreeMap<>();

  /**
   * A zone with SOA and NS.
   *
   * @param name with the last dot
   * @param hidden whether it is private
   */
  Route53Zone(String id, String name, boolean hidden) {
    this.id = id;
    this.name = name;
    this.hidden = hidden;
    sets.put(new Place(name, "NS", ""), new Data(172_800, List.of("ns-1.awsdns.test."), ""));
    sets.put(
        new Place(name, "SOA", ""),
        new Data(900, List.of("ns-1.awsdns.test. hostmaster.test. 1 7200 900 1209600 86400"), ""));
  }

  synchronized NavigableMap<Place, Data> sets() {
    return new TreeMap<>(sets);
  }

  synchronized void put(Place place, Data data) {
    sets.put(place, data);
  }

  synchronized void remove(Place place) {
    sets.remove(place);
  }

  /** All parts, or none of them. */
  synchronized void change(List<Part> parts) {
    limits(parts);
    NavigableMap<Place, Data> next = new TreeMap<>(sets);
    List<String> faults = new ArrayList<>();
    for (Part part : parts) {
      String fault = fault(next, part);
      if (!fault.isEmpty()) {
        faults.add(fault);
      }
    }
    if (!faults.isEmpty()) {
      throw new Refused("InvalidChangeBatch", "[" + String.join(", ", faults) + "]");
    }
    sets = next;
  }

  private static void limits(List<Part> parts) {
    int records = 0;
    int characters = 0;
    for (Part part : parts) {
      int weight = part.action.equals("UPSERT") ? 2 : 1;
      records += weight * Math.max(1, part.data.values.size());
      characters += weight * part.data.values.stream().mapToInt(String::length).sum();
    }
    if (parts.isEmpty() || records > 1_000) {
      throw new Refused("InvalidChangeBatch", "Number of records limit of 1000 exceeded.");
    }
    if (characters > 32_000) {
      throw new Refused("InvalidChangeBatch", "Number of characters limit of 32000 exceeded.");
    }
  }

  /** Applies the part to {@code next}; what is wrong with it, or "". */
  private String fault(NavigableMap<Place, Data> next, Part part) {
    Place place = part.place;
    String what = "[name='" + place.name + "', type='" + place.type + "']";
    Data there = next.get(place);
    if (part.action.equals("DELETE")) {
      if (there == null) {
        return "Tried to delete resource record set " + what + " but it was not found";
      }
      if (!there.same(part.data)) {
        return "Tried to delete resource record set "
            + what
            + " but the values provided do not match the current values";
      }
      next.remove(place);
      return "";
    }
    if (there != null && part.action.equals("CREATE")) {
      return "Tried to create resource record set " + what + " but it already exists";
    }
    String invalid = Route53Rules.fault(this, place, part.data);
    if (!invalid.isEmpty()) {
      return invalid;
    }
    for (Place other : next.keySet()) {
      boolean sameName = other.name.equals(place.name) && !other.type.equals(place.type);
      if (sameName && (other.type.equals("CNAME") || place.type.equals("CNAME"))) {
        return "RRSet of type "
            + place.type
            + " with DNS name "
            + place.name
            + " is not permitted because a conflicting RRSet of type "
            + other.type
            + " with the same DNS name already exists in zone "
            + name;
      }
      boolean sameSet = other.name.equals(place.name) && other.type.equals(place.type);
      if (sameSet && other.id.isEmpty() != place.id.isEmpty()) {
        return "RRSet with DNS name "
            + place.name
            + ", type "
            + place.type
            + " cannot be created because a set with a routing policy is there";
      }
    }
    next.put(place, part.data);
    return "";
  }

  /** A name as the service stores it: lower case, the last dot, odd characters in octal. */
  static String stored(String written) {
    StringBuilder out = new StringBuilder();
    String text = written.toLowerCase(Locale.ROOT);
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\\') {
        out.append(text, i, i + 4);
        i += 4;
        continue;
      }
      boolean plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "-_.".indexOf(c) >= 0;
      if (plain) {
        out.append(c);
      } else {
        for (byte octet : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
          out.append('\\').append(String.format(Locale.ROOT, "%03o", octet & 0xff));
        }
      }
      i++;
    }
    return out.charAt(out.length() - 1) == '.' ? out.toString() : out + ".";
  }
}
