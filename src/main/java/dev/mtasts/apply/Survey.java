package dev.mtasts.apply;

import dev.mtasts.plan.Questions;
import dev.mtasts.plan.World;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.PolicyFile;
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
      List<CompletableFuture<Map<Address, Reading<PolicyFile>>>> files = new ArrayList<>();
      questions
          .files()
          .forEach(
              (name, wanted) ->
                  files.add(
                      CompletableFuture.supplyAsync(
                          () -> ask(() -> providers.files(name), wanted), pool)));
      List<CompletableFuture<Map<Address, Reading<DnsRecordSet>>>> records = new ArrayList<>();
      questions
          .records()
          .forEach(
              (name, wanted) ->
                  records.add(
                      CompletableFuture.supplyAsync(
                          () -> ask(() -> providers.records(name), wanted), pool)));
      return new World(together(files), together(records));
    } finally {
      pool.shutdownNow();
    }
  }

  private static <R extends Resource> Map<Address, Reading<R>> ask(
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
