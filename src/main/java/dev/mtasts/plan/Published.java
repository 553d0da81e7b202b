package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Intent;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.provider.Part;
import java.util.Optional;

/** What the ledger says is published. */
public final class Published {
  private Published() {}

  /**
   * The policy that is in place, or was begun to be: that may be live too, and senders may have
   * fetched it. Empty for none.
   */
  public static Optional<Policy> policy(DomainEntry entry) {
    boolean there =
        entry.owned(Part.POLICY).isPresent()
            || entry.intent(Part.POLICY).isPresent()
            || entry.former() != null;
    if (!there) {
      return Optional.empty(); // It was taken away, and comes back as if for the first time.
    }
    return entry
        .intent(Part.POLICY)
        .map(Intent::issued)
        .or(() -> Optional.ofNullable(entry.issued()))
        .flatMap(issued -> PolicyParser.policy(issued.content()));
  }
}
