package dev.mtasts.spec;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.TlsRptRecord;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The single values of a spec. */
final class Forms {
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");
  private static final String ANY_SCALAR_HINT = "Write a value in one line.";

  static final Form<String> TEXT =
      new Form<>(
          "a text",
          ANY_SCALAR_HINT,
          Json.object("type", List.of("string", "number", "boolean"), "minLength", 1),
          Forms::text);

  static final Form<String> PATH =
      new Form<>(
          "a path",
          "Write a path, relative to the folder of the spec.",
          Json.object("type", List.of("string", "number"), "minLength", 1, "not", pattern("^~")),
          Forms::path);

  static final Form<URI> ENDPOINT =
      new Form<>(
          "an endpoint",
          "Write scheme and host, and a port where it is not the usual one:"
              + " https://s3.example.net:9000.",
          pattern("^[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\s]+/?$"),
          Forms::endpoint);

  static final Form<Boolean> FLAG =
      new Form<>(
          "true or false",
          "Write true or false.",
          Json.object("enum", List.of(true, false, "true", "false")),
          Forms::flag);

  static final Form<DomainName> HOST =
      new Form<>(
          "a host name",
          "Write a name such as mail.acme.example.",
          pattern("^[^*\\s:/@%?#]+$"),
          Names::host);

  static final Form<String> ZONE =
      new Form<>(
          "a zone", "Write the zone's name or the provider's id of it.", TEXT.json(), Forms::zone);

  static final Form<MxPattern> MX =
      new Form<>(
          "an mx pattern",
          "Write a host name such as mx1.acme.example, or \"*.\" for one label before one:"
              + " \"*.mail.acme.example\".",
          pattern("^(\\*\\.)?[^*\\s:/@%?#]*[^*\\s:/@%?#.]$"),
          Names::mx);

  static final Form<String> IPV4 =
      new Form<>(
          "an IPv4 address",
          "Write four numbers, such as 192.0.2.1.",
          pattern("^" + IpText.V4.pattern() + "$"),
          IpText::v4);

  /** In YAML 1.1, {@code 1:2:3:4:5:6:7:8} is a number to the base of 60: hence the type. */
  static final Form<String> IPV6 =
      new Form<>(
          "an IPv6 address",
          "Write one such as \"2001:db8::1\", in quotes.",
          Json.object("type", List.of("string", "integer"), "pattern", "^[0-9A-Fa-f:.]+$"),
          IpText::v6);

  static final Form<String> REPORT_URI =
      new Form<>(
          "a report address",
          "Write mailto:tlsrpt@acme.example or https://reports.acme.example/tls.",
          pattern("^([Mm][Aa][Ii][Ll][Tt][Oo]|[Hh][Tt][Tt][Pp][Ss]):[^,!;\\s]+$"),
          Forms::reportUri);

  private Forms() {}

  /** A span of time between two limits, both in seconds and allowed. */
  static Form<Long> duration(long most, String limit) {
    Map<String, Object> number = Json.object("type", "integer", "minimum", 0, "maximum", most);
    Function<String, Long> parser =
        text -> {
          long seconds = Durations.seconds(text);
          if (seconds > most) {
            throw new IllegalArgumentException(
                "'" + text + "' is too long: at most " + most + " seconds (" + limit + ")");
          }
          return seconds;
        };
    return new Form<>(
        "a duration of at most " + most + " seconds",
        Durations.HINT,
        Json.object("anyOf", List.of(number, pattern("^" + Durations.PATTERN + "$"))),
        parser);
  }

  /** How many: a whole number from 1 on. */
  static Form<Integer> count(String noun) {
    Map<String, Object> number = Json.object("type", "integer", "minimum", 1);
    Function<String, Integer> parser =
        text -> {
          if (!COUNT.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not " + noun);
          }
          return Integer.valueOf(text);
        };
    return new Form<>(
        noun,
        "Write a whole number from 1 to 999999999.",
        Json.object("anyOf", List.of(number, pattern("^" + COUNT.pattern() + "$"))),
        parser);
  }

  /** One of some words. */
  static <T> Form<T> words(String noun, Map<String, T> known) {
    List<String> words = List.copyOf(known.keySet());
    Function<String, T> parser =
        text -> {
          T value = known.get(text);
          if (value == null) {
            String hint = Suggestion.hint(text, words, "");
            String guess = hint.startsWith("Did") ? ". " + hint : "";
            throw new IllegalArgumentException("'" + text + "' is not " + noun + guess);
          }
          return value;
        };
    String hint = words.isEmpty() ? "None is known." : "Known: " + Suggestion.list(words) + ".";
    return new Form<>(noun, hint, Json.object("enum", words), parser);
  }

  /** One of some words, which stand for themselves. */
  static Form<String> words(String noun, Iterable<String> words) {
    Map<String, String> known = new LinkedHashMap<>();
    words.forEach(word -> known.put(word, word));
    return words(noun, known);
  }

  /** The version of the format. */
  static Form<Integer> version() {
    return new Form<>(
        "a version that this program knows",
        "Write 'version: 1'.",
        Json.object("enum", List.of(1, "1")),
        text -> {
          if (!text.equals("1")) {
            throw new IllegalArgumentException(
                "the spec has version '" + text + "'; this program reads version 1");
          }
          return 1;
        });
  }

  private static String text(String typed) {
    if (typed.isBlank()) {
      throw new IllegalArgumentException("this text is empty");
    }
    if (typed.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("this text has a line break or a control character");
    }
    return typed;
  }

  /** Ids are ASCII everywhere, so whatever is not is a name, and zones are known by A-labels. */
  private static String zone(String typed) {
    return text(typed).chars().allMatch(c -> c < 0x80) ? typed : Names.host(typed).text();
  }

  private static String path(String typed) {
    text(typed);
    if (typed.startsWith("~")) {
      throw new IllegalArgumentException(
          "'~' means nothing in the path '" + typed + "'; write ${HOME} for your home folder");
    }
    try {
      return Path.of(typed).toString();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + typed + "' is not a path", e);
    }
  }

  private static boolean flag(String typed) {
    if (!typed.equals("true") && !typed.equals("false")) {
      throw new IllegalArgumentException("'" + typed + "' is neither true nor false");
    }
    return typed.equals("true");
  }

  private static URI endpoint(String typed) {
    URI uri;
    try {
      uri = new URI(typed.endsWith("/") ? typed.substring(0, typed.length() - 1) : typed);
    } catch (java.net.URISyntaxException e) {
      throw new IllegalArgumentException("'" + typed + "' is not a URI", e);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("this endpoint does not start with https:// or http://");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("this endpoint is not a bare host");
    }
    if (uri.getPort() > 65_535) {
      throw new IllegalArgumentException("this endpoint has a port over 65535");
    }
    if (!uri.getRawPath().isEmpty() || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("this endpoint has more than a host and a port");
    }
    return uri;
  }

  private static String reportUri(String typed) {
    String fault = TlsRptRecord.fault(typed);
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
    List<String> parts = new ArrayList<>(List.of(typed.split(":", 2)));
    String scheme = parts.get(0).toLowerCase(Locale.ROOT);
    if (!scheme.equals("mailto") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "reports go to mailto: or https: addresses, not '" + typed + "' (RFC 8460 §3)");
    }
    if (scheme.equals("mailto") && parts.get(1).indexOf('@') < 1) {
      throw new IllegalArgumentException("'" + typed + "' is not a mail address");
    }
    return typed;
  }

  private static Map<String, Object> pattern(String regex) {
    return Json.object("type", "string", "pattern", regex);
  }
}
