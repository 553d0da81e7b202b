package dev.mtasts.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code host} of a layer. Its keys depend on the kind, and the kind may stand in another
 * layer: so a layer may hold whatever some kind knows, and only the merged block is held to its
 * kind.
 *
 * @param variants one block for each kind of each adapter
 */
record HostShape(List<Variant> variants) implements Shape<HostShape.Host> {
  static final Key<String> PROVIDER =
      Key.required("provider", Forms.TEXT, "The name of an entry of providers.");
  static final String KIND = "kind";

  /**
   * One kind.
   *
   * @param type the adapter
   * @param kind the word
   * @param block all keys of a host block of this kind
   */
  record Variant(String type, String kind, Block block) {}

  /**
   * A host block.
   *
   * @param provider the provider's name
   * @param kind the kind, where one is given
   * @param node where they stand
   */
  record Host(String provider, Optional<String> kind, Node.Mapping node) {}

  @Override
  public Optional<Host> read(Node node, Context context) {
    if (!(node instanceof Node.Mapping map)) {
      context.mismatch(node, "a map", "Write { provider: … }.");
      return Optional.empty();
    }
    Optional<String> kind = one(kindKey(), map, context);
    boolean kindFails = kind.isEmpty() && map.entries().containsKey(KIND);
    fitting(kind)
        .forEach(
            (name, key) -> {
              Node.Entry entry = map.entries().get(name);
              if (entry != null && !name.equals(PROVIDER.name()) && !name.equals(KIND)) {
                key.shape().read(entry.value(), context.inside(name));
              }
            });
    reportUnknown(map, kind, context.problems());
    Optional<String> provider = one(PROVIDER, map, context);
    if (!map.entries().containsKey(PROVIDER.name())) {
      context.missing().report(map, context.path(), PROVIDER);
    }
    return kindFails ? Optional.empty() : provider.map(name -> new Host(name, kind, map));
  }

  private static <T> Optional<T> one(Key<T> key, Node.Mapping map, Context context) {
    Node.Entry entry = map.entries().get(key.name());
    return entry == null ? Optional.empty() : key.shape().read(entry.value(), context);
  }

  private Key<String> kindKey() {
    Set<String> kinds = new LinkedHashSet<>();
    variants.forEach(variant -> kinds.add(variant.kind()));
    return Key.optional(KIND, Forms.words("a kind of policy host", kinds), "How it hosts.");
  }

  /** Keys whose value reads in one way only, whichever the kind will be. */
  private Map<String, Key<?>> fitting(Optional<String> kind) {
    Map<String, Key<?>> found = new LinkedHashMap<>();
    Set<String> unclear = new LinkedHashSet<>();
    for (Variant variant : variants) {
      for (Key<?> key : variant.block().keys()) {
        if (kind.isEmpty() || kind.get().equals(variant.kind())) {
          Key<?> other = found.putIfAbsent(key.name(), key);
          if (other != null && !other.shape().equals(key.shape())) {
            unclear.add(key.name());
          }
        }
      }
    }
    found.keySet().removeAll(unclear);
    return found;
  }

  private void reportUnknown(Node.Mapping map, Optional<String> kind, Problems problems) {
    Set<String> known = new LinkedHashSet<>(List.of(PROVIDER.name(), KIND));
    for (Variant variant : variants) {
      if (kind.isEmpty() || kind.get().equals(variant.kind())) {
        known.addAll(variant.block().names());
      }
    }
    map.entries()
        .forEach(
            (name, entry) -> {
              if (!known.contains(name)) {
                Block.reportUnknown(name, entry.at(), known, "a host", problems);
              }
            });
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    List<Object> each = new ArrayList<>();
    variants.forEach(variant -> each.add(variant.block().schema(definitions)));
    return definitions.ref(
        "host", () -> each.isEmpty() ? Json.object("type", "object") : Json.object("anyOf", each));
  }
}
