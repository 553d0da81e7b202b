package dev.mtasts.plan;

import dev.mtasts.ledger.Intent;
import dev.mtasts.ledger.Issued;
import dev.mtasts.ledger.Owned;
import dev.mtasts.policy.Policy;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Reading;
import java.util.List;
import java.util.Optional;

/** Decides what becomes of a domain's policy file. */
final class PolicyPart {
  private PolicyPart() {}

  /**
   * Decides about the policy file.
   *
   * @param body what it is to hold, unless what is there says the same and may stay
   * @param exact whether nothing but these bytes will do
   * @return the body that senders are to find
   */
  static String plan(LaneDraft draft, String body, Ids.Decision id, boolean exact) {
    PolicyFile wanted = Resources.policyFile(draft.spec, body);
    Optional<Reading.Live<PolicyFile>> reading = draft.livePolicy();
    String provider = draft.spec.host().provider();
    Optional<Owned> owned = draft.entry.owned(Part.POLICY);
    boolean moved = owned.isPresent() && !owned.get().place().equals(wanted.location());
    if (reading.isEmpty()) {
      String why = owned.isPresent() && !moved ? "it was removed outside mtasts" : "not there yet";
      draft.fileActs().add(new Act(provider, new Change<>(null, wanted, null, why), List.of(body)));
      return body;
    }
    Reading.Live<PolicyFile> live = reading.get();
    boolean known =
        live.marked()
            || (draft.owned(Part.POLICY, provider).isPresent() && !moved)
            || draft.entry.claims(Part.POLICY, live.resource().body());
    // A header for caches is no part of the policy: what is there keeps it until its next body.
    boolean same = live.resource().body().equals(body);
    if (same || (!exact && stays(draft, live.resource(), id, known))) {
      return asItIs(draft, live, id, known || same);
    }
    if (!known) {
      draft.notOurs(
          "There is a policy file at "
              + wanted.place()
              + " that differs from the spec, and the ledger does not know it.",
          LaneDraft.REPLACED);
    }
    draft
        .fileActs()
        .add(
            new Act(
                provider,
                new Change<>(live.resource(), wanted, live.version(), why(draft, live, id, known)),
                List.of(body)));
    return body;
  }

  private static String why(
      LaneDraft draft, Reading.Live<PolicyFile> live, Ids.Decision id, boolean known) {
    String body = live.resource().body();
    if (id.asked() && Bodies.say(body, draft.spec.policy())) {
      return Ids.ASKED;
    }
    boolean outside =
        known && !draft.owns(Part.POLICY, body) && draft.entry.intent(Part.POLICY).isEmpty();
    return outside ? "it was changed outside mtasts" : "the policy changed";
  }

  /**
   * Whether a file in another form says what is wanted and is left alone for it: because it is ours
   * in that form, or because it may become ours. Who may not take it over is told so.
   */
  private static boolean stays(LaneDraft draft, PolicyFile live, Ids.Decision id, boolean known) {
    Policy policy = draft.spec.policy();
    boolean embeds = draft.spec.embedId();
    Issued issued = id.issued();
    boolean begun =
        draft.entry.intent(Part.POLICY).map(Intent::issued).filter(issued::equals).isPresent();
    if (begun || !Bodies.say(live.body(), policy)) {
      return false;
    }
    if (!draft.owns(Part.POLICY, live.body())) {
      return !(id.asked() && embeds) && (!known || draft.adopts());
    }
    Issued last = draft.entry.issued();
    // What the spec says about the id line counts for files that we wrote, and for every new id.
    return embeds
        ? last != null && last.id().equals(issued.id())
        : !Bodies.holdWithId(live.body(), policy);
  }

  private static String asItIs(
      LaneDraft draft, Reading.Live<PolicyFile> live, Ids.Decision id, boolean known) {
    PolicyFile file = live.resource();
    if (!known && !draft.adopts()) {
      draft.sameButNotOurs("The policy file at " + file.place(), "");
    }
    String provider = draft.spec.host().provider();
    Owned owned = new Owned(provider, file.place(), List.of(file.body()), live.version());
    draft.isAsWanted(Part.POLICY, owned);
    if (!id.issued().equals(draft.entry.issued())) {
      // No upload will tell the ledger which id this body goes by from now on.
      draft.found.put(Part.POLICY, owned);
    }
    return file.body();
  }
}
