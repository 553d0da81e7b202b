package dev.mtasts.spec;

import java.util.Locale;

/** How a new id is made: {@code id: timestamp | content}. */
public enum IdStrategy {
  /** The UTC time of the plan, {@code YYYYMMDDTHHMMSSZ}. */
  TIMESTAMP,
  /** A digest of the policy. */
  CONTENT;

  /** The word in a spec. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
