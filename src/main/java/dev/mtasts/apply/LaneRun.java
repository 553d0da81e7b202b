package dev.mtasts.apply;

import dev.mtasts.plan.Act;
import dev.mtasts.plan.Lane;
import dev.mtasts.plan.Step;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.Resource;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where one lane stands during a run. Touched by the run's own thread only. */
final class LaneRun {
  private final Lane lane;
  private final Iterator<Step> steps;
  private final Map<Part, Resource> made = new EnumMap<>(Part.class);
  private int open;
  private @Nullable LaneEnd failure;
  private @Nullable LaneEnd end;

  LaneRun(Lane lane) {
    this.lane = lane;
    this.steps = lane.steps().iterator();
  }

  Lane lane() {
    return lane;
  }

  /** The next step, or empty after the last. */
  Optional<Step> next() {
    return steps.hasNext() ? Optional.of(steps.next()) : Optional.empty();
  }

  /** This many parts of the current step are under way. */
  void begin(int parts) {
    open = parts;
  }

  /** One part of the current step ended, badly where {@code bad} says so; true after the last. */
  boolean finishOne(@Nullable LaneEnd bad) {
    if (bad != null && failure == null) {
      failure = bad;
    }
    open--;
    return open == 0;
  }

  /** Remembers what an act made, for later acts that need to know. */
  void made(Act act, Outcome.Done done) {
    Resource thing = done.made() != null ? done.made() : act.change().after();
    if (thing != null) {
      made.put(act.address().part(), thing);
    }
  }

  /** What the acts so far made, by part. */
  Map<Part, Resource> made() {
    return made;
  }

  /** Whether acts of the current step are with a handler, or wait for one. */
  boolean underWay() {
    return open > 0;
  }

  /** The first failure of the current step, if any. */
  Optional<LaneEnd> failure() {
    return Optional.ofNullable(failure);
  }

  void end(LaneEnd how) {
    end = how;
  }

  Optional<LaneEnd> end() {
    return Optional.ofNullable(end);
  }

  /** Whether all went well. */
  boolean endedWell() {
    return end != null && end.how() == LaneEnd.How.DONE;
  }

  /** Whether all went well and the ledger need not know the domain any more. */
  boolean leavesNothing() {
    return lane.forget() && endedWell();
  }
}
