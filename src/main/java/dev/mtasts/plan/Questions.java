package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Former;
import dev.mtasts.ledger.Ledger;
import dev.mtasts.ledger.Owned;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.policy.TlsRptRecord;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Resource;
import dev.mtasts.provider.Wanted;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What has to be read before a plan can be made, by provider name: one batch each, so that a
 * provider can answer with listings.
 *
 * @param files policy files to read
 * @param records record sets to read
 * @param hosts policy hosts to read
 * @param certificates certificates to read
 */
public record Questions(
    Map<String, List<Wanted<PolicyFile>>> files,
    Map<String, List<Wanted<DnsRecordSet>>> records,
    Map<String, List<Wanted<PolicyHost>>> hosts,
    Map<String, List<Wanted<Certificate>>> certificates) {

  /** Nothing asked yet. */
  private Questions() {
    this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  /** What the domains of {@code selection} need. */
  public static Questions of(Spec spec, Selection selection, Ledger ledger) {
    Questions questions = new Questions();
    for (DomainSpec domain : all(spec)) {
      if (selection.covers(domain.name())) {
        questions.ask(domain, ledger, spec.departed().containsKey(domain.name()));
      }
    }
    for (DomainSpec then : spec.formers().values()) {
      Former former = ledger.entry(then.name()).former();
      // As long as addresses may lead there it stays, whatever it is like.
      if (former == null || !selection.covers(then.name())) {
        continue;
      }
      if (former.until() != null || !spec.domains().containsKey(then.name())) {
        questions.ask(then, former);
      }
    }
    return questions;
  }

  /**
   * What only the first answers tell where to look for: the proof of a certificate whose name in
   * DNS the ledger does not know. Empty as a rule.
   */
  public static Questions further(Spec spec, Selection selection, Ledger ledger, World world) {
    Questions questions = new Questions();
    for (DomainSpec domain : all(spec)) {
      if (selection.covers(domain.name()) && domain.host().front().isPresent()) {
        Optional<DnsRecordSet> asked = knownProof(domain, ledger.entry(domain.name()));
        liveProof(domain, world)
            .filter(live -> asked.map(set -> !set.name().equals(live.name())).orElse(true))
            .ifPresent(live -> add(questions.records, domain.dns().provider(), live));
      }
    }
    return questions;
  }

  private static List<DomainSpec> all(Spec spec) {
    return Stream.concat(spec.domains().values().stream(), spec.departed().values().stream())
        .toList();
  }

  /** Whether there is nothing to ask. */
  public boolean isEmpty() {
    return files.isEmpty() && records.isEmpty() && hosts.isEmpty() && certificates.isEmpty();
  }

  private void ask(DomainSpec domain, Ledger ledger, boolean departed) {
    DomainEntry entry = ledger.entry(domain.name());
    Optional<Front> front = domain.host().front();
    files
        .computeIfAbsent(domain.host().provider(), provider -> new ArrayList<>())
        .add(policy(domain, entry));
    String dns = domain.dns().provider();
    add(
        records,
        dns,
        Resources.recordSet(domain, Part.RECORD, List.of(StsRecord.render(new PolicyId("0")))));
    if (!domain.tlsRpt().isEmpty() || entry.owned(Part.TLSRPT).isPresent()) {
      List<String> text = List.of(TlsRptRecord.render(List.of("mailto:nobody@example.invalid")));
      add(records, dns, Resources.recordSet(domain, Part.TLSRPT, text));
    }
    if (domain.host().address().isPresent() || front.isPresent()) {
      // All three: DNS allows no other data beside a CNAME, so the ones that must not be there
      // count.
      add(records, dns, Resources.recordSet(domain, Part.ADDRESS_CNAME, List.of("host.invalid")));
      add(records, dns, Resources.recordSet(domain, Part.ADDRESS_A, List.of("192.0.2.1")));
      add(records, dns, Resources.recordSet(domain, Part.ADDRESS_AAAA, List.of("2001:db8::1")));
    }
    front.ifPresent(all -> add(hosts, domain.host().provider(), all.host()));
    front
        .flatMap(Front::certificate)
        .map(wanted -> departed ? asLeft(wanted, entry) : wanted)
        .map(wanted -> knownCertificate(wanted, ledger))
        .ifPresent(wanted -> add(certificates, domain.host().provider(), wanted));
    knownProof(domain, entry).ifPresent(proof -> add(records, dns, proof));
  }

  /** What is left of the place that a policy moved away from. */
  private void ask(DomainSpec then, Former former) {
    String provider = then.host().provider();
    Optional<Front> front = then.host().front();
    former
        .owned(Part.POLICY)
        .filter(thing -> thing.place().equals(then.host().location()))
        .ifPresent(
            thing -> files.computeIfAbsent(provider, p -> new ArrayList<>()).add(old(then, thing)));
    if (former.owned(Part.HOST).isPresent()) {
      Address address = new Address(then.name(), Part.OLD_HOST);
      front.ifPresent(all -> add(hosts, provider, all.host().at(address)));
    }
    if (former.owned(Part.CERTIFICATE).isPresent()) {
      Address address = new Address(then.name(), Part.OLD_CERTIFICATE);
      front
          .flatMap(Front::certificate)
          .ifPresent(wanted -> add(certificates, provider, wanted.at(address)));
    }
    former
        .owned(Part.VALIDATION)
        .filter(Questions::namesItsPlace)
        .map(thing -> Resources.recordSet(then, Part.OLD_VALIDATION, nameIn(thing), thing.values()))
        .ifPresent(proof -> add(records, then.dns().provider(), proof));
  }

  private static Wanted<PolicyFile> old(DomainSpec then, Owned thing) {
    Address address = new Address(then.name(), Part.OLD_POLICY);
    String body = String.join("", thing.values());
    return new Wanted<>(new PolicyFile(address, then.host().location(), body, ""), thing.version());
  }

  private static <R extends Resource> void add(
      Map<String, List<Wanted<R>>> into, String provider, R expected) {
    into.computeIfAbsent(provider, name -> new ArrayList<>()).add(new Wanted<>(expected, null));
  }

  private static Wanted<PolicyFile> policy(DomainSpec domain, DomainEntry entry) {
    Optional<Owned> owned =
        entry
            .owned(Part.POLICY)
            .filter(thing -> thing.place().equals(domain.host().location()))
            .filter(thing -> thing.values().size() == 1);
    String body = owned.map(thing -> thing.values().get(0)).orElseGet(domain.policy()::content);
    return new Wanted<>(Resources.policyFile(domain, body), owned.map(Owned::version).orElse(null));
  }

  /** The proof of the live certificate, if there is one that tells it. */
  static Optional<DnsRecordSet> liveProof(DomainSpec domain, World world) {
    return world.certificate(new Address(domain.name(), Part.CERTIFICATE))
            instanceof Reading.Live<Certificate> live
        ? live.resource()
            .proof(domain.name().policyHost().text())
            .map(proof -> Resources.proof(domain, proof.name(), proof.target()))
        : Optional.empty();
  }

  /** Where nothing is published any more, the certificate to delete, whoever shared it. */
  private static Certificate asLeft(Certificate wanted, DomainEntry entry) {
    boolean published = entry.history().withdrawn() == null || entry.owned(Part.RECORD).isPresent();
    String start = wanted.authority() + " ";
    Optional<String> names =
        entry
            .owned(Part.CERTIFICATE)
            .map(Owned::place)
            .filter(place -> place.startsWith(start))
            .map(place -> place.substring(start.length()));
    return published || names.isEmpty()
        ? wanted
        : Certificate.wanted(
            wanted.address(), wanted.authority(), List.of(names.get().split(" ", -1)));
  }

  /**
   * The certificate as it was when a host last got it, so that a listing which shows it unchanged
   * is all that has to be read.
   */
  private static Certificate knownCertificate(Certificate wanted, Ledger ledger) {
    Optional<Owned> owned =
        ledger
            .entry(wanted.address().domain())
            .owned(Part.CERTIFICATE)
            .filter(thing -> thing.place().equals(wanted.place()))
            .filter(thing -> thing.values().size() == 1);
    if (owned.isEmpty()) {
      return wanted;
    }
    List<Certificate.Proof> proofs = new ArrayList<>();
    for (String host : wanted.names()) {
      DomainName domain = new DomainName(host.substring(host.indexOf('.') + 1));
      ledger
          .entry(domain)
          .owned(Part.VALIDATION)
          .filter(Questions::namesItsPlace)
          .ifPresent(
              proof ->
                  proofs.add(new Certificate.Proof(host, nameIn(proof), proof.values().get(0))));
    }
    String id = owned.get().values().get(0);
    boolean whole = proofs.size() == wanted.names().size();
    return new Certificate(
        wanted.address(), wanted.authority(), wanted.names(), id, whole, "", proofs);
  }

  /** Else it was edited by hand, and there is no name to ask for. */
  private static boolean namesItsPlace(Owned proof) {
    return proof.place().indexOf(' ') > 0 && proof.values().size() == 1;
  }

  private static String nameIn(Owned proof) {
    return proof.place().substring(0, proof.place().indexOf(' '));
  }

  /** The proof that the ledger knows: its place is a name and a type. */
  private static Optional<DnsRecordSet> knownProof(DomainSpec domain, DomainEntry entry) {
    return entry
        .owned(Part.VALIDATION)
        .filter(owned -> domain.host().front().flatMap(Front::certificate).isPresent())
        .filter(Questions::namesItsPlace)
        .map(owned -> Resources.proof(domain, nameIn(owned), owned.values().get(0)));
  }
}
