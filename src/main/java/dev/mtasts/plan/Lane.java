package dev.mtasts.plan;

import dev.mtasts.ledger.Issued;
import dev.mtasts.policy.DomainName;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one domain, in the only order that RFC 8461 §8.1 allows: what the policy needs
 * and the policy itself, then the proof that it is served, then the record.
 *
 * @param domain the mail domain
 * @param steps in order; empty where only the ledger learns something
 * @param issued the id that the policy has or gets, and its content; null where the policy goes
 * @param minted whether that id is new and named after the clock of this plan
 * @param findings what the ledger learns without an act
 * @param forget whether the ledger forgets the domain at the end
 */
public record Lane(
    DomainName domain,
    List<Step> steps,
    @Nullable Issued issued,
    boolean minted,
    Findings findings,
    boolean forget) {
  /** Copies the list. */
  public Lane {
    steps = List.copyOf(steps);
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
