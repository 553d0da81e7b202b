package dev.mtasts.provider.zonefile;

/**
 * A master file that cannot be read, or that cannot be edited safely; the message has no full stop.
 */
final class MasterSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  MasterSyntaxException(int line, String because) {
    super("line " + line + ": " + because);
  }

  MasterSyntaxException(String because) {
    super(because);
  }
}
