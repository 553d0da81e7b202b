package dev.mtasts.spec;

import java.util.Map;
import java.util.Optional;

/**
 * What a part of a spec may look like: the one description from which both the reader and the JSON
 * Schema work, so that they cannot come to differ.
 *
 * @param <T> what reading gives
 */
sealed interface Shape<T>
    permits Form,
        Items,
        Block,
        NoneOr,
        Table,
        Layer,
        Choice,
        HostShape,
        RolloutShape,
        StagesShape,
        SecretShape {
  /**
   * Reads a node.
   *
   * @return empty where it cannot be used; then a problem was reported
   */
  Optional<T> read(Node node, Context context);

  /** The same rules for an editor, as draft-07 JSON Schema. */
  Map<String, Object> schema(Definitions definitions);
}
