package dev.mtasts.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The text of a spec by lines, counted as YAML counts them. */
final class Source {
  private static final int LONG_LINE = 500;
  private static final int SHOWN_OF_LONG_LINE = 120;

  /**
   * A value beside a key that sounds secret, unless it is {@code {env: …}} or {@code {file: …}}:
   * the very mistake that a message is about must not print the secret.
   */
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)([\\w.-]*(?:token|secret|passw|credential|api.?key|access.?key|private.?key)"
              + "[\\w.-]*[\"']?\\s*:\\s*)(?!\\s|#|$|\\{\\s*(?:env|file)\\s*:\\s*[\\w./~-]*\\s*\\})"
              + ".*");

  private final String file;
  private final String text;
  private final int[] starts;

  Source(String file, String text) {
    this.file = file;
    this.text = text;
    this.starts = starts(text);
  }

  String text() {
    return text;
  }

  Location at(int line, int column, String path) {
    return new Location(file, line, column, path);
  }

  /**
   * The line at {@code at}, fit for a terminal: without control characters and secrets. Of a very
   * long line only what follows the column.
   */
  String line(Location at) {
    if (at.line() > starts.length) {
      return "";
    }
    int from = starts[at.line() - 1];
    int to = from;
    while (to < text.length() && !isBreak(text.charAt(to))) {
      to++;
    }
    if (to - from > LONG_LINE) {
      from = Math.min(to, from + at.column() - 1);
      to = Math.min(to, from + SHOWN_OF_LONG_LINE);
    }
    String masked = SECRET.matcher(text.substring(from, to)).replaceFirst("$1***");
    return masked.codePoints().allMatch(Source::showable) ? masked : blanked(masked);
  }

  /** The place of the first character that YAML does not allow, or -1. */
  int firstForbidden() {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (!isAllowed(c)) {
        return i;
      }
      i += Character.charCount(c);
    }
    return -1;
  }

  /** The location of the character at {@code index}. */
  Location locate(int index) {
    int found = Arrays.binarySearch(starts, index);
    int line = found >= 0 ? found : -found - 2;
    return at(line + 1, text.codePointCount(starts[line], index) + 1, "");
  }

  /** The place of the last {@code ---} in or above the line: what the line belongs to. */
  Location documentStart(int line) {
    int from = Math.min(line, starts.length);
    while (from > 1 && !text.startsWith("---", starts[from - 1])) {
      from--;
    }
    return at(from, 1, "");
  }

  /** The anchor and the tag that start at {@code index}, as typed: {@code &name}, {@code !!str}. */
  List<String> marks(int index) {
    List<String> found = new ArrayList<>();
    int from = index;
    while (from < text.length() && (text.charAt(from) == '&' || text.charAt(from) == '!')) {
      int to = from + 1;
      while (to < text.length() && !endsMark(text.charAt(to))) {
        to++;
      }
      found.add(text.substring(from, to));
      from = to;
      while (from < text.length() && text.charAt(from) == ' ') {
        from++;
      }
    }
    return found;
  }

  private static boolean endsMark(char c) {
    return c == ' ' || c == '\t' || isBreak(c) || ",[]{}".indexOf(c) >= 0;
  }

  /** Whether YAML 1.1 allows the character, escapes aside (section 5.1). */
  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || c == 0x85
        || (c >= 0x20 && c <= 0x7E)
        || (c >= 0xA0 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || (c >= 0x10000 && c <= 0x10FFFF);
  }

  private static boolean showable(int c) {
    return c == '\t' || !Character.isISOControl(c);
  }

  private static String blanked(String line) {
    StringBuilder out = new StringBuilder(line.length());
    line.codePoints().forEach(c -> out.appendCodePoint(showable(c) ? c : 0xFFFD));
    return out.toString();
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
  }

  private static int[] starts(String text) {
    int[] found = new int[Math.max(16, text.length() / 16)];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean half = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
      if (isBreak(c) && !half) {
        if (count == found.length) {
          found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = i + 1;
      }
    }
    return Arrays.copyOf(found, count);
  }
}
