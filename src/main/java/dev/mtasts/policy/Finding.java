package dev.mtasts.policy;

/**
 * One remark on a text.
 *
 * @param severity whether the text breaks the grammar, or is only unwise
 * @param line the line, counted from 1; 0 where no line is at fault but the whole
 * @param message what is wrong and, where it helps, what would be right
 * @param section the rule's source, such as {@code RFC 8461 §3.2}
 */
public record Finding(Severity severity, int line, String message, String section) {
  /** How grave a finding is. */
  public enum Severity {
    /** The text is not valid: senders act as if it did not exist. */
    ERROR,
    /** The text is valid, but some senders, or the domain's owner, will be surprised. */
    WARNING
  }

  static Finding error(int line, String message, String section) {
    return new Finding(Severity.ERROR, line, message, section);
  }

  static Finding warning(int line, String message, String section) {
    return new Finding(Severity.WARNING, line, message, section);
  }

  /** Whether this alone makes the text invalid. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
