package dev.mtasts.testing;

import dev.mtasts.testing.Route53Zone.Data;
import dev.mtasts.testing.Route53Zone.Place;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What Route 53 checks in a record set, and the form of TXT values. */
final class Route53Rules {
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern HOST = Pattern.compile("([a-z0-9_-]{1,63}\\.)+");

  private Route53Rules() {}

  /** What is wrong with a set that is to be created, or "". */
  static String fault(Route53Zone zone, Place place, Data data) {
    if (!place.name().equals(zone.name) && !place.name().endsWith("." + zone.name)) {
      return "RRSet with DNS name " + place.name() + " is not permitted in zone " + zone.name;
    }
    if (!data.alias().isEmpty()) {
      return alias(place, data);
    }
    if (data.ttl() < 0 || data.values().isEmpty()) {
      return "Invalid request: a TTL and at least one value are needed for " + place.name();
    }
    if (new HashSet<>(data.values()).size() != data.values().size()) {
      return "Duplicate Resource Record in " + place.name();
    }
    boolean cname = place.type().equals("CNAME");
    if (cname && (data.values().size() > 1 || place.name().equals(zone.name))) {
      return "RRSet of type CNAME with DNS name " + place.name() + " is not permitted here";
    }
    for (String value : data.values()) {
      boolean good =
          switch (place.type()) {
            case "TXT" -> text(value).isPresent();
            case "A" -> IPV4.matcher(value).matches();
            case "AAAA" -> value.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
            case "CNAME" -> HOST.matcher(value.toLowerCase(Locale.ROOT)).matches();
            default -> false;
          };
      if (!good) {
        return "Invalid Resource Record: '" + value + "' is not a " + place.type() + " value";
      }
    }
    return "";
  }

  private static String alias(Place place, Data data) {
    boolean cloudFront = data.alias().endsWith(".cloudfront.net.");
    if (data.ttl() >= 0 || !data.values().isEmpty()) {
      return "Invalid request: an alias has neither TTL nor values at " + place.name();
    }
    if (cloudFront != data.aliasZone().equals("Z2FDTNDATAQYW2")) {
      return "Tried to create an alias that targets "
          + data.alias()
          + ", but the alias target name does not lie within the target zone";
    }
    return cloudFront && !Set.of("A", "AAAA", "HTTPS").contains(place.type())
        ? "Invalid request: type " + place.type() + " cannot be an alias to a distribution"
        : "";
  }

  /** The octets of quoted strings joined, one character each; empty where the form is wrong. */
  static Optional<String> text(String value) {
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < value.length()) {
      if (value.charAt(i) != '"') {
        return Optional.empty();
      }
      int begin = text.length();
      i++;
      while (i < value.length() && value.charAt(i) != '"') {
        char c = value.charAt(i);
        if (c < ' ' || c > '~') {
          return Optional.empty();
        }
        if (c == '\\' && value.substring(i).matches("(?s)\\\\[0-3][0-7][0-7].*")) {
          text.append((char) Integer.parseInt(value.substring(i + 1, i + 4), 8));
          i += 4;
        } else {
          i += c == '\\' ? 1 : 0;
          text.append(value.charAt(i++));
        }
      }
      boolean closed = i < value.length();
      if (!closed || text.length() - begin > 255) {
        return Optional.empty();
      }
      i++;
      while (i < value.length() && value.charAt(i) == ' ') {
        i++;
      }
    }
    return value.isEmpty() ? Optional.empty() : Optional.of(text.toString());
  }

  /** Text as another tool would store it: short strings, every special character in octal. */
  static String foreignText(String text) {
    StringBuilder out = new StringBuilder("\"");
    int used = 0;
    for (byte octet : text.getBytes(StandardCharsets.ISO_8859_1)) {
      if (used == 100) {
        out.append("\" \"");
        used = 0;
      }
      char c = (char) (octet & 0xff);
      boolean plain = c > ' ' && c <= '~' && c != '"' && c != '\\';
      out.append(plain || c == ' ' ? "" + c : String.format(Locale.ROOT, "\\%03o", (int) c));
      used++;
    }
    return out.append('"').toString();
  }
}
