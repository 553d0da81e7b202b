package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Seconds;
import dev.mtasts.ledger.Served;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.spec.Durations;
import dev.mtasts.spec.Rollout;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a domain stands on the way to its policy. Derived from what was published, so that a change
 * of mind, a crash or a lost ledger leave nothing behind that would have to be mended.
 *
 * @param rollout the way
 * @param index which of its stages is to be published, before any promotion
 * @param since when the record first announced that stage; null for not yet
 */
public record Standing(Rollout rollout, int index, @Nullable Instant since) {
  /**
   * Where {@code entry} stands.
   *
   * @param inPlace the policy that is published, or was begun to be; empty for none
   */
  static Standing of(Rollout rollout, DomainEntry entry, Optional<Policy> inPlace) {
    if (inPlace.isEmpty()) {
      return new Standing(rollout, 0, null);
    }
    List<Rollout.Stage> stages = rollout.stages();
    int index = 0;
    for (int i = 0; i < stages.size(); i++) {
      if (!beyond(stages.get(i), inPlace.get())) {
        index = i; // The furthest that senders have met already: no stage is ever skipped.
      }
    }
    return new Standing(rollout, index, since(stages.get(index), entry));
  }

  /** The same, from what the ledger knows. */
  public static Standing of(Rollout rollout, DomainEntry entry) {
    return of(rollout, entry, Published.policy(entry));
  }

  /** The stage itself. */
  public Rollout.Stage stage() {
    return rollout.stages().get(index);
  }

  /** One stage further, which is not announced yet. */
  Standing promoted() {
    return new Standing(rollout, index + 1, null);
  }

  /** The stage that follows; empty at the last. */
  Optional<Rollout.Stage> next() {
    int after = index + 1;
    return after < rollout.stages().size()
        ? Optional.of(rollout.stages().get(after))
        : Optional.empty();
  }

  /** When the next stage is due; empty at the last, and before this one is announced. */
  Optional<Instant> due() {
    return next().isPresent() && since != null
        ? Optional.of(since.plusSeconds(stage().hold()))
        : Optional.empty();
  }

  /** Such as {@code stage 2 of 4 (enforce, max_age 1d) since 2026-12-07T12:00:00Z}. */
  public String text() {
    return "stage "
        + (index + 1)
        + " of "
        + rollout.stages().size()
        + " ("
        + text(stage())
        + ")"
        + (since == null ? " begins" : " since " + Seconds.up(since));
  }

  /** Such as {@code enforce, max_age 1d}. */
  static String text(Rollout.Stage stage) {
    return stage.mode() + ", max_age " + Durations.text(stage.maxAge());
  }

  private static boolean beyond(Rollout.Stage stage, Policy policy) {
    Rollout.Stage met = new Rollout.Stage(policy.mode(), policy.maxAge(), 0);
    return Rollout.BY_REACH.compare(stage, met) > 0;
  }

  /** Another mx does not begin a stage anew. */
  private static @Nullable Instant since(Rollout.Stage stage, DomainEntry entry) {
    List<Served> served = entry.served();
    @Nullable Instant since = null;
    for (int i = served.size() - 1; i >= 0; i--) {
      Optional<Policy> policy = PolicyParser.policy(served.get(i).body());
      boolean same =
          policy
              .map(one -> one.mode() == stage.mode() && one.maxAge() == stage.maxAge())
              .orElse(false);
      if (!same) {
        break;
      }
      since = served.get(i).announced() == null ? since : served.get(i).announced();
    }
    return since;
  }
}
