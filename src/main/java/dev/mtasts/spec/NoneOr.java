package dev.mtasts.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A block, or the word {@code none}, with which a domain declines what its layers would give it.
 *
 * @param block the block; {@code none} reads as one without any key
 */
record NoneOr(Block block) implements Shape<Fields> {
  private static final String NONE = "none";

  @Override
  public Optional<Fields> read(Node node, Context context) {
    if (node instanceof Node.Scalar scalar && scalar.text().equals(NONE)) {
      return Optional.of(Fields.NONE);
    }
    if (node instanceof Node.Mapping map && !map.entries().isEmpty()) {
      return block.read(node, context);
    }
    String hint = "It has the keys " + Suggestion.list(block.names()) + "; none switches it off.";
    if (node instanceof Node.Mapping) {
      context.problems().add(node.at(), "this map is empty", hint);
    } else {
      context.mismatch(node, "a map or none", hint);
    }
    return Optional.empty();
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    Map<String, Object> filled = block.schema(definitions);
    filled.put("minProperties", 1);
    return Json.object("anyOf", List.of(Json.object("enum", List.of(NONE)), filled));
  }
}
