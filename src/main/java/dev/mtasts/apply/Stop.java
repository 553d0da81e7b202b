package dev.mtasts.apply;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request to end a run soon and in order. May be made from any thread, at any time, once. */
public final class Stop {
  /** The request came while nothing had been changed yet, so there is nothing to finish. */
  public static final class Requested extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Requested(@Nullable String reason) {
      super("Stopped (" + reason + "). Nothing was changed.");
    }
  }

  private final List<Runnable> hooks = new CopyOnWriteArrayList<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private volatile @Nullable String reason;

  /** Asks. Only the first reason counts. */
  public void request(String why) {
    synchronized (this) {
      if (reason != null) {
        return;
      }
      reason = why;
    }
    asked.countDown();
    hooks.forEach(Runnable::run);
  }

  /** Why the run is to end; null while it is not. */
  public @Nullable String reason() {
    return reason;
  }

  /**
   * Does {@code work}, which changes nothing, on a thread of its own, and leaves it alone when the
   * request comes: nobody should have to wait for a slow reading, or for a person's answer.
   *
   * @throws Requested where the request came first
   */
  public <T> T orLeave(Supplier<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread = new Thread(() -> complete(result, work), "reading");
    thread.setDaemon(true);
    thread.start();
    onRequest(() -> result.completeExceptionally(new Requested(reason)));
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static <T> void complete(CompletableFuture<T> result, Supplier<T> work) {
    try {
      result.complete(work.get());
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  /**
   * Sleeps for {@code time}.
   *
   * @throws Requested as soon as the request comes
   */
  public void sleep(Duration time) throws InterruptedException {
    if (asked.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new Requested(reason);
    }
  }

  /** Calls {@code hook} when the request comes, or now if it came already. */
  void onRequest(Runnable hook) {
    hooks.add(hook);
    if (reason != null) {
      hook.run();
    }
  }
}
