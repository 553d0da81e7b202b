package dev.mtasts.spec;

import org.jspecify.annotations.Nullable;

/**
 * One key of a block.
 *
 * @param name as it is typed
 * @param shape how its value reads
 * @param required whether a whole block must have it
 * @param fallback the value where it is absent, for the schema; null for none
 * @param about one sentence, for hints and the schema
 */
record Key<T>(
    String name, Shape<T> shape, boolean required, @Nullable Object fallback, String about) {

  static <T> Key<T> required(String name, Shape<T> shape, String about) {
    return new Key<>(name, shape, true, null, about);
  }

  static <T> Key<T> optional(String name, Shape<T> shape, String about) {
    return new Key<>(name, shape, false, null, about);
  }

  static <T> Key<T> optional(String name, Shape<T> shape, Object fallback, String about) {
    return new Key<>(name, shape, false, fallback, about);
  }
}
