package dev.mtasts.provider.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the zone of a name: the longest suffix on a label boundary. Looked up once per run, with
 * one listing of all zones or with one look-up per candidate name, whichever takes fewer requests;
 * for international names always with the listing.
 *
 * <p>A zone counts where resolvers would ask it. One that is not active yet counts where nothing
 * else fits, so that records can be prepared; beside an active parent it is for the user to say
 * which is meant.
 *
 * <p>Safe for several threads: one that comes while another lists waits, and uses what it found.
 */
final class Zones {
  /** The API's maximum. */
  private static final int PAGE = 50;

  private final CloudflareClient client;
  private final Optional<String> account;
  private final Map<String, List<Zone>> byName = new HashMap<>();
  private final Map<String, Zone> byId = new HashMap<>();
  private final List<Zone> listed = new ArrayList<>();
  private int pages;
  private boolean complete;

  /**
   * Without I/O.
   *
   * @param account the id of the one account whose zones count
   */
  Zones(CloudflareClient client, Optional<String> account) {
    this.client = client;
    this.account = account;
  }

  /**
   * Loads what {@link #of} will need for {@code sets}.
   *
   * @throws dev.mtasts.provider.ProviderException where zones cannot be listed, which concerns all
   */
  synchronized void prepare(Collection<DnsRecordSet> sets) {
    Set<String> unknown = new LinkedHashSet<>();
    for (DnsRecordSet set : sets) {
      if (!isId(set.zone())) {
        unknown.addAll(candidates(set));
      }
    }
    unknown.removeAll(byName.keySet());
    // The API may know such a zone by its U-labels only, so looking its A-labels up could miss it.
    boolean international = unknown.stream().anyMatch(name -> name.contains("xn--"));
    if (complete || (unknown.size() < 2 && !international)) {
      return; // One look-up is never dearer than a listing.
    }
    if (pages == 0) {
      pages = list(1);
    }
    if (pages - 1 > unknown.size() && !international) {
      return;
    }
    for (int page = 2; page <= pages; page++) {
      pages = Math.max(pages, list(page));
    }
    complete = true;
    byName.clear();
    byName.putAll(listed.stream().distinct().collect(Collectors.groupingBy(Zone::name)));
    listed.forEach(zone -> byId.put(zone.id(), zone));
  }

  /**
   * The zone that {@code set} belongs into.
   *
   * @throws dev.mtasts.provider.ProviderException of kind {@code MISSING} or {@code AMBIGUOUS}, or
   *     where the look-up fails
   */
  synchronized Zone of(DnsRecordSet set) {
    return of(set, Zone::canServe);
  }

  /**
   * The zone that {@code set} belongs into, among those that are {@code fit}.
   *
   * @throws dev.mtasts.provider.ProviderException as {@link #of(DnsRecordSet)}
   */
  synchronized Zone of(DnsRecordSet set, Predicate<Zone> fit) {
    String hint = set.zone();
    Zone zone = hint == null ? longestSuffix(set, fit) : hinted(set, hint);
    if (!zone.holds(set.name())) {
      throw missing(set, "the zone " + zone.described() + " does not hold this name");
    }
    return zone;
  }

  private Zone hinted(DnsRecordSet set, String hint) {
    if (isId(hint)) {
      return byId.computeIfAbsent(hint, this::fetch);
    }
    List<Zone> found = named(candidates(set).get(0));
    List<Zone> active = found.stream().filter(Zone::active).toList();
    if (found.isEmpty()) {
      throw missing(set, "the token sees no zone " + hint);
    }
    if (found.size() > 1 && active.size() != 1) {
      throw ambiguous(set, found);
    }
    return active.isEmpty() ? found.get(0) : active.get(0);
  }

