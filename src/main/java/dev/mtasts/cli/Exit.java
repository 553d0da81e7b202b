package dev.mtasts.cli;

/** The exit codes; the README has the table. */
public final class Exit {
  /** Done, or nothing to do. */
  public static final int OK = 0;

  /** Failed; partly done, maybe. */
  public static final int FAILED = 1;

  /** There are changes, with {@code --detailed-exitcode} only; or there is drift. */
  public static final int CHANGES = 2;

  /** The spec, or a text given to lint, is invalid; or a live domain is broken. */
  public static final int INVALID = 3;

  /** Refused: a guard, ownership, no approval, or a file that {@code init} would overwrite. */
  public static final int REFUSED = 4;

  /** The plan is stale: the world or the spec moved since. */
  public static final int STALE = 5;

  /** Somebody else holds the lock. */
  public static final int LOCKED = 6;

  /** Credentials are missing or not accepted. */
  public static final int CREDENTIALS = 7;

  /** The command line is wrong. */
  public static final int USAGE = 64;

  /** A fault in mtasts. */
  public static final int BUG = 70;

  /** Interrupted, state saved. */
  public static final int INTERRUPTED = 130;

  private Exit() {}
}
