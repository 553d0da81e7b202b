package dev.mtasts.spec;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.ProviderFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Reads domains back as the ledger remembers them, and puts them beside those of a spec. Nothing is
 * asked of any provider, and no environment variable is looked at: blocks have their values in
 * them.
 */
public final class Recall {
  private static final String LEDGER = "the ledger";

  private final Grammar grammar;

  /**
   * A recall.
   *
   * @param factories the adapters with which the spec was read
   */
  public Recall(List<ProviderFactory> factories) {
    this.grammar = new Grammar(factories);
  }

  /**
   * What the ledger keeps of a domain.
   *
   * @param block as {@link DomainSpec#block} was
   * @param hosted whether its policy host is still needed
   */
  public record Memory(String block, boolean hosted) {}

  /**
   * What could be read back.
   *
   * @param spec with the domains that could, and with every host as all domains behind it need it
   * @param lost why a block cannot be used any more, as a clause such as {@code its provider 'web'
   *     has left the spec}
   */
  public record Recalled(Spec spec, SortedMap<DomainName, String> lost) {}

  /**
   * The spec with what has left it.
   *
   * <p>The names of a shared host are those of the spec's domains and of all remembered ones that
   * are {@code hosted}. Another one gets its host as it would be with it, so that what is deleted
   * has a shape.
   *
   * @param departed domains that the spec does not have any more
   * @param formers domains, still in the spec or not, as they were at their previous host
   */
  public Recalled recall(
      Spec spec, SortedMap<DomainName, Memory> departed, SortedMap<DomainName, Memory> formers) {
    ProviderTable providers = providers(spec);
    SortedMap<DomainName, String> lost = new TreeMap<>();
    Readback readback = new Readback(spec, providers, lost);
    SortedMap<DomainName, DomainSpec> gone = readback.all(departed);
    SortedMap<DomainName, DomainSpec> moved = readback.all(formers);
    List<DomainSpec> hosted = new ArrayList<>(spec.domains().values());
    hosted.addAll(hosted(gone, departed));
    hosted.addAll(hosted(moved, formers));
    Map<Fronts.Group, SortedSet<DomainName>> groups = Fronts.groups(hosted);
    // A host that could not be made keeps the shape with which its domain was read.
    Fronts fronts = new Fronts(providers, new Problems(ledger()));
    Spec whole =
        new Spec(
            spec.state(),
            spec.providers(),
            fronts.over(spec.domains(), groups),
            readback.behind(gone, groups),
            readback.behind(moved, groups));
    return new Recalled(whole, Collections.unmodifiableSortedMap(lost));
  }

  private ProviderTable providers(Spec spec) {
    ProviderTable table = new ProviderTable();
    spec.providers()
        .forEach(
            (name, provider) -> {
              ProviderFactory factory = grammar.factory(provider.type());
              table.add(
                  name, Optional.of(new ProviderTable.Known(provider, factory, factory.hosts())));
            });
    return table;
  }

  private static List<DomainSpec> hosted(
      SortedMap<DomainName, DomainSpec> read, SortedMap<DomainName, Memory> memories) {
    return read.values().stream()
        .filter(
            domain ->
                Optional.ofNullable(memories.get(domain.name())).map(Memory::hosted).orElse(false))
        .toList();
  }

  private static Source ledger() {
    return new Source(LEDGER, "");
  }

  /** Reads one ledger's domains; tells of each that it loses. */
  private final class Readback {
    private final ProviderTable providers;
    private final HostReader hosts;
    private final Map<String, ProviderSpec> specs;
    private final Map<DomainTable.File, DomainName> taken = new HashMap<>();
    private final SortedMap<DomainName, String> lost;

    Readback(Spec spec, ProviderTable providers, SortedMap<DomainName, String> lost) {
      this.providers = providers;
      this.hosts = new HostReader(providers);
      this.specs = spec.providers();
      this.lost = lost;
      spec.domains().values().forEach(domain -> taken.put(file(domain), domain.name()));
    }

    SortedMap<DomainName, DomainSpec> all(SortedMap<DomainName, Memory> memories) {
      SortedMap<DomainName, DomainSpec> read = new TreeMap<>();
      memories.forEach(
          (name, memory) -> one(name, memory.block()).ifPresent(one -> read.put(name, one)));
      return read;
    }

    /** Those domains behind their hosts. */
    SortedMap<DomainName, DomainSpec> behind(
        SortedMap<DomainName, DomainSpec> read, Map<Fronts.Group, SortedSet<DomainName>> groups) {
      SortedMap<DomainName, DomainSpec> behind = new TreeMap<>();
      read.forEach(
          (name, domain) -> {
            Problems problems = new Problems(ledger());
            DomainSpec fronted = new Fronts(providers, problems).over(domain, groups);
            if (problems.isEmpty()) {
              behind.put(name, fronted);
            } else {
              lost.putIfAbsent(name, misfit(problems));
            }
          });
      return Collections.unmodifiableSortedMap(behind);
    }

    private Optional<DomainSpec> one(DomainName name, String block) {
      Source source = ledger();
      Location at = source.at(1, 1, "domains/" + name);
      Optional<Node.Mapping> tree = BlockText.parse(block, at);
      if (tree.isEmpty()) {
        return lose(name, "what the ledger keeps of it is no block of a domain");
      }
      Optional<String> missing = missing(tree.get());
      if (missing.isPresent()) {
        return lose(name, "its provider '" + missing.get() + "' has left the spec");
      }
      Problems problems = new Problems(source);
      Context context = Context.whole(problems, new Variables(Map.of()));
      Optional<DomainSpec> read =
          new DomainReader(grammar, providers, hosts, source, context).read(name, at, tree.get());
      if (read.isEmpty() || !problems.isEmpty()) {
        return lose(name, misfit(problems));
      }
      DomainName owner = taken.getOrDefault(file(read.get()), name);
      return owner.equals(name) ? read : lose(name, "its policy file is that of " + owner + " now");
    }

    private Optional<DomainSpec> lose(DomainName name, String why) {
      lost.putIfAbsent(name, why);
      return Optional.empty();
    }

    private static String misfit(Problems problems) {
      return "what the ledger keeps of it does not fit the spec: "
          + problems.sorted().get(0).message();
    }

    private DomainTable.File file(DomainSpec domain) {
      String provider = domain.host().provider();
      return DomainTable.File.of(domain.host(), providers.known(provider).spec());
    }

    /** The first provider that the block names and the spec does not have. */
    private Optional<String> missing(Node.Mapping block) {
      return List.of(Grammar.HOST, Grammar.DNS.name()).stream()
          .map(key -> block.under(key, HostShape.PROVIDER.name()))
          .filter(Node.Scalar.class::isInstance)
          .map(named -> ((Node.Scalar) named).text().replace("$$", "$"))
          .filter(provider -> !specs.containsKey(provider))
          .findFirst();
    }
  }
}
