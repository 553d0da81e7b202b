package dev.mtasts.provider;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One resource's way from {@code before} to {@code after}: data, not an act.
 *
 * @param before what must be live for the change to be made; null where nothing may be there
 * @param after what is live afterwards; null for a deletion
 * @param version the provider's name for {@code before}, from its {@linkplain Reading.Live
 *     reading}; a provider that can compare-and-set does so with it
 * @param why in a few words, for people
 */
public record Change<R extends Resource>(
    @Nullable R before, @Nullable R after, @Nullable String version, String why) {

  /** A change has a side at least. */
  public Change {
    if (before == null && after == null) {
      throw new IllegalArgumentException("a change without before and after");
    }
  }

  /** What is done. */
  public Action action() {
    if (before == null) {
      return Action.CREATE;
    }
    return after == null ? Action.DELETE : Action.UPDATE;
  }

  /** What the change is about: {@code after}, or {@code before} of a deletion. */
  public R subject() {
    return after != null ? after : Objects.requireNonNull(before);
  }

  /** The subject's address. */
  public Address address() {
    return subject().address();
  }
}
