package dev.mtasts.policy;

/** The character classes of RFC 5234 appendix B.1 that the grammars here are made of. */
final class Ascii {
  private static final int EXTENSION_NAME = 32;

  private Ascii() {}

  static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean letterOrDigit(char c) {
    return digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean wsp(char c) {
    return c == ' ' || c == '\t';
  }

  /**
   * {@code text} with A to Z in lower case and nothing else changed. {@link String#toLowerCase}
   * would turn other letters into ASCII ones: the Kelvin sign into {@code k}.
   */
  static String lowerCase(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c);
    }
    return out.toString();
  }

  /** {@code text} without the spaces and tabs at its start. */
  static String stripLeadingWsp(String text) {
    int start = 0;
    while (start < text.length() && wsp(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  /** {@code text} without the spaces and tabs at its end. */
  static String stripTrailingWsp(String text) {
    int end = text.length();
    while (end > 0 && wsp(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  static String stripWsp(String text) {
    return stripLeadingWsp(stripTrailingWsp(text));
  }

  /** A character as an error message can show it without harming a terminal. */
  static String printable(char c) {
    return c >= 0x20 && c < 0x7f ? String.valueOf(c) : String.format("U+%04X", (int) c);
  }

  /**
   * An extension's name: RFC 8461 §3.1 and §3.2 and RFC 8460 §3 share one rule, {@code (ALPHA /
   * DIGIT) *31(ALPHA / DIGIT / "_" / "-" / ".")}.
   */
  static boolean extensionName(String name) {
    if (name.isEmpty() || name.length() > EXTENSION_NAME || !letterOrDigit(name.charAt(0))) {
      return false;
    }
    return name.chars().allMatch(c -> letterOrDigit((char) c) || c == '_' || c == '-' || c == '.');
  }

  /** An extension's value in a TXT record: visible ASCII without {@code =} and {@code ;}. */
  static boolean recordExtensionValue(String value) {
    return !value.isEmpty()
        && value.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '=' && c != ';');
  }
}
