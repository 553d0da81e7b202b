package dev.mtasts.apply;

import dev.mtasts.plan.Act;
import dev.mtasts.plan.Gate;
import dev.mtasts.plan.Lane;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Part;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells why a lane could not end well: what was tried, why not, what is unharmed, what to do. */
final class Endings {
  private Endings() {}

  /** The end that an outcome means for its lane; null where the lane may go on. */
  static @Nullable LaneEnd of(Lane lane, Act act, Outcome outcome) {
    if (outcome instanceof Outcome.Failed failed) {
      Failure failure = failed.failure();
      String message = failure.message() + " " + unharmed(act);
      return new LaneEnd(lane.domain(), LaneEnd.How.FAILED, message, failure.kind());
    }
    if (outcome instanceof Outcome.Moved moved) {
      String message =
          "Tried to "
              + act.change().action().word()
              + " "
              + act.address()
              + " but failed because it changed since the plan: "
              + moved.field()
              + " was "
              + moved.expected()
              + ", is "
              + moved.found()
              + ". It was left as it is. Plan again. "
              + unharmed(act);
      return new LaneEnd(lane.domain(), LaneEnd.How.MOVED, message, null);
    }
    return null;
  }

  static LaneEnd closed(Lane lane, Gate gate, Duration elapsed, String fault) {
    String message =
        "Waited "
            + elapsed.toSeconds()
            + " s for "
            + gate.awaited()
            + ", but the last answer was: "
            + fault
            + ". "
            + gate.meanwhile();
    return new LaneEnd(lane.domain(), LaneEnd.How.CLOSED, message, null);
  }

  static LaneEnd stopped(Lane lane, @Nullable String reason) {
    String message =
        reason == null
            ? "Stopped before its end (the ledger could not be saved). What was done so far stays"
                + " done, and the next plan finds it. Mend the ledger's place, then run apply"
                + " again to go on."
            : "Stopped before its end ("
                + reason
                + "). What was done is in the ledger; run apply again to go on.";
    return new LaneEnd(lane.domain(), LaneEnd.How.STOPPED, message, null);
  }

  private static String unharmed(Act act) {
    return act.address().part() == Part.RECORD
        ? "The policy is in place; only its announcement is missing, so senders keep the policy that"
            + " they have."
        : "The record was not touched, so senders keep the policy that they have.";
  }
}
