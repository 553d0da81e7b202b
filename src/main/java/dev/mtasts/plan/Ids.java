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
 * Decides which id a policy has. A new one is minted only when the content that senders may have
 * fetched is another; {@code docs/decisions/ids.md} has the table.
 *
 * @param now the moment of the plan
 * @param given ids that a saved plan has minted already, by domain
 */
record Ids(Instant now, Map<DomainName, PolicyId> given) {
  /**
   * The answer.
   *
   * @param issued id and content
   * @param minted whether the id is new and named after the clock
   */
  record Decision(Issued issued, boolean minted) {}

  /**
   * Decides.
   *
   * @param body the live policy body, if there is one
   * @param recordId the id of the one live record, if it has a valid one
   */
  Decision decide(
      DomainSpec spec, DomainEntry entry, Optional<String> body, Optional<PolicyId> recordId) {
    Policy policy = spec.policy();
    String content = policy.content();
    if (spec.id() == IdStrategy.CONTENT) {
      return new Decision(new Issued(PolicyId.content(policy), content), false);
    }
    boolean liveIsWanted = body.map(live -> Bodies.hold(live, policy)).orElse(false);
    boolean liveIsOther = body.isPresent() && !liveIsWanted;
    // An act that was begun goes on under its id: nobody ever saw that id with another content.
    Optional<Issued> begun =
        entry
            .intent(Part.POLICY)
            .map(Intent::issued)
            .filter(issued -> issued.content().equals(content));
    if (begun.isPresent()) {
      return new Decision(begun.get(), false);
    }
    // The ledger's id stands while nothing else was seen in its place; a file that somebody edited
    // may be in senders' caches under this id, so putting ours back needs a new one.
    Issued last = entry.issued();
    if (last != null && last.content().equals(content) && !liveIsOther) {
      return new Decision(last, false);
    }
    // What is live is wanted and bears an id that stood for nothing else: no reason for another.
    Optional<PolicyId> live =
        body.filter(text -> liveIsWanted)
            .flatMap(Bodies::embeddedId)
            .or(() -> recordId.filter(id -> liveIsWanted))
            .filter(id -> !entry.usedIds().contains(id.text()));
    if (live.isPresent()) {
      return new Decision(new Issued(live.get(), content), false);
    }
    return new Decision(new Issued(mint(spec.name(), entry, body, recordId), content), true);
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
