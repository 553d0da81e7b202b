package dev.mtasts.spec;

import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import java.util.List;
import java.util.Optional;

/**
 * Makes the policy of a domain, and the way to it.
 *
 * <p>A policy's {@code mode} and {@code max_age} are the most that a rollout goes to. A mode that
 * is not given is that of the last stage; such a max_age is that of the last stage within the mode.
 */
final class GoalReader {
  /** Told of a key of the policy that is needed and not there. */
  @FunctionalInterface
  interface Missing {
    /** The domain's policy has no {@code key}. */
    void report(Key<?> key);
  }

  /**
   * What a domain is to publish.
   *
   * @param policy in the end
   * @param rollout the way there; its last stage is the policy
   */
  record Goal(Policy policy, Optional<Rollout> rollout) {}

  private final Problems problems;

  GoalReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * The goal, or empty after problems were reported.
   *
   * @param fields of the policy, which may lack mode and max_age where there is a rollout
   * @param node where they stand
   */
  Optional<Goal> read(
      Fields fields, Node.Mapping node, Optional<Rollout> rollout, Missing missing) {
    Optional<Mode> mode = mode(fields, rollout);
    Optional<Long> maxAge = maxAge(fields, rollout, mode, missing);
    Optional<List<MxPattern>> mx = fields.get(Grammar.MX);
    boolean needed = mode.isPresent() && mode.get() != Mode.NONE;
    if (needed && mx.map(List::isEmpty).orElse(!fields.tried(Grammar.MX.name()))) {
      missing.report(Grammar.MX);
      return Optional.empty();
    }
    if (mode.isEmpty() || maxAge.isEmpty() || (needed && mx.isEmpty())) {
      return Optional.empty();
    }
    if (rollout.isPresent() && !rollout.get().reaches(mode.get(), maxAge.get())) {
      boolean further = !rollout.get().end().mode().equals(mode.get());
      problems.add(
          node.at(further ? Grammar.MODE.name() : Grammar.MAX_AGE.name()),
          "this is beyond the last stage of the rollout",
          "Add a stage to the rollout, or lower the policy.");
      return Optional.empty();
    }
    return Optional.of(
        new Goal(
            new Policy(mode.get(), mx.orElse(List.of()), maxAge.get()),
            rollout.map(way -> way.upTo(mode.get(), maxAge.get()))));
  }

  private static Optional<Mode> mode(Fields fields, Optional<Rollout> rollout) {
    return fields.tried(Grammar.MODE.name())
        ? fields.get(Grammar.MODE)
        : rollout.map(way -> way.end().mode());
  }

  private static Optional<Long> maxAge(
      Fields fields, Optional<Rollout> rollout, Optional<Mode> mode, Missing missing) {
    if (fields.tried(Grammar.MAX_AGE.name()) || rollout.isEmpty() || mode.isEmpty()) {
      return fields.get(Grammar.MAX_AGE);
    }
    Optional<Long> last = rollout.get().lastWithin(mode.get()).map(Rollout.Stage::maxAge);
    if (last.isEmpty()) {
      missing.report(Grammar.MAX_AGE);
    }
    return last;
  }
}
