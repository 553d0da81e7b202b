package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Ledger;
import dev.mtasts.ledger.Owned;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.policy.TlsRptRecord;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.Wanted;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What has to be read before a plan can be made, by provider name: one batch each, so that a
 * provider can answer with listings.
 *
 * @param files policy files to read
 * @param records record sets to read
 */
public record Questions(
    Map<String, List<Wanted<PolicyFile>>> files, Map<String, List<Wanted<DnsRecordSet>>> records) {

  /** What the domains of {@code selection} need. */
  public static Questions of(Spec spec, Selection selection, Ledger ledger) {
    Questions questions = new Questions(new TreeMap<>(), new TreeMap<>());
    for (DomainSpec domain : spec.domains().values()) {
      if (selection.covers(domain.name())) {
        questions.ask(domain, ledger.entry(domain.name()));
      }
    }
    return questions;
  }

  private void ask(DomainSpec domain, DomainEntry entry) {
    files
        .computeIfAbsent(domain.host().provider(), provider -> new ArrayList<>())
        .add(policy(domain, entry));
    List<Wanted<DnsRecordSet>> sets =
        records.computeIfAbsent(domain.dns().provider(), provider -> new ArrayList<>());
    sets.add(wanted(recordSet(domain, Part.RECORD, List.of(StsRecord.render(new PolicyId("0"))))));
    if (!domain.tlsRpt().isEmpty() || entry.owned(Part.TLSRPT).isPresent()) {
      List<String> text = List.of(TlsRptRecord.render(List.of("mailto:nobody@example.invalid")));
      sets.add(wanted(recordSet(domain, Part.TLSRPT, text)));
    }
    if (domain.host().address().isPresent()) {
      // All three: DNS allows no other data beside a CNAME, so the ones that must not be there
      // count.
      sets.add(wanted(recordSet(domain, Part.ADDRESS_CNAME, List.of("host.invalid"))));
      sets.add(wanted(recordSet(domain, Part.ADDRESS_A, List.of("192.0.2.1"))));
      sets.add(wanted(recordSet(domain, Part.ADDRESS_AAAA, List.of("2001:db8::1"))));
    }
  }

  private static Wanted<PolicyFile> policy(DomainSpec domain, DomainEntry entry) {
    Optional<Owned> owned =
        entry
            .owned(Part.POLICY)
            .filter(thing -> thing.place().equals(domain.host().location()))
            .filter(thing -> thing.values().size() == 1);
    String body = owned.map(thing -> thing.values().get(0)).orElseGet(domain.policy()::content);
    return new Wanted<>(policyFile(domain, body), owned.map(Owned::version).orElse(null));
  }

  private static <R extends dev.mtasts.provider.Resource> Wanted<R> wanted(R resource) {
    return new Wanted<>(resource, null);
  }

  /** The policy file of {@code domain} with {@code body}, where the spec wants it. */
  static PolicyFile policyFile(DomainSpec domain, String body) {
    String cache = domain.host().settings().optionalText("cache_control").orElse("");
    Address address = new Address(domain.name(), Part.POLICY);
    return new PolicyFile(address, domain.host().location(), body, cache);
  }

  /** A record set of {@code domain} where the spec wants it, with the TTL for new ones. */
  static DnsRecordSet recordSet(DomainSpec domain, Part part, List<String> values) {
    return new DnsRecordSet(
        new Address(domain.name(), part),
        ownerName(domain, part),
        type(part),
        domain.dns().ttl().orElse(DEFAULT_TTL),
        values,
        domain.dns().zone().orElse(null));
  }

  /**
   * In seconds, where neither the spec nor a live record says another: an id travels in minutes.
   */
  static final int DEFAULT_TTL = 300;

  private static String ownerName(DomainSpec domain, Part part) {
    return switch (part) {
      case TLSRPT -> domain.name().tlsRptName();
      case RECORD -> domain.name().recordName();
      case ADDRESS_CNAME, ADDRESS_A, ADDRESS_AAAA, POLICY, HOST, CERTIFICATE, VALIDATION ->
          domain.name().policyHost().text();
    };
  }

  private static RecordType type(Part part) {
    return switch (part) {
      case ADDRESS_CNAME, VALIDATION -> RecordType.CNAME;
      case ADDRESS_A -> RecordType.A;
      case ADDRESS_AAAA -> RecordType.AAAA;
      case TLSRPT, RECORD, POLICY, HOST, CERTIFICATE -> RecordType.TXT;
    };
  }
}
