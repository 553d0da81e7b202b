package dev.mtasts.policy;

/** Text from outside, made short and harmless enough to stand in a message on a terminal. */
public final class Excerpt {
  private static final int MAX = 80;

  private Excerpt() {}

  /**
   * The first {@value #MAX} characters of {@code text}; what a terminal may act on (controls of
   * both blocks, direction marks, lone surrogates) becomes {@code ?}, and {@code …} marks a cut.
   */
  public static String of(String text) {
    return of(text, MAX);
  }

  /** As {@link #of(String)}, but with at most {@code max} characters before the mark. */
  public static String of(String text, int max) {
    StringBuilder out = new StringBuilder();
    text.codePoints().limit(max).forEach(c -> out.appendCodePoint(harmless(c) ? c : '?'));
    return text.codePointCount(0, text.length()) > max ? out + "…" : out.toString();
  }

  private static boolean harmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
