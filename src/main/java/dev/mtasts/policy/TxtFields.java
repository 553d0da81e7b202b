package dev.mtasts.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The frame that RFC 8461 §3.1 and RFC 8460 §3 share: {@code version 1*(delim name=value) [delim]},
 * where a delim is {@code *WSP ";" *WSP}. Read once, then each record takes the field it knows and
 * leaves the rest as extensions.
 */
final class TxtFields {
  private final Map<String, String> first = new LinkedHashMap<>();
  private final List<Map.Entry<String, String>> again = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final int line;
  private final String section;

  private TxtFields(int line, String section) {
    this.line = line;
    this.section = section;
  }

  /** Splits {@code text}; what breaks the frame becomes a finding on {@code line}. */
  static TxtFields split(String text, String version, int line, String section) {
    TxtFields fields = new TxtFields(line, section);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0x7e || (c < 0x20 && c != '\t')) {
        fields.error(Ascii.printable(c) + " does not belong in a record");
        return fields;
      }
    }
    fields.read(text.split(";", -1), version);
    return fields;
  }

  private void read(String[] parts, String version) {
    if (!Ascii.stripTrailingWsp(parts[0]).equals(version)) {
      error("does not begin with '" + version + ";'");
    } else if (parts.length > 1 && !parts[0].equals(version)) {
      // The delimiter allows it, the rule for choosing among several RRs does not (erratum 6285).
      error(
          "white space before the first ';': senders discard what does not begin " + version + ";");
    }
    int last = parts.length - 1;
    // A delimiter may close the record; without one, trailing white space is not allowed.
    boolean closed = last > 0 && Ascii.stripWsp(parts[last]).isEmpty();
    if (!closed && !Ascii.stripTrailingWsp(parts[last]).equals(parts[last])) {
      error("trailing white space without a ';'");
    }
    if (closed && last == 1) {
      error("no field after '" + version + ";'");
    }
    for (int i = 1; i < (closed ? last : parts.length); i++) {
      String part = Ascii.stripWsp(parts[i]);
      int equals = part.indexOf('=');
      if (part.isEmpty()) {
        error("nothing between two ';'");
      } else if (equals < 0) {
        error("'" + Excerpt.of(part) + "' has no '='");
      } else {
        add(part.substring(0, equals), part.substring(equals + 1));
      }
    }
  }

  /** RFC 8461 §3.2 says of both texts: of a field given twice, the first counts. */
  private void add(String name, String value) {
    if (name.equals("v")) {
      warning("'v' is given again; the first counts");
      checkExtension(name, value);
    } else if (first.putIfAbsent(name, value) != null) {
      warning("'" + Excerpt.of(name) + "' is given again; the first counts");
      again.add(Map.entry(name, value));
    }
  }

  /** Takes the first {@code name} out; later ones stay, to be checked as what they are. */
  @Nullable String take(String name) {
    return first.remove(name);
  }

  /** Takes out what was given again under {@code name}. */
  List<String> takeAgain(String name) {
    List<String> values =
        again.stream()
            .filter(field -> field.getKey().equals(name))
            .map(Map.Entry::getValue)
            .toList();
    again.removeIf(field -> field.getKey().equals(name));
    return values;
  }

  /** Checks every field not taken as an extension; the first of each name is returned. */
  Map<String, String> extensions() {
    first.forEach(this::checkExtension);
    again.forEach(field -> checkExtension(field.getKey(), field.getValue()));
    return Collections.unmodifiableMap(first);
  }

  private void checkExtension(String name, String value) {
    if (!Ascii.extensionName(name)) {
      error("'" + Excerpt.of(name) + "' is not a field name");
    } else if (!Ascii.recordExtensionValue(value)) {
      error("'" + name + "' has a value that is not allowed: '" + Excerpt.of(value) + "'");
    }
  }

  void error(String message) {
    findings.add(Finding.error(line, message, section));
  }

  void warning(String message) {
    findings.add(Finding.warning(line, message, section));
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
