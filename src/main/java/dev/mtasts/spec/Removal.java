package dev.mtasts.spec;

import java.util.Locale;

/** What becomes of a domain that leaves the spec: {@code removal: retire | orphan | delete}. */
public enum Removal {
  /** RFC 8461 §8.3: mode none first, and nothing is deleted before senders have forgotten. */
  RETIRE,
  /** Everything stays as it is, and the ledger forgets it. */
  ORPHAN,
  /** Everything is deleted at once, behind the guard {@code destroy}. */
  DELETE;

  /** The word in a spec. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
