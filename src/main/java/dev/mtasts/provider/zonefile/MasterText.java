package dev.mtasts.provider.zonefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Names and character strings as master files spell them, RFC 1035 §5.1. A character here is an
 * octet (ISO 8859-1), so nothing is lost whatever the encoding of the file.
 */
final class MasterText {
  private static final int MAX_STRING = 255;
  private static final int MAX_RDATA = 65_535;

  private MasterText() {}

  /**
   * A name in the one form in which names are compared: lower case, absolute, no last dot, every
   * character that could mislead as {@code \DDD}. The root is "".
   */
  static String name(String written, String origin) throws MasterSyntaxException {
    if (written.equals("@")) {
      return origin;
    }
    if (written.equals(".")) {
      return "";
    }
    StringBuilder name = new StringBuilder();
    boolean absolute = false;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      absolute = c == '.';
      if (c == '\\') {
        int octet = escaped(written, i);
        i += digits(written, i) ? 3 : 1;
        append(name, (char) octet, true);
      } else {
        append(name, c, c != '.');
      }
    }
    if (absolute) {
      name.setLength(name.length() - 1);
    } else if (!origin.isEmpty()) {
      name.append('.').append(origin);
    }
    String text = name.toString();
    if (text.isEmpty() || text.startsWith(".") || text.contains("..")) {
      throw new MasterSyntaxException("'" + written + "' has an empty label");
    }
    return text;
  }

  /** The octets of a character string, quoted or not. */
  static String string(String written) throws MasterSyntaxException {
    if (written.indexOf('\\') < 0) {
      return written;
    }
    StringBuilder octets = new StringBuilder();
    for (int i = 0; i < written.length(); i++) {
      if (written.charAt(i) == '\\') {
        octets.append((char) escaped(written, i));
        i += digits(written, i) ? 3 : 1;
      } else {
        octets.append(written.charAt(i));
      }
    }
    return octets.toString();
  }

  /**
   * TXT data: quoted strings of at most 255 octets each, RFC 1035 §3.3.14.
   *
   * @throws MasterSyntaxException where the text is not octets or too long for a record
   */
  static String quote(String octets) throws MasterSyntaxException {
    List<String> strings = new ArrayList<>();
    int start = 0;
    do {
      int end = Math.min(start + MAX_STRING, octets.length());
      strings.add(quoteOne(octets.substring(start, end)));
      start = end;
    } while (start < octets.length());
    if (octets.length() + strings.size() > MAX_RDATA) {
      throw new MasterSyntaxException("the text is longer than a record can be");
    }
    return String.join(" ", strings);
  }

  private static String quoteOne(String octets) throws MasterSyntaxException {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < octets.length(); i++) {
      char c = octets.charAt(i);
      if (c > 0xff) {
        throw new MasterSyntaxException("the text has characters that are not octets");
      }
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        quoted.append(String.format(Locale.ROOT, "\\%03d", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder name, char c, boolean literal) {
    boolean plain = c > ' ' && c <= '~' && ".\\\"();@$".indexOf(c) < 0;
    if (plain || !literal) {
      name.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    } else {
      name.append(String.format(Locale.ROOT, "\\%03d", (int) c));
    }
  }

  private static boolean digits(String text, int backslash) {
    return backslash + 1 < text.length()
        && text.charAt(backslash + 1) >= '0'
        && text.charAt(backslash + 1) <= '9';
  }

  private static int escaped(String text, int backslash) throws MasterSyntaxException {
    if (!digits(text, backslash)) {
      return text.charAt(backslash + 1);
    }
    String digits = text.substring(backslash + 1, Math.min(backslash + 4, text.length()));
    if (!digits.matches("[0-9]{3}") || Integer.parseInt(digits) > 255) {
      throw new MasterSyntaxException("'\\" + digits + "' is not an octet");
    }
    return Integer.parseInt(digits);
  }
}
