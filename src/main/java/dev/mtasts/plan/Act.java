package dev.mtasts.plan;

import dev.mtasts.ledger.Owned;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Resource;
import dev.mtasts.provider.Unknown;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change, where it is made, and what of it will be ours.
 *
 * @param provider the provider's name in the spec
 * @param change what is done
 * @param ours our own values afterwards; other tools' values in the same record set are not among
 *     them; empty for a deletion
 */
public record Act(String provider, Change<?> change, List<String> ours) {
  /** Copies the values. */
  public Act {
    ours = List.copyOf(ours);
  }

  /** What the act is about. */
  public Address address() {
    return change.address();
  }

  /** What the ledger is to know before the act, if anything will be left that is ours. */
  public Optional<Owned> owned() {
    return owned(new Outcome.Done(null));
  }

  /** What the ledger is to know afterwards, if anything is left that is ours. */
  public Optional<Owned> owned(Outcome.Done done) {
    Resource after = change.after();
    if (after == null || ours.isEmpty()) {
      return Optional.empty();
    }
    // A certificate is known by its name with the authority, which is told only now.
    List<String> values =
        done.made() instanceof Certificate certificate ? List.of(certificate.id()) : ours;
    return Optional.of(new Owned(provider, after.place(), values, done.version()));
  }

  /**
   * This act with what earlier acts of its lane brought in place of {@link Unknown#TEXT}. What they
   * did not tell stays unknown.
   *
   * @param made what the earlier acts made, by part
   */
  @SuppressWarnings("unchecked") // A change has one kind of resource on both sides.
  public Act knowing(Map<Part, Resource> made) {
    if (change.after() instanceof PolicyHost host
        && made.get(Part.CERTIFICATE) instanceof Certificate certificate
        && Unknown.in(host.certificate())) {
      Change<PolicyHost> old = (Change<PolicyHost>) change;
      return with(old, host.showing(certificate.id()), ours);
    }
    if (!(change.after() instanceof DnsRecordSet set)
        || set.values().stream().noneMatch(Unknown::in)) {
      return this;
    }
    Change<DnsRecordSet> old = (Change<DnsRecordSet>) change;
    if (address().part() == Part.VALIDATION) {
      return made.get(Part.CERTIFICATE) instanceof Certificate certificate
          ? certificate
              .proof(address().domain().policyHost().text())
              .map(
                  proof ->
                      with(old, set.named(proof.name(), proof.target()), List.of(proof.target())))
              .orElse(this)
          : this;
    }
    if (made.get(Part.HOST) instanceof PolicyHost host && !host.target().isEmpty()) {
      List<String> values =
          set.values().stream().map(v -> v.replace(Unknown.TEXT, host.target())).toList();
      return with(old, set.with(set.ttl(), values), values);
    }
    return this;
  }

  /** Whether it still holds something that is not known. */
  public boolean waitsForKnowledge() {
    Resource after = change.after();
    return (after instanceof PolicyHost host && Unknown.in(host.certificate()))
        || (after instanceof DnsRecordSet set && set.values().stream().anyMatch(Unknown::in));
  }

  private <R extends Resource> Act with(Change<R> old, R after, List<String> values) {
    return new Act(provider, new Change<>(old.before(), after, old.version(), old.why()), values);
  }
}
