package dev.mtasts.plan;

import dev.mtasts.ledger.Issued;
import dev.mtasts.ledger.Owned;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.provider.Part;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What happens to one domain, in the only order that RFC 8461 §8.1 allows: what the policy needs
 * and the policy itself, then the proof that it is served, then the record.
 *
 * @param domain the mail domain
 * @param steps in order; empty where only the ledger learns something
 * @param issued the id that the policy has or gets, and its content
 * @param minted whether that id is new and named after the clock of this plan
 * @param found what is live and equal to the spec but not in the ledger: it becomes ours without a
 *     write
 * @param gone parts of the ledger that are neither live nor wanted any more
 * @param seen ids that somebody else put into the record, never to be used again
 * @param protect whether the spec protects the domain
 */
public record Lane(
    DomainName domain,
    List<Step> steps,
    Issued issued,
    boolean minted,
    Map<Part, Owned> found,
    Set<Part> gone,
    Set<PolicyId> seen,
    boolean protect) {
  /** Copies the collections. */
  public Lane {
    steps = List.copyOf(steps);
    found = Map.copyOf(found);
    gone = Set.copyOf(gone);
    seen = Set.copyOf(seen);
  }

  /** All gates, in order. */
  public List<Gate> gates() {
    return steps.stream()
        .filter(Step.Await.class::isInstance)
        .map(step -> ((Step.Await) step).gate())
        .toList();
  }

  /** Whether one of the gates is of that kind. */
  boolean awaits(Class<? extends Gate> kind) {
    return gates().stream().anyMatch(kind::isInstance);
  }

  /** All acts, in order. */
  public Stream<Act> acts() {
    return steps.stream()
        .filter(Step.Acts.class::isInstance)
        .flatMap(step -> ((Step.Acts) step).acts().stream());
  }
}
