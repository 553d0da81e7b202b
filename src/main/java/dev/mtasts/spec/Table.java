package dev.mtasts.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A map whose keys are names that the user chooses.
 *
 * @param about what it holds
 * @param value how each value reads
 */
record Table<T>(String about, Shape<T> value) implements Shape<Map<String, Table.Row<T>>> {
  /**
   * One name.
   *
   * @param at where the name stands
   * @param value what it stands for; empty where that cannot be used
   */
  record Row<T>(Location at, Optional<T> value) {}

  @Override
  public Optional<Map<String, Row<T>>> read(Node node, Context context) {
    if (!(node instanceof Node.Mapping map)) {
      context.mismatch(node, "a map of " + about, "Write {} for none.");
      return Optional.empty();
    }
    Map<String, Row<T>> rows = new LinkedHashMap<>();
    map.entries()
        .forEach(
            (name, entry) ->
                rows.put(name, new Row<>(entry.at(), value.read(entry.value(), context))));
    return Optional.of(rows);
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return Json.object("type", "object", "additionalProperties", value.schema(definitions));
  }
}
