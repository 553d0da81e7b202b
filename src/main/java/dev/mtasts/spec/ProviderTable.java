package dev.mtasts.spec;

import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.ProviderFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The providers of one spec, and what each can do. */
final class ProviderTable {
  /**
   * A provider without problems.
   *
   * @param hosts its kinds of policy host, asked for once
   */
  record Known(ProviderSpec spec, ProviderFactory factory, List<HostKind> hosts) {
    /** The kind of that word; the first where none is given. */
    Optional<HostKind> host(Optional<String> kind) {
      return hosts.stream()
          .filter(host -> kind.isEmpty() || kind.get().equals(host.kind()))
          .findFirst();
    }

    boolean canHost() {
      return !hosts.isEmpty();
    }

    String title() {
      return "provider " + spec.name() + " (type " + spec.type() + ")";
    }
  }

  private final Map<String, Optional<Known>> byName = new LinkedHashMap<>();

  /** Adds a provider; one with problems is known by name, so that it is not called unknown. */
  void add(String name, Optional<Known> provider) {
    byName.put(name, provider);
  }

  Map<String, ProviderSpec> specs() {
    Map<String, ProviderSpec> specs = new LinkedHashMap<>();
    byName.forEach((name, known) -> known.ifPresent(one -> specs.put(name, one.spec())));
    return Collections.unmodifiableMap(specs);
  }

  /** The provider of that name, which {@link #find} has found. */
  Known known(String name) {
    return byName.getOrDefault(name, Optional.empty()).orElseThrow();
  }

  /**
   * The provider of that name, if it can do what is asked of it.
   *
   * @param named the scalar that names it
   * @param able whether it can
   * @param deed what is asked, such as {@code host policy files}
   */
  Optional<Known> find(
      String name, Node named, Predicate<Known> able, String deed, Problems problems) {
    Optional<Known> known = byName.get(name);
    if (known == null) {
      String hint =
          byName.isEmpty()
              ? "Add it under providers."
              : Suggestion.hint(name, byName.keySet(), "Under providers there are: ");
      problems.add(named.at(), "no provider is named " + quoted(named), hint);
      return Optional.empty();
    }
    if (known.isPresent() && !able.test(known.get())) {
      problems.add(named.at(), known.get().title() + " cannot " + deed, able(able, deed));
      return Optional.empty();
    }
    return known;
  }

  /** A name as it was typed: what a variable in it holds is nobody's business. */
  static String quoted(Node named) {
    return named instanceof Node.Scalar scalar ? "'" + scalar.text() + "'" : "that";
  }

  private String able(Predicate<Known> able, String deed) {
    List<String> names = new ArrayList<>();
    byName.forEach((name, known) -> known.filter(able).ifPresent(one -> names.add(name)));
    return names.isEmpty()
        ? "Add a provider that can " + deed + "."
        : "These can: " + Suggestion.list(names) + ".";
  }
}
