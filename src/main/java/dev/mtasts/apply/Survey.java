package dev.mtasts.apply;

import dev.mtasts.plan.Questions;
import dev.mtasts.plan.World;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Resource;
import dev.mtasts.provider.Wanted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads what a plan needs to know: all providers side by side, each asked once. */
public final class Survey {
  private final OpenProviders providers;

  /** Over the providers of a spec. */
  public Survey(OpenProviders providers) {
    this.providers = providers;
  }

  /** The answers. A provider that cannot be opened or asked leaves all its items unread. */
  public World read(Questions questions) {
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      var files = asking(questions.files(), providers::files, pool);
      var records = asking(questions.records(), providers::records, pool);
      var hosts = asking(questions.hosts(), providers::hosts, pool);
      var certificates = asking(questions.certificates(), providers::certificates, pool);
      return World.of(together(files), together(records), together(hosts), together(certificates));
    } finally {
      pool.shutdownNow();
    }
  }

  private static <R extends Resource> List<CompletableFuture<Map<Address, Reading<R>>>> asking(
      Map<String, List<Wanted<R>>> questions,
      Function<String, Handler<R>> handlers,
      ExecutorService pool) {
    List<CompletableFuture<Map<Address, Reading<R>>>> answers = new ArrayList<>();
    questions.forEach(
        (name, wanted) ->
            answers.add(
                CompletableFuture.supplyAsync(
                    () -> ask(() -> handlers.apply(name), wanted), pool)));
    return answers;
  }

  /** The answers of one handler, which leaves all unread where it cannot be had or asked. */
  static <R extends Resource> Map<Address, Reading<R>> ask(
      Supplier<Handler<R>> handler, List<Wanted<R>> wanted) {
    try {
      return handler.get().read(wanted);
    } catch (ProviderException e) {
      Map<Address, Reading<R>> unread = new HashMap<>();
      wanted.forEach(
          want -> unread.put(want.expected().address(), new Reading.Unread<>(e.failure())));
      return unread;
    }
  }

  private static <R extends Resource> Map<Address, Reading<R>> together(
      List<CompletableFuture<Map<Address, Reading<R>>>> parts) {
    Map<Address, Reading<R>> all = new HashMap<>();
    for (CompletableFuture<Map<Address, Reading<R>>> part : parts) {
      try {
        all.putAll(part.join());
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException bug) {
          throw bug;
        }
        throw e;
      }
    }
    return all;
  }
}
