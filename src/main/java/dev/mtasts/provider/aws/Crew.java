package dev.mtasts.provider.aws;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A few threads for calls that may go side by side. Made at the first use; one item never needs
 * one.
 */
final class Crew implements AutoCloseable {
  private final String name;
  private final int size;
  private @Nullable ExecutorService threads;

  Crew(String name, int size) {
    this.name = name;
    this.size = size;
  }

  /**
   * The results in the order of the items. {@code work} turns its own failures into results.
   *
   * @throws ProviderException where the run was interrupted meanwhile
   */
  <T, R> List<R> each(List<T> items, Function<? super T, ? extends R> work) {
    List<R> results = new ArrayList<>(items.size());
    if (items.size() == 1) {
      results.add(work.apply(items.get(0)));
      return results;
    }
    List<Future<? extends R>> running = new ArrayList<>(items.size());
    for (T item : items) {
      running.add(threads().submit(() -> work.apply(item)));
    }
    try {
      for (Future<? extends R> each : running) {
        results.add(each.get());
      }
      return results;
    } catch (InterruptedException e) {
      running.forEach(each -> each.cancel(true));
      Thread.currentThread().interrupt();
      throw interrupted().asException();
    } catch (ExecutionException e) {
      running.forEach(each -> each.cancel(true));
      if (e.getCause() instanceof ProviderException ours) {
        throw ours;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public synchronized void close() {
    if (threads != null) {
      threads.shutdownNow();
      threads = null;
    }
  }

  private synchronized ExecutorService threads() {
    if (threads == null) {
      threads =
          Executors.newFixedThreadPool(
              size,
              task -> {
                Thread thread = new Thread(task, name);
                thread.setDaemon(true);
                return thread;
              });
    }
    return threads;
  }

  private Failure interrupted() {
    return new Failure(
        Failure.Kind.UNAVAILABLE,
        "finish the requests to " + name,
        "the run was interrupted",
        "Run the command again; it reads anew what is live.");
  }
}
