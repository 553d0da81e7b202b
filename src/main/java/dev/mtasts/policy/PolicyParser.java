package dev.mtasts.policy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a policy file by the grammar of RFC 8461 §3.2 (with errata 6253 and 7282) and no more
 * leniently. Every fault is reported, not only the first; a faulty line is still read where its
 * meaning is plain, so that one slip does not look like two.
 */
public final class PolicyParser {
  private static final String GRAMMAR = "RFC 8461 §3.2";
  private static final int FETCH_LIMIT = 64 * 1024;
  private static final long DAY = 86_400;
  private static final long COMMON_YEAR = 31_536_000;
  private static final int MAX_AGE_DIGITS = 10;
  private static final List<String> REQUIRED = List.of("version", "mode", "max_age");
  private static final List<String> KNOWN = List.of("version", "mode", "max_age", "mx");

  private static final int REMEMBERED_TEXTS = 20_000;
  private static final int REMEMBERED_LENGTH = 2_000;
  private static final Map<String, Gist> REMEMBERED = new ConcurrentHashMap<>();

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

  /** The policy that a text is, where it is a valid one, as {@link PolicyText#policy}. */
  public static Optional<Policy> policy(String text) {
    return gist(text).policy;
  }

  /** The id in a text, as {@link PolicyText#id}. */
  public static Optional<PolicyId> id(String text) {
    return gist(text).id;
  }

  /**
   * What plans ask of a body, again and again: of the few that are in place, and of the many that a
   * ledger has.
   */
  private record Gist(Optional<Policy> policy, Optional<PolicyId> id) {
    static Gist of(String text) {
      PolicyText read = parse(text);
      return new Gist(read.policy(), read.id());
    }
  }

  private static Gist gist(String text) {
    if (text.length() > REMEMBERED_LENGTH) {
      return Gist.of(text);
    }
    if (REMEMBERED.size() >= REMEMBERED_TEXTS) {
      REMEMBERED.clear();
    }
    return REMEMBERED.computeIfAbsent(text, Gist::of);
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
      // Erratum 6253: LF alone ends a line too. A CR belongs to the end only before an LF.
      boolean crlf = end > start && end < bytes.length && bytes[end - 1] == '\r';
      line++;
      readLine(line, ByteBuffer.wrap(bytes, start, (crlf ? end - 1 : end) - start));
      start = end + 1;
    }
    checkWhole();
    Map<String, String> extensions = new LinkedHashMap<>(fields);
    extensions.keySet().removeAll(REQUIRED);
    return new PolicyText(
        fields.get("version"),
        fields.get("mode"),
        List.copyOf(mx),
        maxAge(),
        Collections.unmodifiableMap(extensions),
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
    String field = Ascii.stripWsp(text);
    int colon = field.indexOf(':');
    if (field.isEmpty()) {
      error(line, "blank line; a policy has none");
    } else if (field.startsWith("#")) {
      error(line, "comment; a policy has none");
    } else if (field.indexOf('\r') >= 0) {
      error(line, "bare carriage return; lines end in LF or CRLF");
    } else if (colon < 0) {
      error(line, "no ':' after a field name");
    } else {
      if (Ascii.wsp(text.charAt(0))) {
        error(line, "leading white space");
      }
      String name = field.substring(0, colon);
      String bare = Ascii.stripTrailingWsp(name);
      if (!bare.equals(name)) {
        error(line, "white space before ':'");
      }
      readField(line, bare, Ascii.stripLeadingWsp(field.substring(colon + 1)));
    }
  }

  private void readField(int line, String name, String value) {
    if (!Ascii.extensionName(name)) {
      error(line, "'" + Excerpt.of(name) + "' is not a field name");
      return;
    }
    // §3.2: of any field but "mx", all entries except for the first are ignored. What is ignored
    // must still be a field: the grammar takes it as an extension.
    if (!name.equals("mx") && fields.containsKey(name)) {
      warning(line, "'" + name + "' is given again; senders use the first");
      checkExtensionValue(line, name, value);
      return;
    }
    switch (name) {
      case "mx" -> readMx(line, value);
      case "version" -> {
        fields.put(name, value);
        if (!value.equals("STSv1")) {
          error(line, "version is '" + Excerpt.of(value) + "', not 'STSv1'");
        }
      }
      case "mode" -> {
        fields.put(name, value);
        if (Mode.of(value).isEmpty()) {
          error(line, "mode is '" + Excerpt.of(value) + "', not enforce, testing or none");
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
      error(line, "mx '" + Excerpt.of(value) + "' ends in a dot");
      return;
    }
    try {
      MxPattern pattern = MxPattern.parse(value);
      if (!patterns.add(pattern)) {
        warning(line, "mx '" + pattern + "' is given twice");
      }
      if (numeric(value.substring(value.lastIndexOf('.') + 1))) {
        warning(line, "mx '" + pattern + "' looks like an address; an MX host has a name");
      }
    } catch (IllegalArgumentException e) {
      error(line, "mx " + e.getMessage());
    }
  }

  private void readMaxAge(int line, String value) {
    Long seconds = maxAge();
    if (seconds == null) {
      error(line, "max_age is '" + Excerpt.of(value) + "', not 1 to 10 digits");
    } else if (seconds > Policy.MAX_AGE_LIMIT) {
      error(line, "max_age is over " + Policy.MAX_AGE_LIMIT + " seconds");
    } else if (seconds < DAY) {
      warning(line, "max_age is under a day; some senders ignore such a policy");
    } else if (seconds > COMMON_YEAR) {
      warning(line, "max_age is over 31536000; one large sender falls back to a day");
    }
  }

  private static boolean numeric(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> Ascii.digit((char) c));
  }

  private @Nullable Long maxAge() {
    String value = fields.get("max_age");
    boolean number = value != null && value.length() <= MAX_AGE_DIGITS && numeric(value);
    return number ? Long.valueOf(value) : null;
  }

  private void readExtension(int line, String name, String value) {
    fields.put(name, value);
    checkExtensionValue(line, name, value);
    if (name.equals(PolicyText.ID)) {
      try {
        new PolicyId(value);
      } catch (IllegalArgumentException e) {
        warning(line, "no record can carry this id: " + e.getMessage());
      }
    } else {
      Typo.of(name, KNOWN)
          .ifPresent(known -> warning(line, "'" + name + "': did you mean '" + known + "'?"));
    }
  }

  /** {@code sts-policy-ext-value}: something visible, inside it spaces but no tab or control. */
  private void checkExtensionValue(int line, String name, String value) {
    if (value.isEmpty()) {
      error(line, "'" + name + "' has no value");
    } else if (value.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
      error(line, "'" + name + "' has a control character in its value");
    }
  }

  private void checkWhole() {
    for (String required : REQUIRED) {
      if (!fields.containsKey(required)) {
        error(0, "no '" + required + "' field");
      }
    }
    if (mx.isEmpty() && !"none".equals(fields.get("mode"))) {
      error(0, "no 'mx' field; it may be absent only in mode none");
    }
  }

  private void error(int line, String message) {
    findings.add(Finding.error(line, message, GRAMMAR));
  }

  private void warning(int line, String message) {
    findings.add(Finding.warning(line, message, GRAMMAR));
  }
}
