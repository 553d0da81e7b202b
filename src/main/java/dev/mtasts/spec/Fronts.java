package dev.mtasts.spec;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts what must stand before the files to the domains whose kind of host sets that up. It comes
 * last, because domains may share it: one host's names are those of all its domains.
 */
final class Fronts {
  /** Domains behind one host: of one provider and kind, and with one value of the key. */
  private record Group(String provider, String kind, String share) {}

  private final ProviderTable providers;
  private final Problems problems;

  Fronts(ProviderTable providers, Problems problems) {
    this.providers = providers;
    this.problems = problems;
  }

  SortedMap<DomainName, DomainSpec> over(SortedMap<DomainName, DomainSpec> domains) {
    Map<Group, List<DomainName>> groups = new HashMap<>();
    domains
        .values()
        .forEach(
            domain ->
                groups.computeIfAbsent(group(domain), g -> new ArrayList<>()).add(domain.name()));
    SortedMap<DomainName, DomainSpec> out = new TreeMap<>();
    domains.forEach(
        (name, domain) ->
            out.put(name, fronted(domain, groups.getOrDefault(group(domain), List.of(name)))));
    return Collections.unmodifiableSortedMap(out);
  }

  private static Group group(DomainSpec domain) {
    HostSpec host = domain.host();
    String share =
        host.settings()
            .optionalText(HostKind.Fronting.SHARE)
            .map(word -> "share " + word)
            .orElse("domain " + domain.name());
    return new Group(host.provider(), host.kind(), share);
  }

  private DomainSpec fronted(DomainSpec domain, List<DomainName> group) {
    HostSpec host = domain.host();
    ProviderTable.Known provider = providers.known(host.provider());
    Optional<HostKind.Fronting> fronting =
        provider.host(Optional.of(host.kind())).flatMap(HostKind::fronting);
    if (fronting.isEmpty()) {
      return domain;
    }
    if (host.address().isPresent()) {
      problems.add(
          domain.location(),
          domain.name() + " states an address, but a " + host.kind() + " host brings its own",
          "Take address out of its host block.");
      return domain;
    }
    try {
      Settings of = provider.spec().settings();
      Front front = fronting.get().front(domain.name(), group, of, host.settings());
      boolean same = sameService(domain, provider);
      boolean own = front.ownAddress() && same;
      DnsSpec dns = domain.dns();
      return domain.with(
          host.behind(
              new Front(
                  front.host(), front.certificate(), front.issuers(), front.fileFirst(), own)),
          new DnsSpec(dns.provider(), dns.zone(), dns.ttl(), dns.aliases() && same));
    } catch (IllegalArgumentException e) {
      problems.add(
          domain.location(),
          "no " + host.kind() + " host can be made for " + domain.name() + ": " + e.getMessage(),
          "Check the keys of this host.");
      return domain;
    }
  }

  private boolean sameService(DomainSpec domain, ProviderTable.Known host) {
    return providers.known(domain.dns().provider()).spec().type().equals(host.spec().type());
  }
}
