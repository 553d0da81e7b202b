package dev.mtasts.spec;

import dev.mtasts.policy.Mode;
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
  /** Copies the list. */
  public Rollout {
    stages = List.copyOf(stages);
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
