package dev.mtasts.plan;

import dev.mtasts.ledger.Owned;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Reading;
import dev.mtasts.spec.Guard;
import java.util.List;
import java.util.Optional;

/** Decides what becomes of a domain's policy file. */
final class PolicyPart {
  private PolicyPart() {}

  /** Decides about the policy file, which is to have {@code body}. */
  static void plan(LaneDraft draft, String body) {
    PolicyFile wanted = Questions.policyFile(draft.spec, body);
    Optional<Reading.Live<PolicyFile>> reading = draft.livePolicy();
    String provider = draft.spec.host().provider();
    Optional<Owned> owned = draft.entry.owned(Part.POLICY);
    boolean moved = owned.isPresent() && !owned.get().place().equals(wanted.location());
    if (moved) {
      draft.remarks.guard(
          Guard.HOST_MOVE,
          "The policy was published at "
              + owned.get().place()
              + "; the spec now wants it at "
              + wanted.location()
              + ". Senders follow the address of "
              + draft.spec.name().policyHost()
              + ", so both places must serve the same body until that address has moved.",
          "With --allow host-move the file is written to the new place; the old one is left as it"
              + " is.");
    }
    if (reading.isEmpty()) {
      String why = owned.isPresent() && !moved ? "it was removed outside mtasts" : "not there yet";
      draft.fileActs().add(new Act(provider, new Change<>(null, wanted, null, why), List.of(body)));
      return;
    }
    Reading.Live<PolicyFile> live = reading.get();
    if (live.resource().equals(wanted)) {
      draft.isAsWanted(
          Part.POLICY, new Owned(provider, wanted.place(), List.of(body), live.version()));
      return;
    }
    boolean known =
        live.marked()
            || (draft.owned(Part.POLICY, provider).isPresent() && !moved)
            || draft.entry.claims(Part.POLICY, live.resource().body());
    if (!known) {
      draft.notOurs(
          "There is a policy file at "
              + wanted.place()
              + " that differs from the spec, and the ledger does not know it.",
          LaneDraft.REPLACED);
    }
    boolean ours =
        owned.isPresent() && owned.get().values().equals(List.of(live.resource().body()));
    String why =
        known && !ours && draft.entry.intent(Part.POLICY).isEmpty()
            ? "it was changed outside mtasts"
            : "the policy changed";
    draft
        .fileActs()
        .add(
            new Act(
                provider,
                new Change<>(live.resource(), wanted, live.version(), why),
                List.of(body)));
  }
}
