package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Intent;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Resource;
import dev.mtasts.spec.DomainSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Deletes what is ours of a domain, in the order in which nothing is missed: the record, then what
 * it led to, reports last. What is not as we left it belongs to somebody else by now and stays.
 */
final class Teardown {
  /** In seconds, where the record is gone and nobody can tell how long it may be remembered. */
  private static final int LEAST_TTL = 300;

  private final DomainSpec spec;
  private final DomainEntry entry;
  private final LaneDraft draft;
  private final Remarks remarks;
  private final String why;
  private final Set<Part> gone = EnumSet.noneOf(Part.class);
  private boolean waits;

  /**
   * For one domain.
   *
   * @param why the reason, for people
   */
  Teardown(
      DomainSpec spec, DomainEntry entry, World world, Places places, Remarks remarks, String why) {
    this.spec = spec;
    this.entry = entry;
    this.remarks = remarks;
    this.why = why;
    this.draft = new LaneDraft(spec, entry, world, places, remarks);
  }

  /** Whether something could not be read, so that nothing can be said; it is remarked on. */
  boolean unread() {
    return draft.anythingUnread();
  }

  /** Parts that the ledger has and that are not there any more, or not ours. */
  Set<Part> gone() {
    return Set.copyOf(gone);
  }

  /** Whether its host answers for others as well. */
  boolean sharesHost() {
    return isOurs(Part.HOST) && draft.liveHost().map(this::answersForOthersToo).orElse(false);
  }

  /** Whether an earlier run deleted the record and did not see the end of it. */
  boolean recordWentBefore() {
    boolean begun =
        entry.intent(Part.RECORD).isPresent()
            && entry.intent(Part.RECORD).map(Intent::after).isEmpty();
    return begun
        && draft
            .live(Part.RECORD)
            .map(live -> live.resource().values().stream().noneMatch(StsRecord::claims))
            .orElse(true);
  }

  /** The deletion of the record. */
  List<Step> record() {
    return step(Part.RECORD);
  }

  /**
   * Whether the host still answers for the domain and for others, so that what the host needs stays
   * until a lane of theirs has taken the domain's name off it; known after {@link #rest}.
   */
  boolean waits() {
    return waits;
  }

  /** From when no resolver has the record any more, if it is deleted at {@code now}. */
  Instant forgotten(Instant now) {
    int seconds = draft.live(Part.RECORD).map(live -> live.resource().lasts()).orElse(LEAST_TTL);
    return now.plusSeconds(seconds);
  }

  /** The deletion of all the rest. */
  List<Step> rest() {
    List<Step> steps = new ArrayList<>();
    steps.addAll(step(Part.ADDRESS_CNAME, Part.ADDRESS_A, Part.ADDRESS_AAAA));
    steps.addAll(step(Part.POLICY));
    waits = sharesHost();
    if (waits) {
      return steps;
    }
    // A certificate in use cannot be deleted, and its proof keeps it alive as long as it is there.
    steps.addAll(step(Part.HOST));
    steps.addAll(step(Part.CERTIFICATE));
    steps.addAll(step(Part.VALIDATION));
    steps.addAll(step(Part.TLSRPT));
    return steps;
  }

  private List<Step> step(Part... parts) {
    List<Act> acts = new ArrayList<>();
    for (Part part : parts) {
      Optional<Act> act = isOurs(part) ? act(part) : Optional.empty();
      act.ifPresent(acts::add);
      if (isOurs(part) && act.isEmpty()) {
        gone.add(part);
        missed(part);
      }
    }
    return acts.isEmpty() ? List.of() : List.of(new Step.Acts(acts));
  }

  private boolean isOurs(Part part) {
    return entry.owned(part).isPresent() || entry.intent(part).isPresent();
  }

  private Optional<Act> act(Part part) {
    return switch (part) {
      case HOST -> draft.liveHost().flatMap(this::host);
      case CERTIFICATE -> draft.liveCertificate().flatMap(this::certificate);
      case POLICY -> draft.livePolicy().flatMap(this::policy);
      default -> draft.live(part).flatMap(live -> values(part, live));
    };
  }

  /** A host that answers for none but others any more is theirs. */
  private Optional<Act> host(Reading.Live<PolicyHost> live) {
    if (!others(live).isEmpty()) {
      return Optional.empty();
    }
    boolean ours =
        live.marked()
            || spec.host()
                .front()
                .map(front -> front.host().settings().equals(live.resource().settings()))
                .orElse(false);
    if (!ours) {
      stays(live.resource());
      return Optional.empty();
    }
    return Optional.of(delete(spec.host().provider(), live));
  }

  private boolean answersForOthersToo(Reading.Live<PolicyHost> live) {
    return live.resource().names().contains(spec.name().policyHost().text())
        && !others(live).isEmpty();
  }

  /** Names of a host that somebody else still needs there. */
  private List<String> others(Reading.Live<PolicyHost> live) {
    String own = spec.name().policyHost().text();
    return live.resource().names().stream()
        .filter(name -> !name.equals(own))
        .filter(name -> !draft.places.released(name, live.resource().place()))
        .toList();
  }

  /** One that a host of others shows is theirs. */
  private Optional<Act> certificate(Reading.Live<Certificate> live) {
    boolean used =
        draft
            .liveHost()
            .filter(host -> !others(host).isEmpty())
            .map(host -> host.resource().certificate().equals(live.resource().id()))
            .orElse(false);
    return used ? Optional.empty() : Optional.of(delete(spec.host().provider(), live));
  }

  private Optional<Act> policy(Reading.Live<PolicyFile> live) {
    if (!live.marked() && !entry.claims(Part.POLICY, live.resource().body())) {
      stays(live.resource());
      return Optional.empty();
    }
    return Optional.of(delete(spec.host().provider(), live));
  }

  /** Values of other tools in the same record set stay. */
  private Optional<Act> values(Part part, Reading.Live<DnsRecordSet> live) {
    DnsRecordSet set = live.resource();
    List<String> kept = set.values().stream().filter(value -> !entry.claims(part, value)).toList();
    if (kept.size() == set.values().size()) {
      stays(set);
      return Optional.empty();
    }
    DnsRecordSet after = kept.isEmpty() ? null : set.with(set.ttl(), kept);
    return Optional.of(draft.act(new Change<>(set, after, live.version(), why), List.of()));
  }

  /** The spec may lead to another place by now than the ledger; what is there stays. */
  private void missed(Part part) {
    if (part == Part.POLICY) {
      entry
          .owned(part)
          .filter(file -> !file.place().equals(spec.host().location()))
          .ifPresent(
              file ->
                  remarks.note(
                      "The policy file at "
                          + file.place()
                          + " stays: the spec says that it is at "
                          + spec.host().location()
                          + ".",
                      "Put the provider's settings back, or delete it by hand."));
    }
  }

  private <R extends Resource> Act delete(String provider, Reading.Live<R> live) {
    return new Act(provider, new Change<>(live.resource(), null, live.version(), why), List.of());
  }

  private void stays(Resource resource) {
    remarks.note(
        resource.place() + " is not what mtasts put there, so it stays.",
        "Delete it by hand if nobody needs it.");
  }
}
