package dev.mtasts.spec;

import dev.mtasts.provider.Option;
import dev.mtasts.provider.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The way from what an adapter declares to keys of a block, and back to its {@link Settings}. */
final class OptionKeys {
  private OptionKeys() {}

  static Key<?> key(Option option) {
    Object fallback = option.fallback();
    if (fallback != null && option.type() == Option.Type.FLAG) {
      fallback = Boolean.valueOf(option.fallback());
    }
    return new Key<>(
        option.name(), shape(option.type()), option.required(), fallback, option.about());
  }

  /**
   * The settings of a block; empty where a value could not be read or is missing, which the block
   * has reported.
   */
  static Optional<Settings> settings(List<Option> options, Fields fields) {
    Map<String, Object> values = new TreeMap<>();
    for (Option option : options) {
      Object value = fields.raw(option.name());
      if (value == null && (option.required() || fields.tried(option.name()))) {
        return Optional.empty();
      }
      if (value == null && option.fallback() != null) {
        value = fallback(option.type(), option.fallback());
      }
      if (value != null && option.type() == Option.Type.PATH) {
        value = Path.of((String) value).normalize();
      }
      if (value != null) {
        values.put(option.name(), value);
      }
    }
    return Optional.of(new Settings(values));
  }

  private static Shape<?> shape(Option.Type type) {
    return switch (type) {
      case TEXT -> Forms.TEXT;
      case PATH -> Forms.PATH;
      case ENDPOINT -> Forms.ENDPOINT;
      case FLAG -> Forms.FLAG;
      case SECRET -> new SecretShape();
    };
  }

  private static Object fallback(Option.Type type, String text) {
    return switch (type) {
      case TEXT -> text;
      case PATH -> Forms.PATH.parser().apply(text);
      case ENDPOINT -> Forms.ENDPOINT.parser().apply(text);
      case FLAG -> Forms.FLAG.parser().apply(text);
      case SECRET -> throw new IllegalStateException("a secret has no fallback");
    };
  }
}
