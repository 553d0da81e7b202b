package dev.mtasts.apply;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A request to end a run soon and in order. May be made from any thread, at any time, once. */
public final class Stop {
  private final List<Runnable> hooks = new CopyOnWriteArrayList<>();
  private volatile @Nullable String reason;

  /** Asks. Only the first reason counts. */
  public void request(String why) {
    synchronized (this) {
      if (reason != null) {
        return;
      }
      reason = why;
    }
    hooks.forEach(Runnable::run);
  }

  /** Why the run is to end; null while it is not. */
  public @Nullable String reason() {
    return reason;
  }

  /** Calls {@code hook} when the request comes, or now if it came already. */
  void onRequest(Runnable hook) {
    hooks.add(hook);
    if (reason != null) {
      hook.run();
    }
  }
}
