package dev.mtasts.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The shared parts of a JSON Schema, each described once. */
final class Definitions {
  private final Map<String, Object> known = new TreeMap<>();

  /** A reference to the part of that name, which is described by {@code schema}. */
  Map<String, Object> ref(String name, Supplier<Map<String, Object>> schema) {
    if (!known.containsKey(name)) {
      known.put(name, Map.of());
      known.put(name, schema.get());
    }
    return Json.object("$ref", "#/definitions/" + name);
  }

  Map<String, Object> all() {
    return new LinkedHashMap<>(known);
  }
}
