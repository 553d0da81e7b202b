package dev.mtasts.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A block whose keys depend on the word in one of them: {@code type} of a provider, {@code backend}
 * of a state.
 *
 * @param tag the deciding key; every block has it, too
 * @param blocks by word
 */
record Choice(Key<String> tag, Map<String, Block> blocks) implements Shape<Choice.Chosen> {
  /**
   * What was read.
   *
   * @param word the deciding word
   * @param fields all keys
   * @param node where they stand
   */
  record Chosen(String word, Fields fields, Node.Mapping node) {}

  @Override
  public Optional<Chosen> read(Node node, Context context) {
    if (!(node instanceof Node.Mapping map)) {
      context.mismatch(node, "a map", "Write { " + tag.name() + ": … }.");
      return Optional.empty();
    }
    Node.Entry entry = map.entries().get(tag.name());
    if (entry == null) {
      context.missing().report(map, context.path(), tag);
      return Optional.empty();
    }
    Optional<String> word = tag.shape().read(entry.value(), context);
    Block block = word.map(blocks::get).orElse(null);
    if (word.isEmpty() || block == null) {
      return Optional.empty();
    }
    return block.read(node, context).map(fields -> new Chosen(word.get(), fields, map));
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    List<Map<String, Object>> each =
        blocks.values().stream().map(block -> block.schema(definitions)).toList();
    return each.isEmpty() ? Json.object("type", "object") : Json.object("anyOf", each);
  }
}
