package dev.mtasts.spec;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of a block that could be read, by key. */
final class Fields {
  static final Fields NONE = new Fields(Map.of(), Set.of());

  private final Map<String, Object> values;
  private final Set<String> given;

  /**
   * The fields.
   *
   * @param given all keys of the block, also those whose value could not be read
   */
  Fields(Map<String, Object> values, Set<String> given) {
    this.values = values;
    this.given = given;
  }

  /** Whether the block has the key at all. */
  boolean tried(String key) {
    return given.contains(key);
  }

  /** The value of {@code key}; empty where it is absent or was reported as wrong. */
  @SuppressWarnings("unchecked") // put there by the same key's shape
  <T> Optional<T> get(Key<T> key) {
    return Optional.ofNullable((T) values.get(key.name()));
  }

  /** The value of a key whose type only the caller knows. */
  @Nullable Object raw(String name) {
    return values.get(name);
  }
}