  private Zone longestSuffix(DnsRecordSet set, Predicate<Zone> fit) {
    List<Zone> waiting = new ArrayList<>();
    List<Zone> useless = new ArrayList<>();
    for (String name : candidates(set)) {
      Map<Boolean, List<Zone>> sorted =
          named(name).stream().collect(Collectors.partitioningBy(fit));
      useless.addAll(sorted.getOrDefault(false, List.of()));
      List<Zone> serving = sorted.getOrDefault(true, List.of());
      List<Zone> active = serving.stream().filter(Zone::active).toList();
      if (active.size() == 1 && waiting.isEmpty()) {
        return active.get(0);
      }
      if (!active.isEmpty()) {
        waiting.addAll(active);
        throw ambiguous(set, waiting);
      }
      waiting.addAll(serving);
    }
    if (waiting.isEmpty()) {
      throw missing(set, nothingFits(useless));
    }
    Zone longest = waiting.get(0);
    if (waiting.stream().filter(zone -> zone.name().equals(longest.name())).count() > 1) {
      throw ambiguous(set, waiting);
    }
    return longest;
  }

  private static String nothingFits(List<Zone> useless) {
    return useless.isEmpty()
        ? "no zone that the token sees is a suffix of it"
        : "resolvers do not ask " + described(useless);
  }

  private List<Zone> named(String name) {
    List<Zone> known = byName.get(name);
    if (known == null && !complete) {
      known = search(query(Map.of("name", name)), "look up the Cloudflare zone " + name);
      byName.put(name, known);
    }
    return known == null ? List.of() : known;
  }

  private List<Zone> search(Map<String, String> query, String tried) {
    List<Zone> found = new ArrayList<>();
    for (JsonNode json : client.get(tried, "zones", query).result()) {
      found.add(Zone.from(json));
    }
    return List.copyOf(found);
  }

  /** Reads a page of the listing; how many pages there are. */
  private int list(int page) {
    Reply.Ok answer =
        client.get(
            "list the Cloudflare zones", "zones", query(Map.of("page", Integer.toString(page))));
    answer.result().forEach(json -> listed.add(Zone.from(json)));
    return answer.info().path("total_pages").asInt(page);
  }

  private Zone fetch(String id) {
    return Zone.from(
        client.get("read the Cloudflare zone " + id, "zones/" + id, Map.of()).result());
  }

  private Map<String, String> query(Map<String, String> more) {
    Map<String, String> query = new TreeMap<>(more);
    query.put("per_page", Integer.toString(PAGE));
    account.ifPresent(id -> query.put("account.id", id));
    return query;
  }

  /** Names that may be the zone's, the longest first. */
  private static List<String> candidates(DnsRecordSet set) {
    String hint = set.zone();
    if (hint != null) {
      String bare = hint.endsWith(".") ? hint.substring(0, hint.length() - 1) : hint;
      return List.of(bare.toLowerCase(Locale.ROOT));
    }
    List<String> names = new ArrayList<>();
    String name = set.name();
    while (name.indexOf('.') > 0) {
      names.add(name);
      name = name.substring(name.indexOf('.') + 1);
    }
    return names;
  }

  private static boolean isId(@Nullable String hint) {
    return hint != null && hint.matches("[0-9a-f]{32}");
  }

  private static RuntimeException missing(DnsRecordSet set, String because) {
    return new Failure(
            Failure.Kind.MISSING,
            "find the Cloudflare zone of " + set.name(),
            because,
            "Check the zone's name servers, the 'zone' key, and which zones the token may see.")
        .asException();
  }

  private static RuntimeException ambiguous(DnsRecordSet set, List<Zone> zones) {
    return new Failure(
            Failure.Kind.AMBIGUOUS,
            "find the Cloudflare zone of " + set.name(),
            "more than one zone fits: " + described(zones),
            "Set 'zone' of this domain's 'dns' to the id of the one that is meant.")
        .asException();
  }

  private static String described(List<Zone> zones) {
    return zones.stream().map(Zone::described).collect(Collectors.joining(", "));
  }
}
