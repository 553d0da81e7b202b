package dev.mtasts.provider.aws;

import dev.mtasts.provider.RecordType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Names and values as Route 53 writes them, and as the engine does.
 *
 * <p>Source: the Route 53 developer guide, "DNS domain name format" (octal escapes) and "TXT record
 * type" (quoted strings of at most 255 octets, {@code \"}, {@code \\} and {@code \ooo} in them).
 */
final class Route53Text {
  private static final int STRING = 255;

  private Route53Text() {}

  /** A name in lower case, without the last dot, its escapes resolved: {@code \052.a.} is *.a. */
  static String name(String written) {
    String plain = unescape(written).toLowerCase(Locale.ROOT);
    return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
  }

  /** A stored value in the engine's form. */
  static String decode(RecordType type, String stored) {
    return switch (type) {
      case TXT -> text(stored);
      case A -> stored.strip();
      case AAAA -> address(stored.strip());
      case CNAME -> name(stored.strip());
    };
  }

  /** A value of the engine as it is stored. */
  static String encode(RecordType type, String value) {
    return switch (type) {
      case TXT -> quoted(value);
      case A, AAAA -> value;
      case CNAME -> value + ".";
    };
  }

  /** The strings of a TXT value joined; an octet above 127 becomes the character of its number. */
  private static String text(String stored) {
    StringBuilder text = new StringBuilder();
    boolean inside = false;
    int i = 0;
    while (i < stored.length()) {
      char c = stored.charAt(i);
      if (c == '\\') {
        i += escape(stored, i, text);
        continue;
      }
      if (c == '"') {
        inside = !inside;
      } else if (inside || c != ' ') {
        // Outside quotes only older records have text, one string without spaces.
        text.append(c);
      }
      i++;
    }
    return text.toString();
  }

  private static String unescape(String written) {
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < written.length()) {
      if (written.charAt(i) == '\\') {
        i += escape(written, i, text);
      } else {
        text.append(written.charAt(i++));
      }
    }
    return text.toString();
  }

  /** Appends what the escape at {@code at} stands for; how long it is. */
  private static int escape(String written, int at, StringBuilder text) {
    if (at + 3 < written.length() && octal(written, at + 1)) {
      text.append((char) Integer.parseInt(written, at + 1, at + 4, 8));
      return 4;
    }
    if (at + 1 < written.length()) {
      text.append(written.charAt(at + 1));
    }
    return 2;
  }

  private static boolean octal(String written, int at) {
    return between(written.charAt(at), '0', '3')
        && between(written.charAt(at + 1), '0', '7')
        && between(written.charAt(at + 2), '0', '7');
  }

  private static boolean between(char c, char low, char high) {
    return c >= low && c <= high;
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    int used = 0;
    for (byte octet : octets(text)) {
      if (used == STRING) {
        out.append("\" \"");
        used = 0;
      }
      int value = octet & 0xff;
      if (value == '"' || value == '\\') {
        out.append('\\').append((char) value);
      } else if (value < ' ' || value > '~') {
        out.append('\\').append(String.format(Locale.ROOT, "%03o", value));
      } else {
        out.append((char) value);
      }
      used++;
    }
    return out.append('"').toString();
  }

  private static byte[] octets(String text) {
    boolean narrow = text.chars().allMatch(c -> c < 256);
    return text.getBytes(narrow ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  /** RFC 5952 §4: lower case, no leading zeros, the longest run of zeros as "::". */
  private static String address(String stored) {
    byte[] octets;
    try {
      // A literal with a colon is never looked up.
      octets = stored.contains(":") ? InetAddress.getByName(stored).getAddress() : new byte[0];
    } catch (UnknownHostException e) {
      return stored;
    }
    if (octets.length != 16) {
      return stored.toLowerCase(Locale.ROOT);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (octets[2 * i] & 0xff) << 8 | (octets[2 * i + 1] & 0xff);
    }
    int start = -1;
    int longest = 1; // One group of zeros alone stays "0".
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && groups[i + run] == 0) {
        run++;
      }
      if (run > longest) {
        start = i;
        longest = run;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == start) {
        text.append("::");
        i += longest - 1;
      } else {
        boolean first = text.length() == 0 || text.charAt(text.length() - 1) == ':';
        text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
