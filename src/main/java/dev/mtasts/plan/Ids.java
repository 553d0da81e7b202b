package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Intent;
import dev.mtasts.ledger.Issued;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.provider.Part;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.IdStrategy;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which id a policy has. A new one is minted only when senders may have fetched a policy
 * that says something else, or when somebody asks for one; {@code docs/decisions/ids.md} has the
 * table.
 *
 * @param now the moment of the plan
 * @param given ids that a saved plan has minted already, by domain
 * @param rebump domains that get a new id whatever they say
 */
record Ids(Instant now, Map<DomainName, PolicyId> given, Set<DomainName> rebump) {
  /** Why something changes that says what it should. */
  static final String ASKED = "asked for by --rebump";

  /**
   * The answer.
   *
   * @param issued id and content
   * @param minted whether the id is new and named after the clock
   * @param asked whether it is new only because somebody asked for it
   */
  record Decision(Issued issued, boolean minted, boolean asked) {
    private static Decision kept(PolicyId id, String content) {
      return kept(new Issued(id, content));
    }

    private static Decision kept(Issued issued) {
      return new Decision(issued, false, false);
    }
  }

  /**
   * Decides.
   *
   * @param body the live policy body, if there is one
   * @param recordId the id of the one live record, if it has a valid one
   */
  Decision decide(DomainSpec spec, Move move, Optional<String> body, Optional<PolicyId> recordId) {
    Issued issued = move.entry().issued();
    return move.held().isPresent() && issued != null
        ? Decision.kept(issued)
        : decide(spec, move.entry(), body, recordId);
  }

  private Decision decide(
      DomainSpec spec, DomainEntry entry, Optional<String> body, Optional<PolicyId> recordId) {
    Policy policy = spec.policy();
    String content = policy.content();
    boolean liveSaysIt = body.map(live -> Bodies.say(live, policy)).orElse(false);
    boolean liveIsOther = body.isPresent() && !liveSaysIt;
    // The ledger's id stands while nothing else was seen in its place; a file that somebody edited
    // may be in senders' caches under this id, so putting ours back needs a new one.
    Optional<Issued> last =
        Optional.ofNullable(entry.issued())
            .filter(issued -> Bodies.say(issued.content(), policy) && !liveIsOther);
    if (spec.id() == IdStrategy.CONTENT) {
      // The same patterns in another order are no reason for every sender to fetch again.
      return last.filter(issued -> isContentId(issued))
          .map(Decision::kept)
          .orElseGet(() -> Decision.kept(PolicyId.content(policy), content));
    }
    if (rebump.contains(spec.name())) {
      boolean only = liveSaysIt || last.isPresent();
      return new Decision(minted(spec, entry, body, recordId), true, only);
    }
    // An act that was begun goes on under its id: nobody ever saw that id with another content.
    Optional<Issued> begun =
        entry
            .intent(Part.POLICY)
            .map(Intent::issued)
            .filter(issued -> Bodies.say(issued.content(), policy));
    Optional<Issued> known = begun.or(() -> last);
    if (known.isPresent()) {
      return Decision.kept(known.get());
    }
    Optional<PolicyId> live =
        body.filter(text -> liveSaysIt)
            .flatMap(text -> liveId(text, policy, recordId))
            .filter(id -> !entry.usedIds().contains(id.text()));
    return live.map(id -> Decision.kept(id, content))
        .orElseGet(() -> new Decision(minted(spec, entry, body, recordId), true, false));
  }

  private static boolean isContentId(Issued issued) {
    return Bodies.contentId(issued.content()).equals(Optional.of(issued.id()));
  }

  /**
   * What is live says what is wanted, so there is no reason for an id but its own. Our own form is
   * our own work, and its id line may be ahead of the record: a run died between the two. In a form
   * that is not ours the line means nothing, and senders know the policy by the record.
   */
  private static Optional<PolicyId> liveId(
      String body, Policy policy, Optional<PolicyId> recordId) {
    Optional<PolicyId> line = Bodies.embeddedId(body);
    return Bodies.hold(body, policy) ? line.or(() -> recordId) : recordId.or(() -> line);
  }

  private Issued minted(
      DomainSpec spec, DomainEntry entry, Optional<String> body, Optional<PolicyId> recordId) {
    return new Issued(mint(spec.name(), entry, body, recordId), spec.policy().content());
  }

  private PolicyId mint(
      DomainName domain, DomainEntry entry, Optional<String> body, Optional<PolicyId> recordId) {
    Set<String> used = new HashSet<>(entry.usedIds());
    body.flatMap(Bodies::embeddedId).ifPresent(id -> used.add(id.text()));
    recordId.ifPresent(id -> used.add(id.text()));
    PolicyId saved = given.get(domain);
    if (saved != null && !used.contains(saved.text())) {
      return saved;
    }
    Instant second = now;
    PolicyId id = PolicyId.timestamp(second);
    while (used.contains(id.text())) {
      second = second.plusSeconds(1);
      id = PolicyId.timestamp(second);
    }
    return id;
  }
}
