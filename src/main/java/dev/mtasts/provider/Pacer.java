package dev.mtasts.provider;

import java.time.Duration;

/**
 * A token bucket: lets a burst through and then no more than a steady rate, so that a run stays
 * below a service's limit instead of being locked out by it. Safe for several threads.
 */
public final class Pacer {
  /** Waits; replaced in tests. */
  @FunctionalInterface
  public interface Sleeper {
    /** Sleeps for {@code time}. */
    void sleep(Duration time) throws InterruptedException;

    /**
     * Sleeps on behalf of something that is tried.
     *
     * @param tried as {@link Failure#tried} wants it
     * @param todo as {@link Failure#todo} wants it
     * @throws ProviderException where the thread is interrupted, with that status set again
     */
    default void sleep(Duration time, String tried, String todo) {
      try {
        sleep(time);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure(Failure.Kind.UNAVAILABLE, tried, "the run was interrupted", todo)
            .asException();
      }
    }

    /** The thread's own sleep. */
    Sleeper REAL = time -> Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
  }

  private final double burst;
  private final double perNano;
  private final Sleeper sleeper;
  private double tokens;
  private long last = System.nanoTime();

  /**
   * A full bucket.
   *
   * @param burst how many may go at once
   * @param perSecond how many are added a second
   */
  public Pacer(double burst, double perSecond, Sleeper sleeper) {
    this.burst = burst;
    this.perNano = perSecond / 1e9;
    this.sleeper = sleeper;
    this.tokens = burst;
  }

  /** Takes {@code cost} tokens, after a wait where they are not there yet. */
  public void take(double cost) {
    Duration wait;
    synchronized (this) {
      long now = System.nanoTime();
      tokens = Math.min(burst, tokens + (now - last) * perNano);
      last = now;
      tokens -= cost; // May go below zero: later callers queue behind this debt.
      wait = tokens >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-tokens / perNano));
    }
    if (!wait.isZero()) {
      sleeper.sleep(wait, "wait for a service's rate limit", "Run the command again.");
    }
  }
}
