package dev.mtasts.apply;

import dev.mtasts.ledger.LedgerStore;
import dev.mtasts.plan.Act;
import dev.mtasts.plan.Gate;
import dev.mtasts.plan.Plan;
import dev.mtasts.plan.Step;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Resource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries a plan out. One thread decides and keeps the ledger; handlers and gates work on threads
 * of their own and report back to it through an inbox, so nothing here needs a lock.
 *
 * <p>Before a batch goes to its provider, the ledger is saved with what it intends; after it, with
 * what came of it. A failed lane stops, the others go on. Once {@link Stop} is requested nothing
 * new is started, and what runs is waited for.
 */
public final class Applier {
  private final OpenProviders providers;
  private final LedgerStore store;
  private final GateCheck check;
  private final Clock clock;
  private final Event.Listener listener;
  private final Stop stop;

  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final Map<String, HandlerQueue<?>> queues = new LinkedHashMap<>();
  private final List<LaneRun> runs = new ArrayList<>();
  private int live;
  private int working;
  private int done;
  private boolean interrupted;
  private @Nullable RuntimeException trouble;

  /** For one run. */
  public Applier(
      OpenProviders providers,
      LedgerStore store,
      GateCheck check,
      Clock clock,
      Event.Listener listener,
      Stop stop) {
    this.providers = providers;
    this.store = store;
    this.check = check;
    this.clock = clock;
    this.listener = listener;
    this.stop = stop;
  }

