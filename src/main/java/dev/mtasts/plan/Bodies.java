package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Intent;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.provider.Part;
import java.util.Optional;

/** Compares policy bodies by what decides about ids: the bytes without the id line. */
final class Bodies {
  private Bodies() {}

  /** Whether {@code body} is {@code policy} in canonical form, with or without an id line. */
  static boolean hold(String body, Policy policy) {
    String content = policy.content();
    return body.equals(content)
        || embeddedId(body).map(id -> body.equals(policy.body(id))).orElse(false);
  }

  /** The id line of a body, where a record could carry that id. */
  static Optional<PolicyId> embeddedId(String body) {
    return PolicyParser.parse(body).id();
  }

  /**
   * The policy that we published, or began to publish: what was begun may be live, and senders may
   * have fetched it.
   */
  static Optional<Policy> inPlace(DomainEntry entry) {
    return entry
        .intent(Part.POLICY)
        .map(Intent::issued)
        .or(() -> Optional.ofNullable(entry.issued()))
        .flatMap(issued -> PolicyParser.parse(issued.content()).policy());
  }
}
