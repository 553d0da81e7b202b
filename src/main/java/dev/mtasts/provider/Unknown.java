package dev.mtasts.provider;

/** A field whose value only an earlier act of the same lane brings. */
public final class Unknown {
  /** Stands in place of the value until it is known. */
  public static final String TEXT = "(known after apply)";

  private Unknown() {}

  /** Whether {@code text} is, or contains, a value that is not known yet. */
  public static boolean in(String text) {
    return text.contains(TEXT);
  }
}
