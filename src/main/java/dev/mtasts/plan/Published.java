package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.policy.Policy;
import java.util.Optional;

/** What the ledger says is published. */
public final class Published {
  private Published() {}

  /** The policy that is in place, or was begun to be; empty for none. */
  public static Optional<Policy> policy(DomainEntry entry) {
    return Bodies.inPlace(entry);
  }
}
