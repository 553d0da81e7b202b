package dev.mtasts.plan;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.provider.Part;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Spec;
import java.util.Collections;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a plan's guards need to hear from public DNS, by mail domain. No more than that: a look-up
 * takes time.
 *
 * @param mx whose MX records
 * @param caa whose policy host's CAA records
 * @param hosts whose policy host's addresses
 * @param faults whose published policy is to be looked at as a sender does
 */
public record DnsQuestions(
    SortedSet<DomainName> mx,
    SortedSet<DomainName> caa,
    SortedSet<DomainName> hosts,
    SortedSet<DomainName> faults) {
  /** Copies the sets. */
  public DnsQuestions {
    mx = Collections.unmodifiableSortedSet(new TreeSet<>(mx));
    caa = Collections.unmodifiableSortedSet(new TreeSet<>(caa));
    hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
    faults = Collections.unmodifiableSortedSet(new TreeSet<>(faults));
  }

  /**
   * What stands open about a plan that was made without asking: only a domain for which something
   * would be done, or would be due, is worth a look-up.
   */
  public static DnsQuestions of(Spec spec, Plan plan) {
    SortedSet<DomainName> mx = new TreeSet<>(plan.undecided());
    SortedSet<DomainName> caa = new TreeSet<>();
    SortedSet<DomainName> hosts = new TreeSet<>();
    SortedSet<DomainName> faults = new TreeSet<>();
    for (DomainName name : plan.undecided()) {
      DomainSpec domain = Objects.requireNonNull(spec.domains().get(name));
      // Without the HTTPS gate, nobody said that the policy can be fetched from here.
      if (domain.rollout().isPresent() && domain.verify()) {
        faults.add(name);
      }
    }
    for (Lane lane : plan.lanes()) {
      DomainSpec domain = spec.domain(lane.domain());
      boolean publishes =
          lane.acts()
              .map(act -> act.address().part())
              .anyMatch(part -> part == Part.POLICY || part == Part.RECORD);
      boolean stays = spec.domains().containsKey(lane.domain());
      if (publishes && stays && domain.policy().mode() != Mode.NONE) {
        mx.add(lane.domain());
      }
      if (lane.awaits(Gate.Issued.class) && DnsRemarks.issuers(domain).isPresent()) {
        caa.add(lane.domain());
      }
      if (lane.awaits(Gate.Served.class) && DnsRemarks.addressedElsewhere(domain)) {
        hosts.add(lane.domain());
      }
    }
    return new DnsQuestions(mx, caa, hosts, faults);
  }

  /** How many questions these are. */
  public int size() {
    return mx.size() + caa.size() + hosts.size() + faults.size();
  }

  /** Whether there is nothing to ask. */
  public boolean isEmpty() {
    return size() == 0;
  }
}
