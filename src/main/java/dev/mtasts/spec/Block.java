package dev.mtasts.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A map with known keys.
 *
 * @param name what it is, such as {@code a policy}; its last word names it in the schema
 * @param partial whether the schema asks for no key, since another layer may give it
 * @param keys what it may hold
 * @param refused keys that deserve a better answer than "unknown", with that answer
 */
record Block(String name, boolean partial, List<Key<?>> keys, Map<String, String> refused)
    implements Shape<Fields> {

  static Block of(String name, Key<?>... keys) {
    return new Block(name, false, List.of(keys), Map.of());
  }

  /** A block of a domain, which layers merge. */
  static Block layered(String name, Key<?>... keys) {
    return new Block(name, true, List.of(keys), Map.of());
  }

  @Override
  public Optional<Fields> read(Node node, Context context) {
    if (!(node instanceof Node.Mapping map)) {
      context.mismatch(node, "a map", "It has the keys " + Suggestion.list(names()) + ".");
      return Optional.empty();
    }
    Map<String, Object> values = new HashMap<>();
    for (Key<?> key : keys) {
      Node.Entry entry = map.entries().get(key.name());
      if (entry != null) {
        key.shape()
            .read(entry.value(), context.inside(key.name()))
            .ifPresent(value -> values.put(key.name(), value));
      } else if (key.required()) {
        context.missing().report(map, context.path(), key);
      }
    }
    reportUnknown(map, context.problems());
    return Optional.of(new Fields(values, map.entries().keySet()));
  }

  private void reportUnknown(Node.Mapping map, Problems problems) {
    map.entries()
        .forEach(
            (name, entry) -> {
              if (refused.containsKey(name)) {
                problems.add(entry.at(), refused.get(name), "Remove the key.");
              } else if (!knows(name)) {
                reportMisplaced(name, entry.at(), problems);
              }
            });
  }

  private void reportMisplaced(String unknown, Location at, Problems problems) {
    for (Key<?> key : keys) {
      if (key.shape() instanceof Block inner && inner.names().contains(unknown)) {
        problems.add(at, unknownKey(unknown), "It belongs inside " + key.name() + ".");
        return;
      }
      if (key.shape() instanceof Layer layer && layer.block().names().contains(unknown)) {
        String where = "It belongs to a domain, a profile or " + key.name() + ".";
        problems.add(at, unknownKey(unknown), where);
        return;
      }
    }
    reportUnknown(unknown, at, names(), name, problems);
  }

  /** Reports a key that {@code block}, such as {@code a host}, does not have. */
  static void reportUnknown(
      String unknown, Location at, Collection<String> known, String block, Problems problems) {
    problems.add(
        at, unknownKey(unknown), Suggestion.hint(unknown, known, "The keys of " + block + " are "));
  }

  private static String unknownKey(String name) {
    return "unknown key '" + name + "'";
  }

  private boolean knows(String name) {
    for (Key<?> key : keys) {
      if (key.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  List<String> names() {
    return keys.stream().map(Key::name).toList();
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> needed = new ArrayList<>();
    for (Key<?> key : keys) {
      Map<String, Object> property = Json.object("description", key.about());
      if (key.fallback() != null) {
        property.put("default", key.fallback());
      }
      property.putAll(key.shape().schema(definitions));
      properties.put(key.name(), property);
      if (key.required() && !partial) {
        needed.add(key.name());
      }
    }
    Map<String, Object> schema =
        Json.object("title", name, "type", "object", "properties", properties);
    if (!needed.isEmpty()) {
      schema.put("required", needed);
    }
    schema.put("additionalProperties", false);
    return schema;
  }
}
