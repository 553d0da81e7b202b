package dev.mtasts.spec;

import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Option;
import dev.mtasts.provider.ProviderFactory;
import dev.mtasts.provider.StateBackend;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The blocks whose keys adapters declare: a provider, a state, a host. */
final class AdapterBlocks {
  private AdapterBlocks() {}

  /** All keys of a host block of that kind. */
  static Block host(String type, HostKind kind) {
    List<Key<?>> keys = new ArrayList<>();
    keys.add(HostShape.PROVIDER);
    keys.add(
        Key.optional(
            HostShape.KIND,
            Forms.words("the kind " + kind.kind(), List.of(kind.kind())),
            "How the provider hosts the file; needed only where it knows several ways."));
    keys.add(Grammar.ADDRESS);
    kind.options().forEach(option -> keys.add(OptionKeys.key(option)));
    return new Block("a host of kind " + kind.kind() + " (" + type + ")", true, keys, Map.of());
  }

  static HostShape hosts(Collection<ProviderFactory> factories) {
    List<HostShape.Variant> found = new ArrayList<>();
    for (ProviderFactory factory : factories) {
      for (HostKind kind : factory.hosts()) {
        found.add(new HostShape.Variant(factory.type(), kind.kind(), host(factory.type(), kind)));
      }
    }
    return new HostShape(found);
  }

  static Choice providers(Map<String, ProviderFactory> factories) {
    Map<String, Block> blocks = new LinkedHashMap<>();
    factories.forEach(
        (type, factory) ->
            blocks.put(
                type, tagged("a provider of type " + type, "type", type, factory.options())));
    Form<String> types = Forms.words("a type of provider", factories.keySet());
    return new Choice(Key.required("type", types, "Which adapter: " + types.hint()), blocks);
  }

  static Choice states(Map<String, StateBackend> backends) {
    Map<String, Block> blocks = new LinkedHashMap<>();
    backends.forEach(
        (word, backend) ->
            blocks.put(word, tagged("a state in " + word, "backend", word, backend.options())));
    Form<String> words = Forms.words("a backend", backends.keySet());
    return new Choice(
        Key.required("backend", words, "Where the ledger is kept. " + words.hint()), blocks);
  }

  private static Block tagged(String name, String tag, String word, List<Option> options) {
    List<Key<?>> keys = new ArrayList<>();
    keys.add(Key.required(tag, Forms.words(tag + " " + word, List.of(word)), "The " + tag + "."));
    options.forEach(option -> keys.add(OptionKeys.key(option)));
    return new Block(name, false, keys, Map.of());
  }
}
