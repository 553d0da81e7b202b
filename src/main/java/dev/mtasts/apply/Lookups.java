package dev.mtasts.apply;

import dev.mtasts.plan.DnsQuestions;
import dev.mtasts.plan.PublicDns;
import dev.mtasts.plan.PublicDns.Issuers;
import dev.mtasts.plan.PublicDns.Seen;
import dev.mtasts.policy.DomainName;
import dev.mtasts.verify.HostLook;
import dev.mtasts.verify.Look;
import dev.mtasts.verify.Resolver;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Asks public DNS what a plan's guards want to know: side by side, and for so long at most. */
public final class Lookups {
  /** Long enough for slow zones, short enough for a person who waits for a plan. */
  public static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  /** Where policies are fetched as well. */
  public static final Duration A_MINUTE = Duration.ofMinutes(1);

  /** Where nothing at all is heard for so long, nobody is there to answer. */
  private static final Duration SILENCE = Duration.ofSeconds(3);

  private static final int LONGEST_NAME = 253;
  private static final int SIDE_BY_SIDE = 32;
  private static final String ISSUE = "issue";

  /** The issuer's domain name of an {@code issue} property, RFC 8659 §4.2. */
  private static final Pattern ISSUER =
      Pattern.compile("[a-z0-9]+(-+[a-z0-9]+)*(\\.[a-z0-9]+(-+[a-z0-9]+)*)*");

  private final Resolver resolver;
  private final Function<DomainName, Seen<List<String>>> health;
  private final Duration patience;

  /**
   * Prepares; asks nothing yet.
   *
   * @param health what a sender finds wrong with what a domain publishes
   * @param patience for all look-ups together, {@link #TEN_SECONDS} but in tests
   */
  public Lookups(
      Resolver resolver, Function<DomainName, Seen<List<String>>> health, Duration patience) {
    this.resolver = resolver;
    this.health = health;
    this.patience = patience;
  }

  /**
   * The answers: an entry for every question, unknown where DNS did not answer in time. A thread
   * that is interrupted leaves the rest unknown, with its interrupted status set again.
   */
  public PublicDns answer(DnsQuestions questions) {
    long deadline = System.nanoTime() + patience.toNanos();
    ExecutorService pool = Executors.newFixedThreadPool(SIDE_BY_SIDE, Lookups::daemon);
    Ear ear = new Ear(questions.size());
    try {
      // What every domain is asked for comes last, so that it cannot crowd out the others.
      Map<DomainName, Future<Seen<Issuers>>> caa = start(pool, ear, questions.caa(), this::issuers);
      Map<DomainName, Future<Seen<List<String>>>> hosts =
          start(pool, ear, questions.hosts(), domain -> addresses(domain.policyHost()));
      Map<DomainName, Future<Seen<List<String>>>> mx =
          start(pool, ear, questions.mx(), this::exchanges);
      Map<DomainName, Future<Seen<List<String>>>> faults =
          start(pool, ear, questions.faults(), health);
      long until = ear.hears() ? deadline : System.nanoTime();
      return new PublicDns(
          gather(mx, until), gather(caa, until), gather(hosts, until), gather(faults, until));
    } finally {
      pool.shutdownNow();
    }
  }

  /** Listens for the first answer, or for the last failure. */
  private final class Ear {
    private final CountDownLatch something = new CountDownLatch(1);
    private final AtomicInteger open;

    Ear(int questions) {
      open = new AtomicInteger(questions);
    }

    <T> Seen<T> heard(Seen<T> answer) {
      if (open.decrementAndGet() == 0 || answer instanceof Seen.Known<T>) {
        something.countDown();
      }
      return answer;
    }

    /** Whether it is worth waiting for the rest. */
    boolean hears() {
      Duration wait = SILENCE.compareTo(patience) < 0 ? SILENCE : patience;
      try {
        return something.await(wait.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true; // Each answer notices for itself.
      }
    }
  }

  private static <T> Map<DomainName, Future<Seen<T>>> start(
      ExecutorService pool,
      Ear ear,
      SortedSet<DomainName> domains,
      Function<DomainName, Seen<T>> question) {
    Map<DomainName, Future<Seen<T>>> asked = new HashMap<>();
    domains.forEach(
        domain -> asked.put(domain, pool.submit(() -> ear.heard(question.apply(domain)))));
    return asked;
  }

  private <T> Map<DomainName, Seen<T>> gather(
      Map<DomainName, Future<Seen<T>>> asked, long deadline) {
    Map<DomainName, Seen<T>> answers = new HashMap<>();
    asked.forEach((domain, answer) -> answers.put(domain, await(answer, deadline)));
    return answers;
  }

  private <T> Seen<T> await(Future<Seen<T>> answer, long deadline) {
    try {
      return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return new Seen.Unknown<>("DNS did not answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Seen.Unknown<>("the look-up was interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a look-up failed", e.getCause());
    }
  }

  private Seen<List<String>> exchanges(DomainName domain) {
    Look<Look.Mx> look = resolver.mx(domain);
    return switch (look.how()) {
      case FOUND ->
          new Seen.Known<>(
              look.values().stream()
                  .map(Look.Mx::host)
                  .filter(host -> !host.equals(Look.Mx.NONE))
                  .distinct()
                  .toList());
      case NO_DATA -> implicit(domain);
      case NO_NAME -> new Seen.Known<>(List.of());
      case UNANSWERED -> new Seen.Unknown<>(look.reason());
    };
  }

  /** RFC 5321 §5.1: without MX records, mail goes to the domain itself if that is a host. */
  private Seen<List<String>> implicit(DomainName domain) {
    Seen<List<String>> addresses = addresses(domain);
    return addresses instanceof Seen.Known<List<String>> known && !known.value().isEmpty()
        ? new Seen.Known<>(List.of(domain.text()))
        : addresses;
  }

  private Seen<List<String>> addresses(DomainName host) {
    HostLook look = resolver.host(host.text());
    if (look.addresses().isEmpty() && look.unanswered()) {
      return new Seen.Unknown<>(String.valueOf(look.fault()));
    }
    return new Seen.Known<>(look.addresses().stream().map(InetAddress::getHostAddress).toList());
  }

  private Seen<Issuers> issuers(DomainName domain) {
    Look<Look.Caa> look = resolver.relevantCaa(domain.policyHost());
    if (look.isUnanswered()) {
      return new Seen.Unknown<>(look.reason());
    }
    List<Look.Caa> issue =
        look.values().stream().filter(record -> record.tag().equals(ISSUE)).toList();
    if (issue.isEmpty()) {
      return new Seen.Known<>(Issuers.UNRESTRICTED);
    }
    List<String> named =
        issue.stream()
            .map(record -> issuer(record.value()))
            .filter(issuer -> !issuer.isEmpty())
            .distinct()
            .toList();
    return new Seen.Known<>(new Issuers(false, named, look.name()));
  }

  /** "" where the value names nobody; one that is malformed counts as such (RFC 8659 §4.2). */
  private static String issuer(String value) {
    String name = value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return name.length() <= LONGEST_NAME && ISSUER.matcher(name).matches() ? name : "";
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "look-up");
    thread.setDaemon(true);
    return thread;
  }
}
