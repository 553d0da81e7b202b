package dev.mtasts.provider;

import java.util.Locale;

/** What a change does to its resource. The words are Terraform's. */
public enum Action {
  /** It did not exist. */
  CREATE,
  /** It exists and becomes another. */
  UPDATE,
  /** It exists and goes. */
  DELETE;

  /** The word in a plan. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
