package dev.mtasts.plan;

import dev.mtasts.plan.PublicDns.Issuers;
import dev.mtasts.plan.PublicDns.Seen;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Excerpt;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import dev.mtasts.provider.Front;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What public DNS has against a domain's plan. What DNS did not tell stands against nothing. */
final class DnsRemarks {
  private static final int SHOWN = 5;

  private final DomainSpec spec;
  private final Remarks remarks;

  private DnsRemarks(DomainSpec spec, Remarks remarks) {
    this.spec = spec;
    this.remarks = remarks;
  }

  /**
   * Remarks on one domain.
   *
   * @param lane what the plan would do for it
   * @param live the policy that is served now, as far as it can be read
   */
  static void on(
      DomainSpec spec, Lane lane, Optional<Policy> live, PublicDns dns, Remarks remarks) {
    DnsRemarks one = new DnsRemarks(spec, remarks);
    if (spec.policy().mode() != Mode.NONE) {
      known(dns.mx().get(spec.name())).ifPresent(mx -> one.mx(mx, live));
    }
    if (lane.awaits(Gate.Served.class) && addressedElsewhere(spec)) {
      known(dns.hosts().get(spec.name())).filter(List::isEmpty).ifPresent(none -> one.homeless());
    }
    if (lane.awaits(Gate.Issued.class)) {
      known(dns.caa().get(spec.name())).ifPresent(one::caa);
    }
  }

  /**
   * What was not checked, in one warning for the whole plan; empty where all was, and where the
   * guards that were not are allowed anyway.
   */
  static Optional<Diagnostic> unchecked(PublicDns dns, Set<Guard> allowed) {
    SortedSet<DomainName> domains = new TreeSet<>();
    SortedSet<Guard> guards = new TreeSet<>();
    List<String> reasons = new ArrayList<>();
    collect(dns.mx(), domains, reasons, guards, Guard.ENFORCE_MX_MISMATCH);
    collect(dns.mx(), domains, reasons, guards, Guard.MX_DROPPED_STILL_LIVE);
    collect(dns.hosts(), domains, reasons, guards, Guard.HOST_UNREACHABLE);
    collect(dns.caa(), domains, reasons, guards, Guard.CAA_FORBIDS);
    if (allowed.containsAll(guards)) {
      return Optional.empty();
    }
    String message =
        "Public DNS could not be asked about "
            + (domains.size() == 1 ? "1 domain" : domains.size() + " domains")
            + " ("
            + list(domains.stream().map(DomainName::text).toList())
            + "), so the plan says nothing there of "
            + String.join(", ", guards.stream().map(Guard::word).toList())
            + ". One reason: "
            + reasons.get(0)
            + ".";
    String todo = "Plan again where public DNS can be asked, before mail depends on it.";
    return Optional.of(
        new Diagnostic(Diagnostic.Severity.WARNING, null, null, null, message, todo, null, ""));
  }

  private static <T> void collect(
      Map<DomainName, Seen<T>> seen,
      SortedSet<DomainName> domains,
      List<String> reasons,
      SortedSet<Guard> guards,
      Guard guard) {
    new TreeMap<>(seen)
        .forEach(
            (domain, one) -> {
              if (one instanceof Seen.Unknown<T> unknown) {
                domains.add(domain);
                reasons.add(unknown.why());
                guards.add(guard);
              }
            });
  }

  /** Who could issue the certificate that the host needs; empty where none is ours to get. */
  static Optional<List<String>> issuers(DomainSpec spec) {
    return spec.host()
        .front()
        .filter(front -> front.certificate().isPresent() && !front.issuers().isEmpty())
        .map(Front::issuers);
  }

  /** Whether the policy host's address is somebody else's business. */
  static boolean addressedElsewhere(DomainSpec spec) {
    return spec.host().address().isEmpty() && spec.host().front().isEmpty();
  }

