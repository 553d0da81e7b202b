package dev.mtasts.cli;

/** Colours for terminals; plain text where colour is off. */
enum Paint {
  /** No colours. */
  OFF,
  /** ANSI colours. */
  ON;

  String sign(char sign, String text) {
    return switch (sign) {
      case '+' -> code(32, text);
      case '-' -> code(31, text);
      case '~' -> code(33, text);
      default -> text;
    };
  }

  String bold(String text) {
    return code(1, text);
  }

  String error(String text) {
    return code(31, text);
  }

  String warning(String text) {
    return code(33, text);
  }

  private String code(int code, String text) {
    return this == OFF ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
