package dev.mtasts.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A list in which nothing stands twice.
 *
 * @param item how each item reads
 * @param emptyAllowed whether it may be {@code []}
 */
record Items<T>(Form<T> item, boolean emptyAllowed) implements Shape<List<T>> {
  @Override
  public Optional<List<T>> read(Node node, Context context) {
    if (!(node instanceof Node.Sequence list)) {
      context.mismatch(node, "a list", "Write a list, also around one value: [value].");
      return Optional.empty();
    }
    if (list.items().isEmpty() && !emptyAllowed) {
      context.problems().add(node.at(), "this list is empty", item.hint());
      return Optional.empty();
    }
    boolean whole = true;
    List<T> values = new ArrayList<>();
    Set<T> seen = new HashSet<>();
    for (Node one : list.items()) {
      Optional<T> value = item.read(one, context);
      value.ifPresent(values::add);
      whole &= value.isPresent();
      if (value.isPresent() && !seen.add(value.get())) {
        whole = false;
        context
            .problems()
            .add(one.at(), "this stands in the list for the second time", "Remove one of them.");
      }
    }
    return whole ? Optional.of(List.copyOf(values)) : Optional.empty();
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    Map<String, Object> schema =
        Json.object("type", "array", "items", item.schema(definitions), "uniqueItems", true);
    if (!emptyAllowed) {
      schema.put("minItems", 1);
    }
    return schema;
  }
}
