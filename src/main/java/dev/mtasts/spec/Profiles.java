package dev.mtasts.spec;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a domain builds on: {@code defaults}, and a profile over them. */
final class Profiles {
  private final Node.Mapping defaults;
  private final Map<String, Table.Row<Node.Mapping>> profiles;
  private final Context context;
  private final Map<String, Optional<Node.Mapping>> bases = new HashMap<>();

  Profiles(Node.Mapping defaults, Map<String, Table.Row<Node.Mapping>> profiles, Context context) {
    this.defaults = defaults;
    this.profiles = profiles;
    this.context = context;
  }

  /** The domain over its base, or empty where its profile cannot be used. */
  Optional<Node.Mapping> under(Node.Mapping domain) {
    return base(Layers.merge(defaults, domain)).map(base -> Layers.merge(base, domain));
  }

  private Optional<Node.Mapping> base(Node.Mapping merged) {
    Node.Entry named = merged.entries().get(Grammar.PROFILE.name());
    if (named == null) {
      return Optional.of(defaults);
    }
    Optional<String> name = Grammar.PROFILE.shape().read(named.value(), context);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Table.Row<Node.Mapping> profile = profiles.get(name.get());
    if (profile == null) {
      String hint =
          profiles.isEmpty()
              ? "Add it under profiles."
              : Suggestion.hint(name.get(), profiles.keySet(), "Under profiles there are: ");
      String message = "no profile is named " + ProviderTable.quoted(named.value());
      context.problems().add(named.value().at(), message, hint);
      return Optional.empty();
    }
    return bases.computeIfAbsent(
        name.get(), one -> profile.value().map(node -> Layers.merge(defaults, node)));
  }
}
