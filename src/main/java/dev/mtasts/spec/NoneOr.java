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
    if (node instanceof Node.Mapping) {
      return block.read(node, context);
    }
    context.mismatch(
        node,
        "a map or 'none'",
        "It has the keys " + Suggestion.list(block.names()) + "; 'none' switches it off.");
    return Optional.empty();
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return Json.object(
        "anyOf", List.of(Json.object("enum", List.of(NONE)), block.schema(definitions)));
  }
}
