package dev.mtasts.spec;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Makes {@link DomainSpec}s of domains whose layers have been merged. */
final class DomainReader {
  private final Grammar grammar;
  private final ProviderTable providers;
  private final HostReader hosts;
  private final Source source;
  private final Context context;

  DomainReader(
      Grammar grammar, ProviderTable providers, HostReader hosts, Source source, Context context) {
    this.grammar = grammar;
    this.providers = providers;
    this.hosts = hosts;
    this.source = source;
    this.context = context;
  }

  /**
   * The domain, or empty after problems were reported.
   *
   * @param at where the domain's name stands: what is missing is missing there
   */
  Optional<DomainSpec> read(DomainName name, Location at, Node.Mapping merged) {
    Context whole = context.with((map, path, key) -> missing(name, at, path + key.name(), key));
    Fields fields = grammar.domain.read(merged, whole).orElse(Fields.NONE);
    Optional<Policy> policy = fields.get(Grammar.POLICY).flatMap(given -> policy(name, at, given));
    Optional<HostSpec> host =
        fields.get(grammar.host).flatMap(given -> hosts.read(name, given, whole));
    Optional<DnsSpec> dns = fields.get(Grammar.DNS).flatMap(given -> dns(given, merged));
    if (policy.isEmpty() || host.isEmpty() || dns.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new DomainSpec(
            name,
            at,
            source.line(at),
            policy.get(),
            fields.get(Grammar.ID).orElse(IdStrategy.TIMESTAMP),
            fields.get(Grammar.EMBED_ID).orElse(true),
            host.get(),
            dns.get(),
            fields.get(Grammar.TLS_RPT).flatMap(given -> given.get(Grammar.RUA)).orElse(List.of()),
            fields.get(Grammar.VERIFY).orElse(true),
            fields.get(Grammar.ADOPT).orElse(false),
            fields.get(Grammar.PROTECT).orElse(false),
            guards(fields.get(Grammar.ALLOW).orElse(List.of())),
            Removal.RETIRE,
            Optional.empty(),
            Caution.STRICT,
            ""));
  }

  private void missing(DomainName name, Location at, String path, Key<?> key) {
    context
        .problems()
        .add(
            at,
            name + " has no " + path.replace(".", "/"),
            "Add it to the domain, to its profile or to defaults. " + key.about());
  }

  private Optional<Policy> policy(DomainName name, Location at, Fields fields) {
    Optional<Mode> mode = fields.get(Grammar.MODE);
    Optional<Long> maxAge = fields.get(Grammar.MAX_AGE);
    Optional<List<MxPattern>> mx = fields.get(Grammar.MX);
    boolean needed = mode.isPresent() && mode.get() != Mode.NONE;
    if (needed && mx.map(List::isEmpty).orElse(!fields.tried(Grammar.MX.name()))) {
      missing(name, at, "policy.mx", Grammar.MX);
      return Optional.empty();
    }
    if (mode.isEmpty() || maxAge.isEmpty() || (needed && mx.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(new Policy(mode.get(), mx.orElse(List.of()), maxAge.get()));
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
