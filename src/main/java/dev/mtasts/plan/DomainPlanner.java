package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Issued;
import dev.mtasts.spec.DomainSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plans one domain: its parts decide, this puts their decisions into the order of the RFC. */
final class DomainPlanner {
  private final DomainSpec spec;
  private final DomainEntry entry;
  private final Ids ids;
  private final LaneDraft draft;

  DomainPlanner(DomainSpec spec, DomainEntry entry, World world, Ids ids, Remarks remarks) {
    this.spec = spec;
    this.entry = entry;
    this.ids = ids;
    this.draft = new LaneDraft(spec, entry, world, remarks);
  }

  /** How many resources are as they should be; known after {@link #plan}. */
  int unchanged() {
    return draft.unchanged();
  }

  /** The domain's lane; empty where there is nothing to do or to learn, or nothing can be said. */
  Optional<Lane> plan() {
    if (draft.anythingUnread()) {
      return Optional.empty();
    }
    Optional<String> liveBody = draft.livePolicy().map(live -> live.resource().body());
    Ids.Decision id = ids.decide(spec, entry, liveBody, draft.liveRecordId());
    Issued issued = id.issued();
    TxtParts.tlsRpt(draft);
    spec.host().address().ifPresent(address -> AddressParts.plan(draft, address));
    PolicyPart.plan(draft, body(issued));
    TxtParts.record(draft, issued.id());
    PolicyRemarks.on(spec, entry, liveBody, draft.remarks);
    List<Step> steps = steps(issued);
    boolean learns =
        !draft.found.isEmpty() || !draft.gone.isEmpty() || entry.protect() != spec.protect();
    if (steps.isEmpty() && !learns) {
      return Optional.empty();
    }
    return Optional.of(
        new Lane(
            spec.name(),
            steps,
            issued,
            id.minted(),
            draft.found,
            draft.gone,
            draft.seen,
            spec.protect()));
  }

  /** RFC 8461 §8.1: the record moves only when the policy is served. */
  private List<Step> steps(Issued issued) {
    List<Step> steps = new ArrayList<>();
    if (!draft.first.isEmpty()) {
      steps.add(new Step.Acts(draft.first));
    }
    if (!draft.last.isEmpty()) {
      if (spec.verify()) {
        steps.add(new Step.Await(new Gate(spec.name(), body(issued))));
      }
      steps.add(new Step.Acts(draft.last));
    }
    return steps;
  }

  private String body(Issued issued) {
    return spec.embedId() ? spec.policy().body(issued.id()) : spec.policy().content();
  }
}
