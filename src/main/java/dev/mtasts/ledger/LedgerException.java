package dev.mtasts.ledger;

/** A ledger or lock that cannot be used; the message is for the user, whole. */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why, which decides the exit code. */
  public enum Reason {
    /** Its text is not a ledger that this version can read. */
    UNREADABLE,
    /** Someone else wrote it since it was read. */
    MOVED,
    /** Someone else holds the lock. */
    LOCKED
  }

  private final Reason reason;

  /** With a message that says what was tried, why not, what is unharmed, what to do. */
  public LedgerException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
