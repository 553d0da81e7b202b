package dev.mtasts.spec;

/** How a new id is made: {@code id: timestamp | content}. */
public enum IdStrategy {
  /** The UTC time of the plan, {@code YYYYMMDDTHHMMSSZ}. */
  TIMESTAMP,
  /** A digest of the policy. */
  CONTENT
}
