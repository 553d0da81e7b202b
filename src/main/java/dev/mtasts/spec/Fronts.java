package dev.mtasts.spec;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Settings;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts what must stand before the files to the domains whose kind of host sets that up. It comes
 * last, because domains may share it: one host's names are those of all its domains.
 */
final class Fronts {
  /** Domains behind one host: of one provider and kind, and with one value of the key. */
  record Group(String provider, String kind, String share) {}

  private final ProviderTable providers;
  private final Problems problems;

  Fronts(ProviderTable providers, Problems problems) {
    this.providers = providers;
    this.problems = problems;
  }

  SortedMap<DomainName, DomainSpec> over(SortedMap<DomainName, DomainSpec> domains) {
    return over(domains, groups(domains.values()));
  }

  /** The same where the hosts are those of other domains as well. */
  SortedMap<DomainName, DomainSpec> over(
      SortedMap<DomainName, DomainSpec> domains, Map<Group, SortedSet<DomainName>> groups) {
    SortedMap<DomainName, DomainSpec> out = new TreeMap<>();
    domains.forEach((name, domain) -> out.put(name, over(domain, groups)));
    return Collections.unmodifiableSortedMap(out);
  }

  /** One domain behind its host, which has all names of its group, and the domain's own. */
  DomainSpec over(DomainSpec domain, Map<Group, SortedSet<DomainName>> groups) {
    SortedSet<DomainName> hosted = groups.getOrDefault(group(domain), Collections.emptySortedSet());
    if (hosted.contains(domain.name())) {
      return fronted(domain, List.copyOf(hosted));
    }
    SortedSet<DomainName> names = new TreeSet<>(hosted);
    names.add(domain.name());
    return fronted(domain, List.copyOf(names));
  }

  /** The names behind each host of those domains. */
  static Map<Group, SortedSet<DomainName>> groups(Collection<DomainSpec> domains) {
    Map<Group, SortedSet<DomainName>> groups = new HashMap<>();
    domains.forEach(
        domain -> groups.computeIfAbsent(group(domain), g -> new TreeSet<>()).add(domain.name()));
    return groups;
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
