package dev.mtasts.spec;

import dev.mtasts.policy.DomainName;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Makes {@link DomainSpec}s of domains whose layers have been merged. */
final class DomainReader {
  /** What the end of a rollout says where the policy does not. */
  private static final Set<String> OF_THE_END = Set.of("policy.mode", "policy.max_age");

  private final Grammar grammar;
  private final ProviderTable providers;
  private final HostReader hosts;
  private final Source source;
  private final Context context;
  private final GoalReader goals;

  DomainReader(
      Grammar grammar, ProviderTable providers, HostReader hosts, Source source, Context context) {
    this.grammar = grammar;
    this.providers = providers;
    this.hosts = hosts;
    this.source = source;
    this.context = context;
    this.goals = new GoalReader(context.problems());
  }

  /**
   * The domain, or empty after problems were reported.
   *
   * @param at where the domain's name stands: what is missing is missing there
   */
  Optional<DomainSpec> read(DomainName name, Location at, Node.Mapping merged) {
    boolean rolled = rolled(merged);
    Context whole =
        context.with(
            (map, path, key) -> {
              if (!rolled || !OF_THE_END.contains(path + key.name())) {
                missing(name, at, path + key.name(), key);
              }
            });
    Fields fields = grammar.domain.read(merged, whole).orElse(Fields.NONE);
    Optional<RolloutShape.Way> way = fields.get(Grammar.ROLLOUT);
    Optional<GoalReader.Goal> goal =
        rolled && way.isEmpty()
            ? Optional.empty()
            : fields
                .get(Grammar.POLICY)
                .flatMap(
                    given ->
                        goals.read(
                            given,
                            (Node.Mapping) merged.under(Grammar.POLICY.name()),
                            way.flatMap(RolloutShape.Way::rollout),
                            key -> missing(name, at, "policy." + key.name(), key)));
    Optional<HostSpec> host =
        fields.get(grammar.host).flatMap(given -> hosts.read(name, given, whole));
    Optional<DnsSpec> dns = fields.get(Grammar.DNS).flatMap(given -> dns(given, merged));
    if (goal.isEmpty() || host.isEmpty() || dns.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new DomainSpec(
                name,
                at,
                source.line(at),
                goal.get().policy(),
                fields.get(Grammar.ID).orElse(IdStrategy.TIMESTAMP),
                fields.get(Grammar.EMBED_ID).orElse(true),
                host.get(),
                dns.get(),
                fields
                    .get(Grammar.TLS_RPT)
                    .flatMap(given -> given.get(Grammar.RUA))
                    .orElse(List.of()),
                fields.get(Grammar.VERIFY).orElse(true),
                fields.get(Grammar.ADOPT).orElse(false),
                fields.get(Grammar.PROTECT).orElse(false),
                guards(fields.get(Grammar.ALLOW).orElse(List.of())),
                fields.get(Grammar.REMOVAL).orElse(Removal.RETIRE),
                goal.get().rollout(),
                fields.get(Grammar.CAUTION).orElse(Caution.STRICT),
                "")
            .remembered());
  }

  /** Whether the policy's end is that of a rollout, as far as can be told. */
  private boolean rolled(Node.Mapping merged) {
    Node.Entry rollout = merged.entries().get(Grammar.ROLLOUT.name());
    return rollout != null
        && Grammar.ROLLOUT
            .shape()
            .read(rollout.value(), context.partial())
            .map(way -> way.rollout().isPresent())
            .orElse(true);
  }

  private void missing(DomainName name, Location at, String path, Key<?> key) {
    context
        .problems()
        .add(
            at,
            name + " has no " + path.replace(".", "/"),
            "Add it to the domain, to its profile or to defaults. " + key.about());
  }

  private Optional<DnsSpec> dns(Fields fields, Node.Mapping merged) {
    Optional<String> provider = fields.get(HostShape.PROVIDER);
    if (provider.isEmpty()) {
      return Optional.empty();
    }
    Node named = merged.under(Grammar.DNS.name(), HostShape.PROVIDER.name());
    OptionalInt ttl =
        fields
            .get(Grammar.TTL)
            .map(seconds -> OptionalInt.of(seconds.intValue()))
            .orElse(OptionalInt.empty());
    return providers
        .find(
            provider.get(),
            named,
            known -> known.factory().servesDns(),
            "hold DNS records",
            context.problems())
        .map(
            known ->
                new DnsSpec(
                    known.spec().name(),
                    fields.get(Grammar.ZONE),
                    ttl,
                    known.factory().servesAliases()));
  }

  private static Set<Guard> guards(List<Guard> allowed) {
    Set<Guard> guards = EnumSet.noneOf(Guard.class);
    guards.addAll(allowed);
    return Collections.unmodifiableSet(guards);
  }
}
