package dev.mtasts.provider;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The checked values of an adapter's YAML block: every required key is there, every value is of its
 * {@link Option}'s type, fallbacks are filled in.
 *
 * @param values text, {@link Path} (as written), {@link URI}, {@link Secret} or {@link Boolean} by
 *     key
 */
public record Settings(Map<String, Object> values) {
  /** No keys. */
  public static final Settings NONE = new Settings(Map.of());

  /** Sorted, so that equal settings print equally. */
  public Settings {
    values = java.util.Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** A required or defaulted text. */
  public String text(String key) {
    return optionalText(key).orElseThrow(() -> new IllegalStateException("no setting " + key));
  }

  /** An optional text. */
  public Optional<String> optionalText(String key) {
    return Optional.ofNullable((String) values.get(key));
  }

  /**
   * A required or defaulted path, as written: whoever uses it resolves it against {@link
   * Surroundings#base}, so that a plan means the same in another checkout.
   */
  public Path path(String key) {
    return Optional.ofNullable((Path) values.get(key))
        .orElseThrow(() -> new IllegalStateException("no setting " + key));
  }

  /** An optional endpoint. */
  public Optional<URI> endpoint(String key) {
    return Optional.ofNullable((URI) values.get(key));
  }

  /** An optional secret. */
  public Optional<Secret> secret(String key) {
    return Optional.ofNullable((Secret) values.get(key));
  }

  /** A flag; false where it is absent. */
  public boolean flag(String key) {
    return Boolean.TRUE.equals(values.get(key));
  }
}
