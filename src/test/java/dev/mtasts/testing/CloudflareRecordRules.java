package dev.mtasts.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Cloudflare accepts as a record, and beside which others. */
final class CloudflareRecordRules {
  private static final Set<String> WRITABLE =
      Set.of("type", "name", "content", "ttl", "proxied", "comment", "tags", "settings");

  private static final Map<String, Pattern> CONTENT =
      Map.of(
          "A",
              Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}"),
          "AAAA", Pattern.compile("(?=.*:)[0-9a-f:.]{2,39}"),
          "CNAME", Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)+"),
          "MX", Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)+"),
          "TXT", Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"(?: \"(?:[^\"\\\\]|\\\\.)*\")*"));

  private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:[0-9]{3}|.)");
  private static final List<String> ADDRESSES = List.of("A", "AAAA");

  private CloudflareRecordRules() {}

  static void checkFields(ObjectNode given) {
    for (Map.Entry<String, JsonNode> field : given.properties()) {
      if (!WRITABLE.contains(field.getKey())) {
        throw CloudflareRefusal.invalid(9999, "unknown field " + field.getKey());
      }
    }
  }

  /** Checks a record; {@code others} are those at its name. */
  static void check(CloudflareZone zone, ObjectNode record, Collection<ObjectNode> others) {
    String name = record.path("name").asText();
    String type = record.path("type").asText();
    String content = record.path("content").asText();
    if (!name.equals(zone.name()) && !name.endsWith("." + zone.name())) {
      throw CloudflareRefusal.invalid(9000, "DNS name is not in the zone " + zone.name() + ".");
    }
    Pattern form = CONTENT.get(type);
    if (form == null || !form.matcher(content).matches()) {
      throw CloudflareRefusal.invalid(9005, "Content for " + type + " record is invalid.");
    }
    if (type.equals("CNAME") && content.equals(name)) {
      throw CloudflareRefusal.invalid(9039, "CNAME content cannot reference itself.");
    }
    checkStrings(type, content);
    int ttl = record.path("ttl").asInt();
    if (ttl != 1 && (ttl < 60 || ttl > 86_400)) {
      throw CloudflareRefusal.invalid(9021, "Invalid TTL. Must be between 60 and 86400, or 1.");
    }
    if (record.path("comment").asText("").length() > (zone.free() ? 100 : 500)) {
      throw CloudflareRefusal.invalid(9300, "DNS record comment is too long.");
    }
    if (zone.free() && !record.path("tags").isEmpty()) {
      throw CloudflareRefusal.invalid(9301, "DNS record has too many tags.");
    }
    checkNeighbours(record, others);
  }

  private static void checkStrings(String type, String content) {
    Matcher string = STRING.matcher(content);
    while (type.equals("TXT") && string.find()) {
      if (ESCAPE.matcher(string.group(1)).replaceAll("x").length() > 255) {
        throw CloudflareRefusal.invalid(9101, "A TXT string is longer than 255 octets.");
      }
    }
  }

  private static void checkNeighbours(ObjectNode record, Collection<ObjectNode> others) {
    String type = record.path("type").asText();
    int length = record.path("content").asText().length();
    for (ObjectNode other : others) {
      String otherType = other.path("type").asText();
      if (type.equals("CNAME") && (ADDRESSES.contains(otherType) || otherType.equals("CNAME"))) {
        throw new CloudflareRefusal(
            400, 81053, "An A, AAAA, or CNAME record with that host already exists.");
      }
      if (ADDRESSES.contains(type) && otherType.equals("CNAME")) {
        throw new CloudflareRefusal(400, 81054, "A CNAME record with that host already exists.");
      }
      if (type.equals(otherType)) {
        length += other.path("content").asText().length();
        if (other.path("content").equals(record.path("content"))) {
          throw new CloudflareRefusal(400, 81058, "An identical record already exists.");
        }
      }
    }
    if (length > 8_192) {
      throw CloudflareRefusal.invalid(9302, "Records of one name and type exceed 8192 characters.");
    }
  }
}
