package dev.mtasts.spec;

import dev.mtasts.policy.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The way to a domain's policy, in stages.
 *
 * @param stages in order, at least one, no two with the same mode and max_age; the last has the
 *     mode and max_age of {@link DomainSpec#policy}
 * @param pause whether to stay at the stage that is published
 * @param wave how many domains may be promoted at a time; empty for any number
 */
public record Rollout(List<Stage> stages, boolean pause, Optional<Wave> wave) {
  /** By mode, then max_age: what senders are held to, and for how long. */
  public static final Comparator<Stage> BY_REACH =
      Comparator.comparingInt((Stage stage) -> rank(stage.mode())).thenComparingLong(Stage::maxAge);

  /** Copies the list. */
  public Rollout {
    stages = List.copyOf(stages);
  }

  /** The last stage. */
  Stage end() {
    return stages.get(stages.size() - 1);
  }

  /** Whether its last stage is the policy {@code mode} with {@code maxAge}, or goes beyond. */
  boolean reaches(Mode mode, long maxAge) {
    return BY_REACH.compare(end(), new Stage(mode, maxAge, 0)) >= 0;
  }

  /** The last stage that asks no more of senders than {@code mode}; empty where all do. */
  Optional<Stage> lastWithin(Mode mode) {
    return stages.stream()
        .filter(stage -> rank(stage.mode()) <= rank(mode))
        .reduce((before, after) -> after);
  }

  /**
   * The way to a policy that it {@link #reaches}: without the stages beyond, and with the policy
   * itself for the last.
   */
  Rollout upTo(Mode mode, long maxAge) {
    Stage goal = new Stage(mode, maxAge, 0);
    List<Stage> kept =
        new ArrayList<>(
            stages.stream().filter(stage -> BY_REACH.compare(stage, goal) < 0).toList());
    kept.add(goal);
    return new Rollout(kept, pause, wave);
  }

  private static int rank(Mode mode) {
    return switch (mode) {
      case NONE -> 0;
      case TESTING -> 1;
      case ENFORCE -> 2;
    };
  }

  /**
   * One stage.
   *
   * @param mode what is published
   * @param maxAge the same, in seconds
   * @param hold for how many seconds it stands before the next; 0 for the last
   */
  public record Stage(Mode mode, long maxAge, long hold) {}

  /**
   * A limit over all domains that have the same rollout.
   *
   * @param size how many domains are promoted
   * @param every in how many seconds
   */
  public record Wave(int size, long every) {}
}
