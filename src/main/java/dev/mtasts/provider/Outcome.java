package dev.mtasts.provider;

import org.jspecify.annotations.Nullable;

/** How one change ended. */
public sealed interface Outcome {

  /**
   * {@code after} is live.
   *
   * @param version the provider's name for it, as a later reading will show it; null where none
   * @param made {@code after} with the fields that only the service could fill in; null where there
   *     are none
   */
  record Done(@Nullable String version, @Nullable Resource made) implements Outcome {

    /** Where {@code after} said everything. */
    public Done(@Nullable String version) {
      this(version, null);
    }
  }

  /**
   * {@code before} was not live any more, so nothing was written.
   *
   * @param field what differs, such as {@code values} or {@code body}
   * @param expected its value in {@code before}, short
   * @param found its value now, short
   */
  record Moved(String field, String expected, String found) implements Outcome {}

  /** It was not done, or nobody can tell; the next plan reads the world again. */
  record Failed(Failure failure) implements Outcome {}
}
