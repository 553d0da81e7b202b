package dev.mtasts.verify;

import dev.mtasts.policy.DomainName;
import dev.mtasts.verify.MxTls.Answer;
import dev.mtasts.verify.MxTls.How;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
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
public final class SmtpProbe implements MxTls.Probe, AutoCloseable {
  /** The port of mail between servers, RFC 5321 §4.5.4.2. Tests use another. */
  public static final int SMTP = 25;

  /** Enough for servers that greet late on purpose; far less than a sender would wait. */
  public static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  /** More than any honest MX has; nobody shall make us open connections by the thousand. */
  private static final int MOST_ADDRESSES = 16;

  private static final String CERTIFICATE = "RFC 8461 §4.2";
  private static final String FINDING = "RFC 5321 §5.1";

  private final Resolver resolver;
  private final Trust trust;
  private final int port;
  private final Duration patience;
  private final Clock clock;
  private final ExecutorService threads = Executors.newCachedThreadPool(SmtpProbe::daemon);
  private final Set<SmtpExchange> underWay = ConcurrentHashMap.newKeySet();

  /**
   * Prepares; connects to nothing yet.
   *
   * @param port where MX hosts listen, {@link #SMTP} but in tests
   * @param patience for all addresses of one MX together, {@link #HALF_A_MINUTE} but in tests
   * @param clock what the days are counted from that a certificate has left
   */
  public SmtpProbe(Resolver resolver, Trust trust, int port, Duration patience, Clock clock) {
    this.resolver = resolver;
    this.trust = trust;
    this.port = port;
    this.patience = patience;
    this.clock = clock;
  }

  /**
   * Looks at every address side by side. Where the host has no address, or those of one family
   * could not be learnt, that is a further answer with the address "".
   *
   * <p>A thread that is interrupted gives up once DNS has answered, with its interrupted status set
   * again.
   */
  @Override
  public MxTls probe(String mxHost) {
    try {
      return new MxTls(mxHost, answers(DomainName.parse(mxHost)));
    } catch (IllegalArgumentException e) {
      String fault = String.valueOf(e.getMessage());
      return new MxTls(mxHost, List.of(nameless(How.BAD, fault, FINDING)));
    }
  }

  private List<Answer> answers(DomainName mx) {
    HostLook look = resolver.host(mx.text());
    long deadline = System.nanoTime() + patience.toNanos();
    List<SmtpExchange> exchanges = new ArrayList<>();
    look.addresses().stream().limit(MOST_ADDRESSES).forEach(ip -> exchanges.add(start(mx, ip)));
    List<Answer> answers = new ArrayList<>();
    for (SmtpExchange exchange : exchanges) {
      answers.add(exchange.await(deadline));
      underWay.remove(exchange);
    }
    int more = look.addresses().size() - exchanges.size();
    if (more > 0) {
      String seen = more + (more == 1 ? " more address was" : " more addresses were");
      answers.add(nameless(How.UNKNOWN, seen + " not looked at", CERTIFICATE));
    }
    String fault = look.fault();
    if (fault != null) {
      answers.add(nameless(look.unanswered() ? How.UNKNOWN : How.BAD, fault, FINDING));
    }
    return answers;
  }

  private static Answer nameless(How how, String seen, String section) {
    return new Answer("", how, seen, null, null, section);
  }

  /** Ends what is under way, whose callers are told so at once. */
  @Override
  public void close() {
    underWay.forEach(exchange -> exchange.giveUp("interrupted"));
    threads.shutdownNow();
  }

  private SmtpExchange start(DomainName mx, InetAddress ip) {
    SmtpExchange exchange =
        new SmtpExchange(mx, new InetSocketAddress(ip, port), trust, patience, clock);
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
