package dev.mtasts.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of what a domain will be: {@code defaults}, a profile, or the domain's own entry. What it
 * says is checked; what it lacks may stand in another layer, so the node itself is handed on for
 * merging.
 *
 * @param name names it in the schema
 * @param block the keys
 * @param bareAllowed whether a name without any value stands for {@code {}}
 */
record Layer(String name, Block block, boolean bareAllowed) implements Shape<Node.Mapping> {
  @Override
  public Optional<Node.Mapping> read(Node node, Context context) {
    if (bareAllowed && node instanceof Node.Scalar scalar && scalar.isNull()) {
      return Optional.of(new Node.Mapping(node.at(), Map.of()));
    }
    return block.read(node, context.partial()).map(fields -> (Node.Mapping) node);
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    Map<String, Object> filled = definitions.ref(name, () -> block.schema(definitions));
    return bareAllowed
        ? Json.object("anyOf", List.of(filled, Json.object("type", "null")))
        : filled;
  }
}
