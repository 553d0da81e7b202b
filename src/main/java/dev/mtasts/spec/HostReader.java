package dev.mtasts.spec;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the {@link HostSpec} of a domain, whose layers have been merged. */
final class HostReader {
  private final ProviderTable providers;
  private final Map<String, Block> blocks = new HashMap<>();

  HostReader(ProviderTable providers) {
    this.providers = providers;
  }

  Optional<HostSpec> read(DomainName domain, HostShape.Host host, Context context) {
    Node.Mapping node = host.node();
    Problems problems = context.problems();
    Node named = node.under(HostShape.PROVIDER.name());
    Optional<ProviderTable.Known> found =
        providers.find(
            host.provider(), named, ProviderTable.Known::canHost, "host policy files", problems);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ProviderTable.Known provider = found.get();
    Optional<HostKind> kind = provider.host(host.kind());
    if (kind.isEmpty()) {
      List<String> kinds = provider.hosts().stream().map(HostKind::kind).toList();
      problems.add(
          node.at(HostShape.KIND),
          provider.title() + " does not offer this kind",
          "It offers: " + Suggestion.list(kinds) + ".");
      return Optional.empty();
    }
    String type = provider.spec().type();
    Block block =
        blocks.computeIfAbsent(
            type + "/" + kind.get().kind(), one -> AdapterBlocks.host(type, kind.get()));
    return block
        .read(node, context.inside("host"))
        .flatMap(fields -> build(domain, provider.spec(), kind.get(), fields, node, problems));
  }

  private Optional<HostSpec> build(
      DomainName domain,
      ProviderSpec provider,
      HostKind kind,
      Fields fields,
      Node.Mapping node,
      Problems problems) {
    Optional<Settings> settings = OptionKeys.settings(kind.options(), fields);
    if (settings.isEmpty()) {
      return Optional.empty();
    }
    Optional<AddressSpec> address =
        fields.get(Grammar.ADDRESS).flatMap(given -> address(domain, given, node, problems));
    try {
      String location = kind.locator().locate(domain, provider.settings(), settings.get());
      return Optional.of(
          new HostSpec(
              provider.name(), kind.kind(), settings.get(), location, address, Optional.empty()));
    } catch (IllegalArgumentException e) {
      problems.add(
          node.at(),
          "these settings give no place for the policy file of " + domain,
          "Check the keys of this host.");
      return Optional.empty();
    }
  }

  private static Optional<AddressSpec> address(
      DomainName domain, Fields fields, Node.Mapping host, Problems problems) {
    Optional<DomainName> cname = fields.get(Grammar.CNAME);
    List<String> a = fields.get(Grammar.A).orElse(List.of());
    List<String> aaaa = fields.get(Grammar.AAAA).orElse(List.of());
    if (cname.isPresent() && !(a.isEmpty() && aaaa.isEmpty())) {
      problems.add(
          host.at("address"),
          "an alias cannot have addresses, too",
          "Give either cname, or a and aaaa (RFC 1034 §3.6.2).");
    }
    if (cname.isPresent() && cname.get().equals(domain.policyHost())) {
      problems.add(
          host.at("address", "cname"),
          cname.get() + " would be an alias of itself",
          "Name the host that serves the file.");
    }
    boolean any = cname.isPresent() || !a.isEmpty() || !aaaa.isEmpty();
    return any ? Optional.of(new AddressSpec(cname, a, aaaa)) : Optional.empty();
  }
}