  private void mx(List<String> hosts, Optional<Policy> live) {
    boolean enforce = spec.policy().mode() == Mode.ENFORCE;
    Map<MxPattern, List<String>> dropped = new LinkedHashMap<>();
    List<String> uncovered = new ArrayList<>();
    for (String host : hosts) {
      if (patternFor(host, spec.policy()).isPresent()) {
        continue;
      }
      Optional<MxPattern> before = live.flatMap(policy -> patternFor(host, policy));
      if (enforce && before.isPresent()) {
        dropped.computeIfAbsent(before.get(), pattern -> new ArrayList<>()).add(host);
      } else {
        uncovered.add(host);
      }
    }
    dropped.forEach((pattern, gone) -> dropped(spec, pattern, gone, remarks));
    if (!uncovered.isEmpty()) {
      uncovered(uncovered, enforce);
    }
  }

  /** The pattern by which a sender would deliver to {@code host}, RFC 8461 §4.1. */
  private static Optional<MxPattern> patternFor(String host, Policy policy) {
    return policy.mode() == Mode.NONE
        ? Optional.empty()
        : policy.mx().stream().filter(pattern -> pattern.covers(host)).findFirst();
  }

  /** A pattern would go, and DNS still sends mail to {@code hosts}, which it covers. */
  static void dropped(DomainSpec spec, MxPattern pattern, List<String> hosts, Remarks remarks) {
    remarks.guard(
        Guard.MX_DROPPED_STILL_LIVE,
        "The policy would no longer have mx: "
            + pattern
            + ", but DNS still sends mail for "
            + spec.name()
            + " to "
            + list(hosts)
            + ", which it covers. In mode enforce, senders stop delivering there (RFC 8461 §4.1).",
        "Take "
            + (hosts.size() == 1 ? "it" : "them")
            + " out of the domain's MX records first, wait for their TTL, and drop the pattern"
            + " then.");
  }

  private void uncovered(List<String> hosts, boolean enforce) {
    String message =
        "DNS sends mail for "
            + spec.name()
            + " to "
            + list(hosts)
            + ", but no mx of the policy covers "
            + (hosts.size() == 1 ? "that host" : "these hosts")
            + " (RFC 8461 §4.1). ";
    String todo =
        "Add what is missing to mx (* stands for exactly one label), or take it out of the"
            + " domain's MX records first.";
    if (enforce) {
      remarks.guard(
          Guard.ENFORCE_MX_MISMATCH,
          message + "In mode enforce, senders do not deliver there.",
          todo);
    } else {
      remarks.warn(
          Guard.ENFORCE_MX_MISMATCH,
          message
              + "In mode testing senders still deliver there and report it; in mode enforce they would not.",
          todo);
    }
  }

  private void homeless() {
    DomainName host = spec.name().policyHost();
    remarks.guard(
        Guard.HOST_UNREACHABLE,
        host
            + " has no address in DNS and nothing in this plan gives it one, so the record would"
            + " wait in vain for the policy to be served.",
        "Publish an address for " + host + ", or state it as host.address, or set verify: false.");
  }

  private void caa(Issuers allowed) {
    List<String> needed = issuers(spec).orElse(List.of());
    if (needed.isEmpty() || allowed.allow(needed)) {
      return;
    }
    String named =
        allowed.named().isEmpty() ? "by nobody at all" : "by " + list(allowed.named()) + " only";
    remarks.guard(
        Guard.CAA_FORBIDS,
        "The certificate for "
            + spec.name().policyHost()
            + " would be issued by "
            + String.join(" or ", needed)
            + ", but the CAA records at "
            + Excerpt.of(allowed.at())
            + " allow certificates "
            + named
            + " (RFC 8659).",
        "Add a CAA record there: 0 issue \"" + needed.get(0) + "\".");
  }

  private static <T> Optional<T> known(@Nullable Seen<T> seen) {
    return seen instanceof Seen.Known<T> known ? Optional.of(known.value()) : Optional.empty();
  }

  /** The first few of {@code names}, which came from outside. */
  static String list(List<String> names) {
    String shown = String.join(", ", names.stream().limit(SHOWN).map(Excerpt::of).toList());
    int more = names.size() - SHOWN;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
