package dev.mtasts.spec;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Option;
import dev.mtasts.provider.ProviderFactory;
import dev.mtasts.provider.StateBackend;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes one {@link Spec} of one tree. */
final class SpecBuilder {
  private final Grammar grammar;
  private final Source source;
  private final Context context;

  SpecBuilder(Grammar grammar, Source source, Context context) {
    this.grammar = grammar;
    this.source = source;
    this.context = context;
  }

  /** The spec; null, or not to be used, where problems were reported. */
  @Nullable Spec build(Node root) {
    if (otherVersion(root)) {
      return null;
    }
    Optional<Fields> fields = grammar.root.read(root, context);
    if (fields.isEmpty()) {
      return null;
    }
    ProviderTable providers = providers(fields.get());
    Optional<StateSpec> state = state(fields.get(), root);
    SortedMap<DomainName, DomainSpec> domains = domains(fields.get(), providers);
    return state
        .map(where -> new Spec(where, providers.specs(), domains, new TreeMap<>(), new TreeMap<>()))
        .orElse(null);
  }

  /** A spec of another version is not judged by the rules of this one. */
  private boolean otherVersion(Node root) {
    if (!(root instanceof Node.Mapping map)) {
      return false;
    }
    Node.Entry version = map.entries().get(Grammar.VERSION.name());
    return version != null && Grammar.VERSION.shape().read(version.value(), context).isEmpty();
  }

  private ProviderTable providers(Fields fields) {
    ProviderTable table = new ProviderTable();
    fields
        .get(grammar.providers)
        .orElse(Map.of())
        .forEach((name, row) -> table.add(name, row.value().flatMap(one -> known(name, one))));
    return table;
  }

  private Optional<ProviderTable.Known> known(String name, Choice.Chosen chosen) {
    ProviderFactory factory = grammar.factory(chosen.word());
    return OptionKeys.settings(factory.options(), chosen.fields())
        .map(settings -> new ProviderSpec(name, chosen.word(), settings))
        .map(spec -> new ProviderTable.Known(spec, factory, factory.hosts()));
  }

  private Optional<StateSpec> state(Fields fields, Node root) {
    if (fields.tried(grammar.state.name())) {
      return fields.get(grammar.state).flatMap(one -> state(one.word(), one.fields()));
    }
    Optional<StateBackend> local = grammar.backend(Grammar.LOCAL);
    if (local.isPresent() && local.get().options().stream().noneMatch(Option::required)) {
      return state(Grammar.LOCAL, Fields.NONE);
    }
    context
        .problems()
        .add(
            root.at(),
            "'state' is missing",
            "Say where the ledger is kept: " + Suggestion.list(grammar.backendWords()) + ".");
    return Optional.empty();
  }

  private Optional<StateSpec> state(String backend, Fields fields) {
    StateBackend known = grammar.backend(backend).orElseThrow();
    return OptionKeys.settings(known.options(), fields)
        .map(settings -> new StateSpec(backend, settings));
  }

  private SortedMap<DomainName, DomainSpec> domains(Fields fields, ProviderTable providers) {
    DomainTable table = new DomainTable(context.problems());
    Optional<Node.Mapping> defaults = fields.get(grammar.defaults);
    boolean unusable =
        (defaults.isEmpty() && fields.tried(grammar.defaults.name()))
            || (fields.get(grammar.profiles).isEmpty() && fields.tried(grammar.profiles.name()));
    Profiles profiles =
        new Profiles(
            defaults.orElse(new Node.Mapping(source.at(1, 1, ""), Map.of())),
            fields.get(grammar.profiles).orElse(Map.of()),
            context);
    HostReader hosts = new HostReader(providers);
    DomainReader reader = new DomainReader(grammar, providers, hosts, source, context);
    Map<String, Table.Row<Node.Mapping>> rows = fields.get(grammar.domains).orElse(Map.of());
    rows.forEach(
        (typed, row) -> {
          Optional<DomainName> name = table.name(typed, row.at());
          Optional<Node.Mapping> merged = row.value().flatMap(profiles::under);
          if (name.isPresent() && merged.isPresent() && !unusable) {
            reader
                .read(name.get(), row.at(), merged.get())
                .ifPresent(one -> table.add(one, providers.known(one.host().provider()).spec()));
          }
        });
    return new Fronts(providers, context.problems()).over(table.all());
  }
}
