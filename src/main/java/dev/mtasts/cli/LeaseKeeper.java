package dev.mtasts.cli;

import dev.mtasts.apply.Stop;
import dev.mtasts.ledger.LedgerException;
import dev.mtasts.ledger.Lock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Renews a lock's lease while a run goes on, and stops the run if somebody took the lock. */
final class LeaseKeeper implements AutoCloseable {
  private final ScheduledExecutorService pool =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "lease");
            thread.setDaemon(true);
            return thread;
          });

  private final Lock.Held held;

  LeaseKeeper(Lock.Held held) {
    this.held = held;
  }

  /** From now on; {@code stop} is requested where the lock is lost. */
  void start(Stop stop) {
    long third = Lock.LEASE.toMillis() / 3;
    var unused =
        pool.scheduleWithFixedDelay(() -> renew(held, stop), third, third, TimeUnit.MILLISECONDS);
  }

  private static void renew(Lock.Held held, Stop stop) {
    try {
      held.renew();
    } catch (LedgerException lost) {
      stop.request(String.valueOf(lost.getMessage()));
    } catch (RuntimeException e) {
      // The lease lasts for two more tries; if it ends, the ledger's compare-and-set still holds.
      return;
    }
  }

  @Override
  public void close() {
    // Not interrupted: a renewal that is cut off may have happened, and then the lock stays.
    pool.shutdown();
  }
}
