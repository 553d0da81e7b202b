package dev.mtasts.provider;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two small objects with compare-and-set: the ledger and its lock. Writes are atomic: a reader, or
 * the next run after a crash, sees the old content or the new, never half of it.
 *
 * <p>Every method throws {@link ProviderException} where the place cannot be reached or refuses.
 */
public interface Blobs extends AutoCloseable {
  /** Which of the two. */
  enum Key {
    /** The ledger. */
    LEDGER,
    /** The lock beside it. */
    LOCK
  }

  /**
   * Content and its version.
   *
   * @param text the content, stored as UTF-8
   * @param version what a later conditional write names
   */
  record Blob(String text, String version) {}

  /** Where {@code key} lies, for messages: a path or an {@code s3://} location. */
  String place(Key key);

  /** The object, if it exists. */
  Optional<Blob> get(Key key);

  /**
   * Writes if the object is still as {@code expected} says.
   *
   * @param expected the version that must be there; null where nothing may be there
   * @return the new version, or empty where the object was another and nothing was written
   */
  Optional<String> put(Key key, String text, @Nullable String expected);

  /** Deletes if the object is still {@code expected}; false where it is another or gone. */
  boolean delete(Key key, String expected);

  /** Releases connections; never throws. */
  @Override
  default void close() {}
}
