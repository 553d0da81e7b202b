package dev.mtasts.apply;

import dev.mtasts.policy.Mode;
import dev.mtasts.policy.Policy;
import dev.mtasts.spec.Rollout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rollout must keep: no stage is skipped, and each is held for its time. */
final class SimStages {
  private @Nullable Policy begun;
  private @Nullable Policy announced;
  private long since;

  /**
   * Nobody knows any more what was published before: what is served now may have been announced.
   *
   * @param served the policy that is served; null for none
   */
  void forget(@Nullable Policy served, long now) {
    begun = null;
    announced = served;
    since = now;
  }

  /**
   * A file is put in place.
   *
   * @param way the rollout that the spec has; null for none
   * @return what is wrong with that; "" for nothing
   */
  String begin(Policy next, @Nullable Rollout way, long now) {
    Policy before = begun;
    begun = next;
    if (way == null || before == null) {
      return "";
    }
    List<Rollout.Stage> stages = way.stages();
    int from = reach(stages, before);
    int to = reach(stages, next);
    if (to > from + 1) {
      return "skips from stage " + from + " to " + to + " of " + stages;
    }
    boolean early =
        to == from + 1
            && from >= 0
            && announced != null
            && same(stages.get(from), announced)
            && now < since + stages.get(from).hold();
    return early ? "leaves stage " + from + " of " + stages + " before its time" : "";
  }

  /**
   * The record announces {@code policy}.
   *
   * @return whether that is another stage
   */
  boolean announce(Policy policy, long now) {
    boolean other =
        announced == null
            || announced.mode() != policy.mode()
            || announced.maxAge() != policy.maxAge();
    announced = policy;
    begun = policy; // It may have been taken over as somebody else put it there.
    since = other ? now : since;
    return other;
  }

  private static boolean same(Rollout.Stage stage, Policy policy) {
    return stage.mode() == policy.mode() && stage.maxAge() == policy.maxAge();
  }

  /** The last stage that {@code policy} reaches; -1 for none. */
  private static int reach(List<Rollout.Stage> stages, Policy policy) {
    int reached = -1;
    for (int i = 0; i < stages.size(); i++) {
      int mode = strength(stages.get(i).mode()) - strength(policy.mode());
      boolean within = mode < 0 || (mode == 0 && stages.get(i).maxAge() <= policy.maxAge());
      reached = within ? i : reached;
    }
    return reached;
  }

  private static int strength(Mode mode) {
    return switch (mode) {
      case NONE -> 0;
      case TESTING -> 1;
      case ENFORCE -> 2;
    };
  }
}
