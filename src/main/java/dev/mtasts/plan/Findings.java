package dev.mtasts.plan;

import dev.mtasts.ledger.Former;
import dev.mtasts.ledger.Owned;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.provider.Part;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger learns of a domain from a plan, without an act.
 *
 * @param found what is live and equal to the spec but not in the ledger: it becomes ours without a
 *     write
 * @param gone parts of the ledger that are neither live nor wanted any more
 * @param seen ids that somebody else put into the record, never to be used again
 * @param stranger a policy that somebody else put in place, or put back, so that senders may hold
 *     it; null for none
 * @param announced where the record names the policy that is in place, or that the lane puts there,
 *     and the ledger does not know that yet, or another TTL: its TTL in seconds
 * @param unused mx patterns that the spec dropped, and since when no MX is seen that they cover
 * @param former the place that the policy was served from before; null for none
 * @param block the domain's block in the spec
 * @param protect whether the spec protects the domain
 */
public record Findings(
    Map<Part, Owned> found,
    Set<Part> gone,
    Set<PolicyId> seen,
    @Nullable Stranger stranger,
    OptionalInt announced,
    Map<String, Instant> unused,
    @Nullable Former former,
    String block,
    boolean protect) {
  /** Copies the collections. */
  public Findings {
    found = Map.copyOf(found);
    gone = Set.copyOf(gone);
    seen = Set.copyOf(seen);
    unused = Map.copyOf(unused);
  }

  /**
   * A policy that somebody else put in place.
   *
   * @param body its bytes as text
   * @param id the id that it was served under, as far as anybody can tell
   */
  public record Stranger(String body, PolicyId id) {}
}
