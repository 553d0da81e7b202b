package dev.mtasts.provider.cloudflare;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The {@code content} of a TXT record: quoted character strings of at most 255 octets, in the
 * master file form of RFC 1035 §5.1, whose joined octets are the text.
 */
final class TxtContent {
  private static final int LONGEST_STRING = 255;

  private TxtContent() {}

  /** The text as quoted strings. */
  static String quote(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < octets.length; i++) {
      if (i > 0 && i % LONGEST_STRING == 0) {
        out.append("\" \"");
      }
      int octet = octets[i] & 0xff;
      if (octet == '"' || octet == '\\') {
        out.append('\\').append((char) octet);
      } else if (octet < 0x20 || octet > 0x7e) {
        out.append('\\').append(String.format(Locale.ROOT, "%03d", octet));
      } else {
        out.append((char) octet);
      }
    }
    return out.append('"').toString();
  }

  /** The text of what the API shows; content without quotes, from before it asked for them, too. */
  static String read(String content) {
    String trimmed = content.strip();
    boolean quoted = trimmed.startsWith("\"");
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    boolean inside = !quoted;
    int at = 0;
    while (at < trimmed.length()) {
      char c = trimmed.charAt(at);
      if (quoted && c == '"') {
        inside = !inside;
        at++;
      } else if (inside && c == '\\' && at + 1 < trimmed.length()) {
        at += 1 + escape(trimmed, at + 1, octets);
      } else {
        at += inside ? plain(trimmed, at, octets) : 1;
      }
    }
    return octets.toString(StandardCharsets.UTF_8);
  }

  /** Writes what the escape at {@code at} stands for; how many characters it took. */
  private static int escape(String text, int at, ByteArrayOutputStream octets) {
    if (at + 3 <= text.length()) {
      String digits = text.substring(at, at + 3);
      if (digits.matches("[0-9]{3}") && Integer.parseInt(digits) <= 255) {
        octets.write(Integer.parseInt(digits));
        return 3;
      }
    }
    return plain(text, at, octets);
  }

  private static int plain(String text, int at, ByteArrayOutputStream octets) {
    int codePoint = text.codePointAt(at);
    octets.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    return Character.charCount(codePoint);
  }
}
