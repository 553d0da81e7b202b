package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Intent;
import dev.mtasts.ledger.Issued;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Reading;
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
    return begun(entry)
        .or(() -> Optional.ofNullable(entry.issued()))
        .flatMap(issued -> PolicyParser.policy(issued.content()));
  }

  /** The same, once somebody looked: what an unfinished upload did not bring is not in place. */
  static Optional<Policy> policy(DomainEntry entry, Reading<PolicyFile> seen) {
    Optional<Policy> begun = begun(entry).flatMap(issued -> PolicyParser.policy(issued.content()));
    boolean came =
        seen instanceof Reading.Live<PolicyFile> live
            ? begun.map(policy -> Bodies.say(live.resource().body(), policy)).orElse(true)
            : !(seen instanceof Reading.Absent<PolicyFile>);
    return policy(begun.isEmpty() || came ? entry : entry.forgetting(Part.POLICY));
  }

  private static Optional<Issued> begun(DomainEntry entry) {
    return entry.intent(Part.POLICY).map(Intent::issued);
  }
}
