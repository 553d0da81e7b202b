package dev.mtasts.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a policy file by the grammar of RFC 8461 §3.2 (with errata 6253 and 7282) and no more
 * leniently. Every fault is reported, not only the first.
 */
public final class PolicyParser {
  private static final String GRAMMAR = "RFC 8461 §3.2";
  private static final int FETCH_LIMIT = 64 * 1024;
  private static final long DAY = 86_400;
  private static final long COMMON_YEAR = 31_536_000;

  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final List<String> mx = new ArrayList<>();
  private final Set<MxPattern> patterns = new LinkedHashSet<>();

  private PolicyParser() {}

  /** Reads the bytes of a file or of an HTTP body. Never throws: what is wrong is in the result. */
  public static PolicyText parse(byte[] bytes) {
    return new PolicyParser().read(bytes);
  }

  /** Reads a text that is UTF-8 by construction. */
  public static PolicyText parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private PolicyText read(byte[] bytes) {
    if (bytes.length > FETCH_LIMIT) {
      findings.add(
          Finding.warning(0, "larger than 64 KiB: senders may stop reading", "RFC 8461 §3.3"));
    }
    int start = 0;
    int line = 0;
    while (start < bytes.length) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      int stop = end > start && end < bytes.length && bytes[end - 1] == '\r' ? end - 1 : end;
      line++;
      readLine(line, ByteBuffer.wrap(bytes, start, stop - start));
      start = end + 1;
    }
    Long maxAge = checkWhole();
    Map<String, String> extensions = new LinkedHashMap<>(fields);
    extensions.keySet().removeAll(Set.of("version", "mode", "max_age"));
    return new PolicyText(
        fields.get("version"),
        fields.get("mode"),
        List.copyOf(mx),
        maxAge,
        java.util.Collections.unmodifiableMap(extensions),
        List.copyOf(findings));
  }

  private void readLine(int line, ByteBuffer bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      error(line, "not UTF-8");
      return;
    }
    if (line == 1 && text.startsWith("\uFEFF")) {
      error(line, "starts with a byte order mark; remove it");
      text = text.substring(1);
    }
    String field = stripTrailingWsp(text);
    int colon = field.indexOf(':');
    if (field.isEmpty()) {
      error(line, "blank line; a policy has none");
    } else if (Ascii.wsp(field.charAt(0))) {
      error(line, "leading white space");
    } else if (field.startsWith("#")) {
      error(line, "comment; a policy has none");
    } else if (field.indexOf('\r') >= 0) {
      error(line, "bare carriage return; lines end in LF or CRLF");
    } else if (colon < 0) {
      error(line, "no ':' after a field name");
    } else {
      readField(line, field.substring(0, colon), stripLeadingWsp(field.substring(colon + 1)));
    }
  }

  private void readField(int line, String name, String value) {
    if (!Ascii.extensionName(name)) {
      boolean space = !name.isEmpty() && Ascii.wsp(name.charAt(name.length() - 1));
      error(line, space ? "white space before ':'" : "'" + safe(name) + "' is not a field name");
      return;
    }
    // §3.2: "mx" may be repeated; of any other field, all entries but the first are ignored.
    if (!name.equals("mx") && fields.containsKey(name)) {
      warning(line, "'" + name + "' is given again; senders use the first");
      return;
    }
    switch (name) {
      case "mx" -> readMx(line, value);
      case "version" -> {
        fields.put(name, value);
        if (!value.equals("STSv1")) {
          error(line, "version is '" + safe(value) + "', not 'STSv1'");
        }
      }
      case "mode" -> {
        fields.put(name, value);
        if (Mode.of(value).isEmpty()) {
          error(line, "mode is '" + safe(value) + "', not enforce, testing or none");
        }
      }
      case "max_age" -> {
        fields.put(name, value);
        readMaxAge(line, value);
      }
      default -> readExtension(line, name, value);
    }
  }

  private void readMx(int line, String value) {
    mx.add(value);
    // DomainName.parse is kinder than the grammar of a published policy in this one way.
    if (value.endsWith(".")) {
      error(line, "mx '" + safe(value) + "' ends in a dot");
      return;
    }
    try {
      MxPattern pattern = MxPattern.parse(value);
      if (!patterns.add(pattern)) {
        warning(line, "mx '" + pattern + "' is given twice");
      }
    } catch (IllegalArgumentException e) {
      error(line, "mx: " + safe(String.valueOf(e.getMessage())));
    }
  }

  private void readMaxAge(int line, String value) {
    if (value.isEmpty()
        || value.length() > 10
        || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
      error(line, "max_age is '" + safe(value) + "', not 1 to 10 digits");
    } else if (Long.parseLong(value) > Policy.MAX_AGE_LIMIT) {
      error(line, "max_age is over " + Policy.MAX_AGE_LIMIT + " seconds");
    } else if (Long.parseLong(value) < DAY) {
      warning(line, "max_age is under a day; some senders ignore such a policy");
    } else if (Long.parseLong(value) > COMMON_YEAR) {
      warning(line, "max_age is over 31536000; one large sender falls back to a day");
    }
  }

  private void readExtension(int line, String name, String value) {
    fields.put(name, value);
    if (value.isEmpty()) {
      error(line, "'" + name + "' has no value");
    } else if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      error(line, "'" + name + "' has a control character in its value");
    } else if (name.equals(PolicyText.ID)) {
      try {
        new PolicyId(value);
      } catch (IllegalArgumentException e) {
        warning(line, "no record can carry this id: " + e.getMessage());
      }
    } else {
      knownIn(name)
          .ifPresent(known -> warning(line, "'" + name + "': did you mean '" + known + "'?"));
    }
  }

  /** A field that differs from a known one only in case is an extension, and surely a mistake. */
  private static java.util.Optional<String> knownIn(String name) {
    return List.of("version", "mode", "mx", "max_age").stream()
        .filter(known -> known.equalsIgnoreCase(name) || known.equals(name.replace('-', '_')))
        .findFirst();
  }

  private @Nullable Long checkWhole() {
    for (String required : List.of("version", "mode", "max_age")) {
      if (!fields.containsKey(required)) {
        error(0, "no '" + required + "' field");
      }
    }
    if (mx.isEmpty() && !"none".equals(fields.get("mode"))) {
      error(0, "no 'mx' field; it may be absent only in mode none");
    }
    String maxAge = fields.get("max_age");
    boolean digits = maxAge != null && maxAge.matches("[0-9]{1,10}");
    return digits ? Long.valueOf(java.util.Objects.requireNonNull(maxAge)) : null;
  }

  private void error(int line, String message) {
    findings.add(Finding.error(line, message, GRAMMAR));
  }

  private void warning(int line, String message) {
    findings.add(Finding.warning(line, message, GRAMMAR));
  }

  private static String stripTrailingWsp(String text) {
    int end = text.length();
    while (end > 0 && Ascii.wsp(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static String stripLeadingWsp(String text) {
    int start = 0;
    while (start < text.length() && Ascii.wsp(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  /** A value from outside, short and harmless enough for a message. */
  private static String safe(String value) {
    StringBuilder out = new StringBuilder();
    value.chars().limit(80).forEach(c -> out.append(c < 0x20 || c == 0x7f ? '?' : (char) c));
    return value.length() > 80 ? out + "…" : out.toString();
  }
}
