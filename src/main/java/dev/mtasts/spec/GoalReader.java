package dev.mtasts.spec;

import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import java.util.List;
import java.util.Optional;

/**
 * Makes the policy of a domain, and the way to it.
 *
 * <p>A policy's {@code mode} and {@code max_age} are the most that a rollout goes to. Whatever of
 * the two is not given is that of the last stage which the other allows.
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
    boolean unread = unread(fields, Grammar.MODE) || unread(fields, Grammar.MAX_AGE);
    Optional<Rollout.Stage> end =
        unread ? Optional.empty() : rollout.flatMap(way -> end(fields, way, missing));
    Optional<Mode> mode = fields.get(Grammar.MODE).or(() -> end.map(Rollout.Stage::mode));
    Optional<Long> maxAge = fields.get(Grammar.MAX_AGE).or(() -> end.map(Rollout.Stage::maxAge));
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

  private static boolean unread(Fields fields, Key<?> key) {
    return fields.tried(key.name()) && fields.get(key).isEmpty();
  }

  /** The stage from which comes what is not given; no stage does where all are beyond the rest. */
  private static Optional<Rollout.Stage> end(Fields fields, Rollout way, Missing missing) {
    Optional<Mode> mode = fields.get(Grammar.MODE);
    Optional<Long> maxAge = fields.get(Grammar.MAX_AGE);
    Optional<Rollout.Stage> end = way.lastWithin(mode, maxAge);
    if (end.isEmpty() && mode.isEmpty()) {
      missing.report(Grammar.MODE);
    }
    if (end.isEmpty() && maxAge.isEmpty()) {
      missing.report(Grammar.MAX_AGE);
    }
    return end;
  }
}
