package dev.mtasts.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/** JSON objects as ordered maps, so that a schema prints the same every time. */
final class Json {
  private Json() {}

  /** An object of those keys and values, which take turns. */
  static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return object;
  }
}
