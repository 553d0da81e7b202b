package dev.mtasts.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code host} of a layer. Its keys depend on the kind, and the kind may stand in another
 * layer: so a layer may hold whatever some kind knows, and only the merged block is held to its
 * kind.
 */
final class HostShape implements Shape<HostShape.Host> {
  static final Key<String> PROVIDER =
      Key.required("provider", Forms.TEXT, "The name of an entry of providers.");
  static final String KIND = "kind";
  private static final String ANY = "";

  /**
   * One kind.
   *
   * @param type the adapter
   * @param kind the word
   * @param block all keys of a host block of this kind
   */
  record Variant(String type, String kind, Block block) {}

  /**
   * What may stand in a layer.
   *
   * @param known all keys
   * @param clear those whose value reads in one way only, whatever the provider will be
   */
  private record Reach(Set<String> known, Map<String, Key<?>> clear) {}

  /**
   * A host block.
   *
   * @param provider the provider's name
   * @param kind the kind, where one is given
   * @param node where they stand
   */
  record Host(String provider, Optional<String> kind, Node.Mapping node) {}

  private final List<Variant> variants;
  private final Key<String> kinds;
  private final Map<String, Reach> reaches = new HashMap<>();

  /** A host of any of these kinds of any adapter. */
  HostShape(List<Variant> variants) {
    this.variants = List.copyOf(variants);
    this.kinds = kinds(variants);
    variants.forEach(variant -> reaches.computeIfAbsent(variant.kind(), this::reach));
    reaches.put(ANY, reach(ANY));
  }

  @Override
  public Optional<Host> read(Node node, Context context) {
    if (!(node instanceof Node.Mapping map)) {
      context.mismatch(node, "a map", "Write { provider: … }.");
      return Optional.empty();
    }
    Optional<String> kind = one(kinds, map, context);
    boolean kindFails = kind.isEmpty() && map.entries().containsKey(KIND);
    Reach reach = Objects.requireNonNull(reaches.get(kind.orElse(ANY)));
    map.entries()
        .forEach(
            (name, entry) -> {
              Key<?> key = reach.clear().get(name);
              if (key != null) {
                key.shape().read(entry.value(), context.inside(name));
              } else if (!reach.known().contains(name)) {
                Block.reportUnknown(name, entry.at(), reach.known(), "a host", context.problems());
              }
            });
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

  private static Key<String> kinds(List<Variant> variants) {
    Set<String> words = new LinkedHashSet<>();
    variants.forEach(variant -> words.add(variant.kind()));
    return Key.optional(KIND, Forms.words("a kind of policy host", words), "How it hosts.");
  }

  private Reach reach(String kind) {
    Set<String> known = new LinkedHashSet<>(List.of(PROVIDER.name(), KIND));
    Map<String, Key<?>> clear = new HashMap<>();
    Set<String> unclear = new HashSet<>(known);
    for (Variant variant : variants) {
      if (kind.equals(ANY) || kind.equals(variant.kind())) {
        known.addAll(variant.block().names());
        for (Key<?> key : variant.block().keys()) {
          Key<?> other = clear.putIfAbsent(key.name(), key);
          if (other != null && !other.shape().equals(key.shape())) {
            unclear.add(key.name());
          }
        }
      }
    }
    clear.keySet().removeAll(unclear);
    return new Reach(known, clear);
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    List<Object> each = new ArrayList<>();
    variants.forEach(variant -> each.add(variant.block().schema(definitions)));
    return definitions.ref(
        "host", () -> each.isEmpty() ? Json.object("type", "object") : Json.object("anyOf", each));
  }
}
