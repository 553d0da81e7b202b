package dev.mtasts.cli;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Progress;
import dev.mtasts.verify.HostLook;
import dev.mtasts.verify.PolicyFetcher;
import dev.mtasts.verify.Resolver;
import dev.mtasts.verify.Visit;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks at the policy hosts of many domains side by side, as a sender does.
 *
 * @param patience for all of them together
 */
record HostVisits(Resolver resolver, PolicyFetcher fetcher, Duration patience, Progress progress) {
  /** For a fleet: a host that is slow, or a dead network, must not hold up the others for long. */
  static final Duration TWO_MINUTES = Duration.ofMinutes(2);

  private static final int SIDE_BY_SIDE = 32;
  private static final long LOOK_UP_MILLIS = 200;

  /**
   * What was seen of one policy host.
   *
   * @param visits one for each address; empty where there is none
   * @param fault why there is no visit, a clause; "" where there is one
   * @param unknown whether the fault is on our side
   */
  record Seen(List<Visit> visits, String fault, boolean unknown) {}

  /** Looks at all; those that did not answer in time are unknown. */
  Map<DomainName, Seen> look(Collection<DomainName> domains) {
    long deadline = System.nanoTime() + patience.toNanos();
    ExecutorService pool = Executors.newFixedThreadPool(SIDE_BY_SIDE, HostVisits::daemon);
    AtomicInteger done = new AtomicInteger();
    try {
      Map<DomainName, Future<Seen>> running = new TreeMap<>();
      domains.forEach(domain -> running.put(domain, pool.submit(() -> look(domain, done))));
      Map<DomainName, Seen> seen = new TreeMap<>();
      running.forEach(
          (domain, one) -> seen.put(domain, await(one, deadline, done, running.size())));
      return seen;
    } finally {
      pool.shutdownNow();
    }
  }

  private Seen look(DomainName domain, AtomicInteger done) {
    HostLook host = resolver.host(domain.policyHost().text());
    Seen seen =
        host.addresses().isEmpty()
            ? new Seen(List.of(), String.valueOf(host.fault()), host.unanswered())
            : new Seen(fetcher.visit(domain, host.addresses()), "", false);
    done.incrementAndGet();
    return seen;
  }

  private Seen await(Future<Seen> one, long deadline, AtomicInteger done, int total) {
    while (true) {
      try {
        return one.get(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillLooking) {
        progress.at("policy hosts looked at:", done.get(), total);
        if (System.nanoTime() - deadline > 0) {
          one.cancel(true);
          return new Seen(List.of(), "nobody answered in time", true);
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("looking at a policy host failed", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Seen(List.of(), "the look was interrupted", true);
      }
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "policy-host");
    thread.setDaemon(true);
    return thread;
  }
}
