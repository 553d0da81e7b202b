package dev.mtasts.apply;

import dev.mtasts.plan.Gate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Looks at closed gates again and again, side by side, until they open or patience ends. */
final class GatePolls implements AutoCloseable {
  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final GateCheck check;
  private final Function<Gate, Duration> patience;
  private final ScheduledExecutorService pool;

  GatePolls(GateCheck check, Function<Gate, Duration> patience, int parallelism) {
    this.check = check;
    this.patience = patience;
    this.pool = Executors.newScheduledThreadPool(parallelism, GatePolls::daemon);
  }

  /** What became of a gate; called from the pool's threads. */
  interface Watcher {
    void waiting(Duration elapsed, String fault);

    void opened(Duration elapsed);

    void gaveUp(Duration elapsed, String fault);
  }

  void watch(Gate gate, Watcher watcher) {
    look(gate, watcher, System.nanoTime(), 0, FIRST_PAUSE_MILLIS);
  }

  private void look(Gate gate, Watcher watcher, long since, long delay, long pause) {
    try {
      var unused =
          pool.schedule(() -> lookNow(gate, watcher, since, pause), delay, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return; // Closed: the run is stopping, and the lane was told so already.
    }
  }

  private void lookNow(Gate gate, Watcher watcher, long since, long pause) {
    Optional<String> fault;
    try {
      fault = check.fault(gate);
    } catch (RuntimeException | Error bug) {
      fault = Optional.of("a fault in mtasts: " + bug);
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - since);
    if (fault.isEmpty()) {
      watcher.opened(elapsed);
    } else if (elapsed.plusMillis(pause).compareTo(patience.apply(gate)) > 0) {
      watcher.gaveUp(elapsed, fault.get());
    } else {
      watcher.waiting(elapsed, fault.get());
      look(gate, watcher, since, pause, Math.min(pause * 2, LONGEST_PAUSE_MILLIS));
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "gate");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
