package dev.mtasts.provider.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mtasts.provider.RecordType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * One record object of a zone: Cloudflare keeps each value of a set apart.
 *
 * @param id 32 hex digits
 * @param name the owner, in lower case
 * @param type such as {@code TXT}
 * @param value as a {@link dev.mtasts.provider.DnsRecordSet} has it
 * @param ttl in seconds, 1 for "auto"
 * @param proxied whether Cloudflare answers with its own addresses instead
 * @param flattened whether a CNAME is answered with its target's addresses
 * @param comment the note beside it, "" where there is none
 */
record Entry(
    String id,
    String name,
    String type,
    String value,
    int ttl,
    boolean proxied,
    boolean flattened,
    String comment) {

  /** The comment on values that this tool added; at most 100 characters are allowed (Free). */
  static final String MARK = "managed by mtasts";

  static Entry from(JsonNode json) {
    String type = json.path("type").asText();
    return new Entry(
        json.path("id").asText(),
        json.path("name").asText().toLowerCase(Locale.ROOT),
        type,
        value(type, json.path("content").asText()),
        json.path("ttl").asInt(1),
        json.path("proxied").asBoolean(false),
        json.path("settings").path("flatten_cname").asBoolean(false),
        json.path("comment").asText("").replaceAll("^null$", ""));
  }

  /** The value by which it is compared with others of its type. */
  String key() {
    return key(type, value);
  }

  /** Whether this tool added it; people may have written more behind the mark. */
  boolean ours() {
    return comment.startsWith(MARK);
  }

  boolean is(RecordType wanted) {
    return type.equals(wanted.name());
  }

  /** What the API is sent for a value. */
  static String content(RecordType type, String value) {
    return type == RecordType.TXT ? TxtContent.quote(value) : value;
  }

  /** The one spelling of a value, by which two are compared. */
  static String key(String type, String value) {
    return switch (type) {
      case "CNAME" -> {
        String lower = value.toLowerCase(Locale.ROOT);
        yield lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
      }
      case "AAAA" -> canonical(value);
      default -> value;
    };
  }

  private static String value(String type, String content) {
    return switch (type) {
      case "TXT" -> TxtContent.read(content);
      case "CNAME" -> key(type, content);
      default -> content;
    };
  }

  /** An IPv6 address has many spellings (RFC 5952 §2); a literal is never looked up. */
  private static String canonical(String address) {
    if (!address.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
      return address;
    }
    try {
      return InetAddress.getByName(address).getHostAddress();
    } catch (UnknownHostException e) {
      return address;
    }
  }
}
