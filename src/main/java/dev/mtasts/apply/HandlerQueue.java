package dev.mtasts.apply;

import dev.mtasts.plan.Act;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Changes waiting for one handler. While it works, others pile up here and go as its next batch, as
 * a database groups commits. Touched by the run's own thread only, but for {@link #write}.
 */
final class HandlerQueue<R extends Resource> {
  private final Class<R> kind;
  private final Supplier<Handler<R>> handler;
  private List<Ready> waiting = new ArrayList<>();
  private boolean busy;

  /** An act whose turn it is, and the lane that it belongs to. */
  record Ready(LaneRun run, Act act) {}

  HandlerQueue(Class<R> kind, Supplier<Handler<R>> handler) {
    this.kind = kind;
    this.handler = handler;
  }

  void add(Ready ready) {
    waiting.add(ready);
  }

  boolean canGo() {
    return !busy && !waiting.isEmpty();
  }

  /** Takes all that wait; the queue is busy until {@link #free}. */
  List<Ready> take() {
    List<Ready> batch = waiting;
    waiting = new ArrayList<>();
    busy = true;
    return batch;
  }

  /** Takes all that wait, never to be done. */
  List<Ready> drop() {
    List<Ready> dropped = waiting;
    waiting = new ArrayList<>();
    return dropped;
  }

  void free() {
    busy = false;
  }

  /** Does the work, on a thread of its own. An outcome for every act, whatever happens. */
  Map<Address, Outcome> write(List<Ready> batch) {
    List<Change<R>> changes = new ArrayList<>();
    Map<Address, Outcome> outcomes = new HashMap<>();
    for (Ready ready : batch) {
      if (ready.act().waitsForKnowledge()) {
        outcomes.put(ready.act().address(), untold(ready.act()));
      } else {
        changes.add(cast(ready.act().change()));
      }
    }
    try {
      outcomes.putAll(handler.get().write(changes));
    } catch (ProviderException e) {
      changes.forEach(change -> outcomes.put(change.address(), new Outcome.Failed(e.failure())));
    } catch (RuntimeException bug) {
      changes.forEach(change -> outcomes.put(change.address(), fault(change, bug.toString())));
    }
    changes.forEach(
        change -> outcomes.computeIfAbsent(change.address(), a -> fault(change, "no outcome")));
    return outcomes;
  }

  private static Outcome untold(Act act) {
    return new Outcome.Failed(
        new Failure(
            Failure.Kind.UNAVAILABLE,
            "write " + act.address(),
            "an earlier step did not tell what this one needs to know",
            "Run apply again: it reads what is live by then and goes on."));
  }

  private static Outcome fault(Change<?> change, String what) {
    return new Outcome.Failed(
        new Failure(
            Failure.Kind.UNAVAILABLE,
            "write " + change.address(),
            "of a fault in mtasts (" + what + ")",
            "Plan again to see what is live, and report this."));
  }

  @SuppressWarnings("unchecked") // Checked on the line before.
  private Change<R> cast(Change<?> change) {
    if (!kind.isInstance(change.subject())) {
      throw new IllegalStateException(change.address() + " is not for this queue");
    }
    return (Change<R>) change;
  }
}
