package dev.mtasts.spec;

import dev.mtasts.policy.DomainName;
import java.net.URI;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The domains of one spec: none twice, and no two with one policy file. */
final class DomainTable {
  /** What makes a file the same file: buckets of two services may have one name. */
  record File(String type, List<Object> endpoints, String location) {
    /** The policy file at that host. */
    static File of(HostSpec host, ProviderSpec provider) {
      List<Object> endpoints =
          provider.settings().values().values().stream().filter(URI.class::isInstance).toList();
      return new File(provider.type(), endpoints, host.location());
    }
  }

  private final Problems problems;
  private final Map<DomainName, Location> names = new HashMap<>();
  private final Map<File, DomainSpec> files = new HashMap<>();
  private final SortedMap<DomainName, DomainSpec> domains = new TreeMap<>();

  DomainTable(Problems problems) {
    this.problems = problems;
  }

  /** The canonical form of a domain as typed, if it is one and was not given before. */
  Optional<DomainName> name(String typed, Location at) {
    DomainName name;
    try {
      name = Names.mailDomain(typed);
    } catch (IllegalArgumentException e) {
      String hint =
          typed.contains("$")
              ? "Variables can stand in values, not in keys."
              : "Write a mail domain such as acme.example.";
      problems.add(at, String.valueOf(e.getMessage()), hint);
      return Optional.empty();
    }
    Location first = names.putIfAbsent(name, at);
    if (first == null) {
      return Optional.of(name);
    }
    problems.add(
        at,
        "'" + typed + "' on line " + at.line() + " is the same domain as on line " + first.line(),
        "Both are " + name + "; keep one of them.");
    return Optional.empty();
  }

  void add(DomainSpec domain, ProviderSpec provider) {
    domains.put(domain.name(), domain);
    File file = File.of(domain.host(), provider);
    DomainSpec first = files.putIfAbsent(file, domain);
    if (first != null) {
      problems.add(
          domain.location(),
          domain.name()
              + " on line "
              + domain.location().line()
              + " has the same policy file as "
              + first.name()
              + " on line "
              + first.location().line(),
          "Give one of them another place in its host block.");
    }
  }

  SortedMap<DomainName, DomainSpec> all() {
    return Collections.unmodifiableSortedMap(domains);
  }
}
