package dev.mtasts.cli;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Policy;
import dev.mtasts.provider.Progress;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Rollout;
import dev.mtasts.verify.Checks;
import dev.mtasts.verify.Facts;
import dev.mtasts.verify.Inspection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks at many domains side by side, and tells of them in the order in which they were named. */
record VerifyRun(Inspection inspection, int parallelism, Progress progress) {
  private static final long LOOK_UP_MILLIS = 200;

  Verified look(Map<DomainName, Optional<DomainSpec>> targets, Clock clock) {
    int width = Math.min(parallelism, targets.size());
    ExecutorService pool = Executors.newFixedThreadPool(width, VerifyRun::daemon);
    AtomicInteger done = new AtomicInteger();
    try {
      List<Future<Verified.Domain>> running = new ArrayList<>();
      targets.forEach(
          (name, spec) ->
              running.add(
                  pool.submit(
                      () -> {
                        Verified.Domain domain = look(name, spec);
                        done.incrementAndGet();
                        return domain;
                      })));
      List<Verified.Domain> domains = new ArrayList<>();
      for (Future<Verified.Domain> one : running) {
        domains.add(await(one, done, targets.size()));
      }
      return new Verified(clock.instant(), domains);
    } finally {
      pool.shutdownNow();
    }
  }

  private Verified.Domain look(DomainName name, Optional<DomainSpec> spec) {
    Facts facts = inspection.look(name);
    Optional<Checks.Wanted> wanted =
        spec.map(domain -> new Checks.Wanted(domain.policy(), stages(domain), domain.tlsRpt()));
    return new Verified.Domain(
        name, Checks.of(facts, wanted), facts, spec.map(DomainSpec::location));
  }

  private static List<Policy> stages(DomainSpec domain) {
    return domain.rollout().map(Rollout::stages).orElse(List.of()).stream()
        .map(stage -> new Policy(stage.mode(), domain.policy().mx(), stage.maxAge()))
        .toList();
  }

  private Verified.Domain await(Future<Verified.Domain> one, AtomicInteger done, int total) {
    while (true) {
      try {
        return one.get(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillLooking) {
        progress.at("domains looked at:", done.get(), total);
      } catch (ExecutionException e) {
        throw new IllegalStateException("looking at a domain failed", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("nobody interrupts this thread", e);
      }
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "verify-domain");
    thread.setDaemon(true);
    return thread;
  }
}
