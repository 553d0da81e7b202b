package dev.mtasts.spec;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Lays one map over another: maps merge key by key, everything else replaces. Nodes keep their
 * places, so a problem is shown where the value stands.
 *
 * <p>Two blocks are less simple than that. A {@code host} or {@code dns} block that names another
 * provider keeps nothing of the layer below but {@code ttl}, because the other keys (a bucket, a
 * zone id) mean something only to the provider they were written for. And {@code address} is one
 * value, since {@code cname} over {@code a} would be both.
 */
final class Layers {
  private static final Set<String> OF_A_PROVIDER = Set.of("host", "dns");
  private static final Set<String> KEPT = Set.of("ttl");
  private static final String WHOLE = "address";

  private Layers() {}

  static Node.Mapping merge(Node.Mapping lower, Node.Mapping upper) {
    Map<String, Node.Entry> merged = new LinkedHashMap<>(lower.entries());
    upper
        .entries()
        .forEach(
            (key, entry) ->
                merged.merge(
                    key,
                    entry,
                    (below, above) -> new Node.Entry(above.at(), over(key, below, above))));
    return new Node.Mapping(upper.at(), merged);
  }

  private static Node over(String key, Node.Entry below, Node.Entry above) {
    if (key.equals(WHOLE)
        || !(below.value() instanceof Node.Mapping lower)
        || !(above.value() instanceof Node.Mapping upper)) {
      return above.value();
    }
    boolean elsewhere = OF_A_PROVIDER.contains(key) && namesAnother(lower, upper);
    return merge(elsewhere ? kept(lower) : lower, upper);
  }

  /** Compares what is written; two spellings of one provider by variables count as two. */
  private static boolean namesAnother(Node.Mapping lower, Node.Mapping upper) {
    Node.Entry below = lower.entries().get(HostShape.PROVIDER.name());
    Node.Entry above = upper.entries().get(HostShape.PROVIDER.name());
    return below != null
        && above != null
        && below.value() instanceof Node.Scalar one
        && above.value() instanceof Node.Scalar other
        && !one.text().equals(other.text());
  }

  private static Node.Mapping kept(Node.Mapping lower) {
    Map<String, Node.Entry> kept = new LinkedHashMap<>(lower.entries());
    kept.keySet().retainAll(KEPT);
    return new Node.Mapping(lower.at(), kept);
  }
}
