package dev.mtasts.verify;

import dev.mtasts.policy.DomainName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at domains as a sending MTA does. Domains often share their MX hosts, so those are looked
 * at once in the life of an inspection, however many domains name them.
 *
 * <p>Safe for several threads; {@link #close} leaves what is under way alone.
 */
public final class Inspection implements AutoCloseable {
  /** Twice what any large host has; nobody shall make us open connections by the thousand. */
  private static final int MOST_ADDRESSES = 32;

  private static final int MOST_MX_HOSTS = 50;

  private final Resolver resolver;
  private final PolicyFetcher fetcher;
  private final MxTls.@Nullable Probe probe;
  private final Clock clock;
  private final ExecutorService threads = Executors.newCachedThreadPool(Inspection::daemon);
  private final Map<String, CompletableFuture<Facts.MxHost>> hosts = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<MxTls>> tls = new ConcurrentHashMap<>();

  /**
   * Prepares; asks nothing yet.
   *
   * @param probe looks at MX hosts over SMTP; null to leave that out
   */
  public Inspection(
      Resolver resolver, PolicyFetcher fetcher, MxTls.@Nullable Probe probe, Clock clock) {
    this.resolver = resolver;
    this.fetcher = fetcher;
    this.probe = probe;
    this.clock = clock;
  }

  /**
   * What there is to see of a domain; of very many addresses or MX hosts only the first. Never
   * throws for what the network does.
   */
  public Facts look(DomainName domain) {
    CompletableFuture<Look<String>> record = ask(() -> resolver.txt(domain.recordName()));
    CompletableFuture<Look<String>> tlsRpt = ask(() -> resolver.txt(domain.tlsRptName()));
    CompletableFuture<Look<Look.Mx>> mx = ask(() -> resolver.mx(domain));
    CompletableFuture<Look<Look.Caa>> caa = ask(() -> resolver.relevantCaa(domain.policyHost()));
    HostLook host = resolver.host(domain.policyHost().text());
    CompletableFuture<List<Visit>> visits =
        ask(() -> fetcher.visit(domain, host.addresses().stream().limit(MOST_ADDRESSES).toList()));
    Look<Look.Mx> exchanges = mx.join();
    HostLook own =
        exchanges.values().isEmpty() && !exchanges.isUnanswered()
            ? resolver.host(domain.text())
            : Facts.notAsked(domain.text());
    List<String> names = names(domain, exchanges, own);
    return new Facts(
        domain,
        record.join(),
        host,
        visits.join(),
        exchanges,
        own,
        all(names, this::mxHost),
        probe == null ? Map.of() : all(names, this::mxTls),
        tlsRpt.join(),
        caa.join(),
        clock.instant());
  }

  private static List<String> names(DomainName domain, Look<Look.Mx> exchanges, HostLook own) {
    if (exchanges.values().isEmpty()) {
      return own.addresses().isEmpty() ? List.of() : List.of(domain.text());
    }
    return exchanges.values().stream()
        .map(Look.Mx::host)
        .filter(host -> !host.equals(Look.Mx.NONE))
        .distinct()
        .limit(MOST_MX_HOSTS)
        .toList();
  }

  private interface Asking<T> {
    CompletableFuture<T> about(String name);
  }

  private static <T> Map<String, T> all(List<String> names, Asking<T> asking) {
    List<CompletableFuture<T>> answers = new ArrayList<>();
    names.forEach(name -> answers.add(asking.about(name)));
    Map<String, T> all = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      all.put(names.get(i), answers.get(i).join());
    }
    return all;
  }

  private CompletableFuture<Facts.MxHost> mxHost(String name) {
    return hosts.computeIfAbsent(
        name,
        host ->
            ask(() -> new Facts.MxHost(resolver.host(host), resolver.tlsa("_25._tcp." + host))));
  }

  private CompletableFuture<MxTls> mxTls(String name) {
    MxTls.Probe looking = java.util.Objects.requireNonNull(probe);
    return tls.computeIfAbsent(name, host -> ask(() -> looking.probe(host)));
  }

  private <T> CompletableFuture<T> ask(Supplier<T> question) {
    return CompletableFuture.supplyAsync(question, threads);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "verify");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
