package dev.mtasts.provider;

import org.jspecify.annotations.Nullable;

/** What a provider found at one address. */
public sealed interface Reading<R extends Resource> {

  /**
   * Something is there.
   *
   * @param resource what it is, all values included
   * @param version the provider's name for this content, for a conditional write; null where it has
   *     none
   * @param marked whether the thing itself says that this tool made it (a comment, metadata)
   */
  record Live<R extends Resource>(R resource, @Nullable String version, boolean marked)
      implements Reading<R> {}

  /** Nothing is there, and the provider is sure of it. */
  record Absent<R extends Resource>() implements Reading<R> {}

  /** It could not be read; nothing may be concluded from that. */
  record Unread<R extends Resource>(Failure failure) implements Reading<R> {}
}
