package dev.mtasts.spec;

import java.util.Locale;

/**
 * Which senders a change of {@code mx} waits for in mode enforce: {@code caution: strict | fast}.
 */
public enum Caution {
  /** Also those that keep a policy until its max_age is over, whatever the record says. */
  STRICT,
  /** Those that look at the record's id, as RFC 8461 §3.3 asks them to. */
  FAST;

  /** The word in a spec. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
