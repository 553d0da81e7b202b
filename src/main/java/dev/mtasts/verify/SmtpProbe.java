package dev.mtasts.verify;

import dev.mtasts.policy.DomainName;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Looks at an MX host as a sending MTA under an enforced policy does: STARTTLS, TLS 1.2 or later,
 * and a certificate that is trusted and for the host's own name (RFC 8461 §4.2). Speaks to every
 * address, sends no mail, and says QUIT.
 *
 * <p>Keeps nothing between two probes. Safe for several threads.
 */
public final class SmtpProbe implements AutoCloseable {
  /** The port of mail between servers, RFC 5321 §4.5.4.2. Tests use another. */
  public static final int SMTP = 25;

  /** Enough for servers that greet late on purpose; far less than a sender would wait. */
  public static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  /** More than any honest MX has; nobody shall make us open connections by the thousand. */
  private static final int MOST_ADDRESSES = 16;

  private final Resolver resolver;
  private final Trust trust;
  private final int port;
  private final Duration patience;
  private final ExecutorService threads = Executors.newCachedThreadPool(SmtpProbe::daemon);
  private final Set<SmtpExchange> underWay = ConcurrentHashMap.newKeySet();

  /**
   * Prepares; connects to nothing yet.
   *
   * @param port where MX hosts listen, {@link #SMTP} but in tests
   * @param patience for all addresses of one MX together, {@link #HALF_A_MINUTE} but in tests
   */
  public SmtpProbe(Resolver resolver, Trust trust, int port, Duration patience) {
    this.resolver = resolver;
    this.trust = trust;
    this.port = port;
    this.patience = patience;
  }

  /**
   * Looks at every address side by side. Never empty, never throws for what the network does. Where
   * the host has no address, or those of one family could not be learnt, that is a further result
   * with the address "".
   *
   * <p>A thread that is interrupted gives up once DNS has answered, with its interrupted status set
   * again.
   */
  public List<SmtpSeen> probe(DomainName mx) {
    Resolved resolved = resolver.addresses(mx);
    long deadline = System.nanoTime() + patience.toNanos();
    List<SmtpExchange> exchanges = new ArrayList<>();
    resolved.addresses().stream().limit(MOST_ADDRESSES).forEach(ip -> exchanges.add(start(mx, ip)));
    List<SmtpSeen> results = new ArrayList<>();
    for (SmtpExchange exchange : exchanges) {
      results.add(exchange.await(deadline));
      underWay.remove(exchange);
    }
    if (resolved.addresses().size() > MOST_ADDRESSES) {
      int more = resolved.addresses().size() - MOST_ADDRESSES;
      results.add(SmtpSeen.unknown("", false, more + " more addresses were not looked at"));
    }
    if (resolved.fault() != null) {
      results.add(
          resolved.certain()
              ? SmtpSeen.fails("", false, resolved.fault(), "RFC 5321 §5.1")
              : SmtpSeen.unknown("", false, resolved.fault()));
    }
    return List.copyOf(results);
  }

  /** Ends what is under way, whose callers are told so at once. */
  @Override
  public void close() {
    underWay.forEach(exchange -> exchange.giveUp("interrupted"));
    threads.shutdownNow();
  }

  private SmtpExchange start(DomainName mx, InetAddress ip) {
    SmtpExchange exchange = new SmtpExchange(mx, ip, port, trust, patience);
    underWay.add(exchange);
    threads.execute(exchange::run);
    return exchange;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "smtp-probe");
    thread.setDaemon(true);
    return thread;
  }
}
