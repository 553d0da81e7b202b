package dev.mtasts.cli;

/** Ends a command early, with a message for the user and an exit code. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exit;

  CommandFailure(int exit, String message) {
    super(message);
    this.exit = exit;
  }

  /** The exit code. */
  public int exit() {
    return exit;
  }
}