  /**
   * Applies a plan without errors, made from the ledger that {@code store} last loaded.
   *
   * @param patience how long each gate may stay closed
   * @param parallelism how many gates are looked at side by side
   */
  public Applied apply(Plan plan, Function<Gate, Duration> patience, int parallelism) {
    Journal journal = new Journal(plan.ledger(), store::save, clock);
    ExecutorService workers = Executors.newCachedThreadPool();
    try (GatePolls gates = new GatePolls(check, patience, parallelism)) {
      stop.onRequest(() -> inbox.add(() -> stopLanes()));
      plan.lanes().forEach(journal::learn);
      plan.lanes().forEach(lane -> runs.add(new LaneRun(lane)));
      live = runs.size();
      runs.forEach(run -> advance(run, gates));
      while (live > 0 || working > 0) {
        turn(journal, workers, gates);
      }
      runs.stream().filter(LaneRun::endedWell).map(LaneRun::lane).forEach(journal::arrived);
      runs.stream().filter(LaneRun::leavesNothing).map(LaneRun::lane).forEach(journal::forget);
      saveAtLast(journal);
    } finally {
      workers.shutdown();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    List<LaneEnd> ends = runs.stream().map(LaneRun::end).flatMap(Optional::stream).toList();
    return new Applied(ends, done, trouble);
  }

  /** One turn: note intents, save, hand batches out, wait for news. */
  private void turn(Journal journal, ExecutorService workers, GatePolls gates) {
    Map<HandlerQueue<?>, List<HandlerQueue.Ready>> batches = new LinkedHashMap<>();
    for (HandlerQueue<?> queue : queues.values()) {
      if (trouble == null && stop.reason() == null && queue.canGo()) {
        batches.put(queue, queue.take());
      }
    }
    batches.values().forEach(batch -> batch.forEach(r -> journal.intend(r.run().lane(), r.act())));
    if (saveOrStop(journal)) {
      batches.forEach((queue, batch) -> handOut(queue, batch, journal, workers, gates));
    } else {
      batches.forEach(
          (queue, batch) -> {
            queue.free();
            batch.forEach(ready -> abandon(ready.run()));
          });
    }
    if (live == 0 && working == 0) {
      return;
    }
    try {
      inbox.take().run();
      for (Runnable more = inbox.poll(); more != null; more = inbox.poll()) {
        more.run();
      }
    } catch (InterruptedException e) {
      interrupted = true; // Told again at the end: until then the inbox must be heard.
      stop.request("interrupted");
    }
  }

  private void handOut(
      HandlerQueue<?> queue,
      List<HandlerQueue.Ready> batch,
      Journal journal,
      ExecutorService workers,
      GatePolls gates) {
    working++;
    batch.forEach(ready -> listener.on(new Event.Started(ready.act())));
    workers.execute(
        () -> {
          Map<Address, Outcome> outcomes;
          try {
            outcomes = queue.write(batch);
          } catch (Error fatal) {
            // Out of memory, a class that is missing: nothing to report but this.
            inbox.add(
                () -> {
                  throw fatal;
                });
            return;
          }
          inbox.add(
              () -> {
                working--;
                queue.free();
                batch.forEach(r -> finish(r, outcomes, journal, gates));
              });
        });
  }

  private void finish(
      HandlerQueue.Ready ready, Map<Address, Outcome> outcomes, Journal journal, GatePolls gates) {
    LaneRun run = ready.run();
    Act act = ready.act();
    Outcome outcome = outcomes.get(act.address());
    if (outcome == null) {
      throw new IllegalStateException("no outcome for " + act.address());
    }
    journal.ended(run.lane(), act, outcome);
    listener.on(new Event.Finished(act, outcome));
    LaneEnd bad = Endings.of(run.lane(), act, outcome);
    if (outcome instanceof Outcome.Done ended) {
      done++;
      run.made(act, ended);
    }
    if (run.finishOne(bad) && run.end().isEmpty()) {
      run.failure().ifPresentOrElse(end -> end(run, end), () -> advance(run, gates));
    }
  }

  /** Begins the next step of a lane, or ends it. */
  private void advance(LaneRun run, GatePolls gates) {
    Optional<Step> next = run.next();
    if (next.isEmpty()) {
      end(run, new LaneEnd(run.lane().domain(), LaneEnd.How.DONE, "", null));
    } else if (stop.reason() != null || trouble != null) {
      abandon(run);
    } else if (next.get() instanceof Step.Acts acts) {
      run.begin(acts.acts().size());
      acts.acts()
          .forEach(act -> queue(act).add(new HandlerQueue.Ready(run, act.knowing(run.made()))));
    } else if (next.get() instanceof Step.Await await) {
      watch(run, await.gate().knowing(run.made()), gates);
    }
  }

  private void watch(LaneRun run, Gate gate, GatePolls gates) {
    gates.watch(
        gate,
        new GatePolls.Watcher() {
          @Override
          public void waiting(Duration elapsed, String fault) {
            inbox.add(() -> listener.on(new Event.Waiting(gate, elapsed, fault)));
          }

          @Override
          public void opened(Duration elapsed) {
            inbox.add(
                () -> {
                  listener.on(new Event.Opened(gate, elapsed));
                  if (run.end().isEmpty()) {
                    advance(run, gates);
                  }
                });
          }

          @Override
          public void gaveUp(Duration elapsed, String fault) {
            inbox.add(() -> end(run, Endings.closed(run.lane(), gate, elapsed, fault)));
          }
        });
  }

  private HandlerQueue<?> queue(Act act) {
    String provider = act.provider();
    Resource subject = act.change().subject();
    return queues.computeIfAbsent(
        provider + " " + subject.getClass().getSimpleName(), key -> queue(provider, subject));
  }

  private HandlerQueue<?> queue(String provider, Resource subject) {
    if (subject instanceof PolicyFile) {
      return new HandlerQueue<>(PolicyFile.class, () -> providers.files(provider));
    }
    if (subject instanceof PolicyHost) {
      return new HandlerQueue<>(PolicyHost.class, () -> providers.hosts(provider));
    }
    if (subject instanceof Certificate) {
      return new HandlerQueue<>(Certificate.class, () -> providers.certificates(provider));
    }
    return new HandlerQueue<>(DnsRecordSet.class, () -> providers.records(provider));
  }

  private boolean saveOrStop(Journal journal) {
    if (trouble != null) {
      return false;
    }
    try {
      journal.save();
      return true;
    } catch (RuntimeException e) {
      trouble = e;
      stopLanes();
      return false;
    }
  }

  /** Once more even after trouble: what was done since may be saved by now. */
  private void saveAtLast(Journal journal) {
    try {
      journal.save();
    } catch (RuntimeException e) {
      if (trouble == null) {
        trouble = e;
      }
    }
  }

  /** Ends what has not begun; acts under way end by themselves. */
  private void stopLanes() {
    for (HandlerQueue<?> queue : queues.values()) {
      queue.drop().forEach(ready -> abandon(ready.run()));
    }
    for (LaneRun run : runs) {
      // A lane without an act under way waits at a gate.
      if (run.end().isEmpty() && !run.underWay()) {
        abandon(run);
      }
    }
  }

  private void abandon(LaneRun run) {
    end(run, Endings.stopped(run.lane(), stop.reason()));
  }

  private void end(LaneRun run, LaneEnd how) {
    if (run.end().isPresent()) {
      return;
    }
    run.end(how);
    live--;
    listener.on(new Event.Ended(how));
  }
}
