package dev.mtasts.plan;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.Reading;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Spec;
import java.util.Collections;
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
   * What the domains of {@code selection} need.
   *
   * @param world what the providers answered: who has a certificate needs to ask for none
   */
  public static DnsQuestions of(Spec spec, Selection selection, World world) {
    SortedSet<DomainName> mx = new TreeSet<>();
    SortedSet<DomainName> caa = new TreeSet<>();
    SortedSet<DomainName> hosts = new TreeSet<>();
    for (DomainSpec domain : spec.domains().values()) {
      if (!selection.covers(domain.name())) {
        continue;
      }
      if (domain.policy().mode() != Mode.NONE) {
        mx.add(domain.name());
      }
      if (DnsRemarks.issuers(domain).isPresent() && !hasCertificate(domain.name(), world)) {
        caa.add(domain.name());
      }
      if (domain.verify() && DnsRemarks.addressedElsewhere(domain)) {
        hosts.add(domain.name());
      }
    }
    return new DnsQuestions(mx, caa, hosts);
  }

  private static boolean hasCertificate(DomainName domain, World world) {
    return world.certificate(new Address(domain, Part.CERTIFICATE))
            instanceof Reading.Live<Certificate> live
        && live.resource().issued();
  }
}
