package dev.mtasts.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * The frame that RFC 8461 §3.1 and RFC 8460 §3 share: {@code version *(delim name=value) [delim]},
 * where a delim is {@code *WSP ";" *WSP}.
 *
 * @param fields name and value of each field, in order, values as written
 */
record TxtFields(List<Field> fields) {
  /** One {@code name=value}. */
  record Field(String name, String value) {}

  /** Splits {@code text}; what breaks the frame goes into {@code findings}. */
  static TxtFields split(
      String text, String version, int line, String section, List<Finding> findings) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 0x7e || (c < 0x20 && c != '\t')) {
        findings.add(Finding.error(line, Ascii.printable(c) + " is not US-ASCII text", section));
        return new TxtFields(List.of());
      }
    }
    String[] parts = text.split(";", -1);
    if (!stripEnd(parts[0]).equals(version)) {
      findings.add(Finding.error(line, "does not begin with '" + version + ";'", section));
    } else if (parts.length > 1 && !parts[0].equals(version)) {
      findings.add(
          Finding.warning(
              line, "white space before the first ';': senders discard such a record", section));
    }
    // A last delimiter may close the record; without one, trailing white space is not allowed.
    boolean closed = parts.length > 1 && parts[parts.length - 1].isBlank();
    if (!closed && !stripEnd(text).equals(text)) {
      findings.add(Finding.error(line, "trailing white space without a ';'", section));
    }
    int last = closed ? parts.length - 1 : parts.length;
    List<Field> fields = new ArrayList<>();
    for (int i = 1; i < last; i++) {
      String part = parts[i].strip();
      int equals = part.indexOf('=');
      if (equals < 0) {
        String what = part.isEmpty() ? "empty field between two ';'" : "field without '='";
        findings.add(Finding.error(line, what, section));
      } else {
        fields.add(new Field(part.substring(0, equals), part.substring(equals + 1)));
      }
    }
    return new TxtFields(List.copyOf(fields));
  }

  private static String stripEnd(String text) {
    return text.stripTrailing();
  }
}
