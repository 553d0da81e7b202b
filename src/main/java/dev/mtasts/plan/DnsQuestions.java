package dev.mtasts.plan;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.provider.Part;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Spec;
import java.util.Collections;
import java.util.List;
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
 */
public record DnsQuestions(
    SortedSet<DomainName> mx, SortedSet<DomainName> caa, SortedSet<DomainName> hosts) {
  /** Copies the sets. */
  public DnsQuestions {
    mx = Collections.unmodifiableSortedSet(new TreeSet<>(mx));
    caa = Collections.unmodifiableSortedSet(new TreeSet<>(caa));
    hosts = Collections.unmodifiableSortedSet(new TreeSet<>(hosts));
  }

  /**
   * What stands open about lanes that were planned without asking: only a domain for which
   * something would be done is worth a look-up.
   */
  public static DnsQuestions of(Spec spec, List<Lane> lanes) {
    SortedSet<DomainName> mx = new TreeSet<>();
    SortedSet<DomainName> caa = new TreeSet<>();
    SortedSet<DomainName> hosts = new TreeSet<>();
    for (Lane lane : lanes) {
      DomainSpec domain = Objects.requireNonNull(spec.domains().get(lane.domain()));
      boolean publishes =
          lane.acts()
              .map(act -> act.address().part())
              .anyMatch(part -> part == Part.POLICY || part == Part.RECORD);
      if (publishes && domain.policy().mode() != Mode.NONE) {
        mx.add(lane.domain());
      }
      if (lane.awaits(Gate.Issued.class) && DnsRemarks.issuers(domain).isPresent()) {
        caa.add(lane.domain());
      }
      if (lane.awaits(Gate.Served.class) && DnsRemarks.addressedElsewhere(domain)) {
        hosts.add(lane.domain());
      }
    }
    return new DnsQuestions(mx, caa, hosts);
  }

  /** How many questions these are. */
  public int size() {
    return mx.size() + caa.size() + hosts.size();
  }

  /** Whether there is nothing to ask. */
  public boolean isEmpty() {
    return size() == 0;
  }
}
