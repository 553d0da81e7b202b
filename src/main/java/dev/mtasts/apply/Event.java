package dev.mtasts.apply;

import dev.mtasts.plan.Act;
import dev.mtasts.plan.Gate;
import dev.mtasts.provider.Outcome;
import java.time.Duration;

/** What a run has to tell while it goes on. */
public sealed interface Event {
  /** An act was handed to its provider. */
  record Started(Act act) implements Event {}

  /** An act ended. */
  record Finished(Act act, Outcome outcome) implements Event {}

  /** A gate was looked at and is closed. */
  record Waiting(Gate gate, Duration elapsed, String fault) implements Event {}

  /** A gate is open. */
  record Opened(Gate gate, Duration elapsed) implements Event {}

  /** A lane came to its end. */
  record Ended(LaneEnd end) implements Event {}

  /** Whoever listens. Called by one thread. */
  @FunctionalInterface
  interface Listener {
    /** Takes note. */
    void on(Event event);
  }
}
