package dev.mtasts.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.Pacer;
import dev.mtasts.testing.MemoryBlobs;
import dev.mtasts.testing.TestClock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LockTest {
  private final TestClock clock = new TestClock("2026-11-23T12:00:00Z");
  private final MemoryBlobs blobs = new MemoryBlobs();
  private final Lock lock = new Lock(blobs, clock);
  private final Pacer.Sleeper sleeper = clock::pass;

  private Lock.Held take(Duration patience) throws InterruptedException {
    return lock.acquire("ann@host (process 1)", "apply", patience, sleeper);
  }

  @Test
  void aSecondRunIsToldWhoHoldsTheLockAndHowToBreakIt() throws InterruptedException {
    try (Lock.Held held = take(Duration.ZERO)) {
      assertThatThrownBy(() -> take(Duration.ZERO))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("held by ann@host (process 1) for apply")
          .hasMessageContaining("mtasts unlock " + held.holder().id());
    }
    take(Duration.ZERO).close();
  }

  @Test
  void aRunWaitsAsLongAsItWasTold() throws InterruptedException {
    Lock.Held held = take(Duration.ZERO);
    Pacer.Sleeper releasing =
        time -> {
          clock.pass(time);
          held.close();
        };

    lock.acquire("bob", "apply", Duration.ofSeconds(5), releasing).close();
  }

  @Test
  void aStaleLockIsTakenOver() throws InterruptedException {
    Lock.Held dead = take(Duration.ZERO);
    clock.pass(Lock.LEASE);

    Lock.Held mine = take(Duration.ZERO);

    assertThatThrownBy(dead::renew).hasMessageContaining("taken from this run");
    dead.close();
    assertThat(lock.holder()).contains(mine.holder());
  }

  @Test
  void aLeaseThatIsRenewedIsNotStale() throws InterruptedException {
    try (Lock.Held held = take(Duration.ZERO)) {
      clock.pass(Lock.LEASE.minusSeconds(1));
      held.renew();
      clock.pass(Lock.LEASE.minusSeconds(1));

      assertThatThrownBy(() -> take(Duration.ZERO)).isInstanceOf(LedgerException.class);
    }
  }

  @Test
  void unlockTakesTheIdOfThisVeryHolding() throws InterruptedException {
    Lock.Held held = take(Duration.ZERO);

    assertThatThrownBy(() -> lock.release("another"))
        .hasMessageContaining(held.holder().id())
        .hasMessageContaining("left alone");
    assertThat(lock.release(held.holder().id()).who()).isEqualTo("ann@host (process 1)");
    assertThatThrownBy(() -> lock.release(held.holder().id())).hasMessageContaining("is free");
  }

  @Test
  void aLockThatNobodyCanReadIsNotBrokenByItself() {
    blobs.plant(Blobs.Key.LOCK, "{");

    assertThatThrownBy(() -> take(Duration.ZERO))
        .hasMessageContaining("not readable as a lock")
        .hasMessageContaining("mtasts unlock unreadable");
    assertThat(lock.release("unreadable").who()).isEqualTo("unknown");
  }

  @Test
  void ofManyWhoTryAtOnceOneWins() throws InterruptedException {
    AtomicInteger winners = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    for (int i = 0; i < 40; i++) {
      pool.execute(
          () -> {
            try {
              new Lock(blobs, clock).acquire("x", "apply", Duration.ZERO, time -> {});
              winners.incrementAndGet();
            } catch (LedgerException held) {
              assertThat(held.reason()).isEqualTo(LedgerException.Reason.LOCKED);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }
    pool.shutdown();

    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(winners).hasValue(1);
  }
}
