package dev.mtasts.verify;

import dev.mtasts.policy.DomainName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.TlsVersion;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a domain's policy exactly as a sending MTA does (RFC 8461 §3.3), but from every address
 * of the policy host, since each sender meets only one of them.
 *
 * <p>Every fetch makes new connections with new TLS sessions and keeps nothing: repeated fetches
 * see a host that changed meanwhile. No request header asks caches to revalidate; senders do not
 * either, so a CDN that still serves the old body must be seen doing so. Proxies are not used.
 *
 * <p>Safe for several threads.
 */
public final class PolicyFetcher implements AutoCloseable {
  /** The port of the policy URL, which §3.3 fixes. Tests use another. */
  public static final int HTTPS = 443;

  /** How long §3.3 suggests to wait for a policy. */
  public static final Duration A_MINUTE = Duration.ofMinutes(1);

  static final String FETCHING = "RFC 8461 §3.3";
  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final int SIDE_BY_SIDE = 64;

  /** Any cipher suite that Java still enables will do: §3.3 asks for TLS 1.2, not for more. */
  private static final ConnectionSpec TLS =
      new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
          .tlsVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2)
          .allEnabledCipherSuites()
          .build();

  private final Resolver resolver;
  private final Destinations destinations;
  private final Trust trust;
  private final int port;
  private final Duration patience;
  private final ExecutorService threads = Executors.newCachedThreadPool(PolicyFetcher::daemon);
  private final Dispatcher dispatcher = new Dispatcher(threads);
  private final Set<Exchange> underWay = ConcurrentHashMap.newKeySet();

  /**
   * Prepares; connects to nothing yet.
   *
   * @param port where the policy host listens, {@link #HTTPS} but in tests
   * @param patience for the whole exchange with one address, {@link #A_MINUTE} but in tests
   */
  public PolicyFetcher(Resolver resolver, Trust trust, int port, Duration patience) {
    this.resolver = resolver;
    this.destinations = new Destinations(resolver);
    this.trust = trust;
    this.port = port;
    this.patience = patience;
    dispatcher.setMaxRequests(SIDE_BY_SIDE);
    dispatcher.setMaxRequestsPerHost(SIDE_BY_SIDE);
  }

  /**
   * Fetches from every address, side by side. Never empty, never throws for what the network does:
   * a host without an address is one result with the address "". Where the A or the AAAA records
   * could not be learnt, that is a further such result, for an address may be hidden behind it.
   *
   * <p>A thread that is interrupted gives up once DNS has answered, with its interrupted status set
   * again.
   */
  public List<Fetched> fetch(DomainName domain) {
    DomainName host;
    try {
      host = domain.policyHost();
      url(host);
    } catch (IllegalArgumentException e) {
      return List.of(Fetched.faulty("", "no URL can be made: " + e.getMessage(), FETCHING));
    }
    return fetch(domain, List.of(resolver.addresses(host)));
  }

  /**
   * Fetches as {@link #fetch(DomainName)} does, but from other addresses than those of the policy
   * host: what a sender would get if its host name led there.
   *
   * @param targets addresses, and host names that have some
   */
  public List<Fetched> fetch(DomainName domain, Collection<String> targets) {
    return fetch(domain, targets.stream().map(destinations::addresses).toList());
  }

  /**
   * Why senders that ask for the policy host now are not led to {@code targets} alone, in a few
   * words; empty where they are.
   *
   * @param targets as of {@link #fetch(DomainName, Collection)}
   */
  public Optional<String> astray(DomainName domain, Collection<String> targets) {
    return destinations.astray(domain.policyHost(), targets);
  }

  private List<Fetched> fetch(DomainName domain, List<Resolved> places) {
    List<Fetched> results = new ArrayList<>();
    List<InetAddress> addresses =
        places.stream().flatMap(place -> place.addresses().stream()).distinct().toList();
    visit(domain, addresses).forEach(visit -> results.add(visit.fetched()));
    places.stream()
        .map(Resolved::fault)
        .filter(Objects::nonNull)
        .forEach(fault -> results.add(Fetched.faulty("", fault, FETCHING)));
    return List.copyOf(results);
  }

  /**
   * Fetches from the addresses given, side by side, and tells of each how far it came and what was
   * seen on the way. As {@link #fetch} otherwise.
   *
   * @throws IllegalArgumentException where the domain's name leaves no room for that of a policy
   *     host
   */
  public List<Visit> visit(DomainName domain, List<InetAddress> addresses) {
    HttpUrl url = url(domain.policyHost());
    List<Exchange> exchanges =
        addresses.stream().map(address -> new Exchange(url, address)).toList();
    exchanges.forEach(Exchange::start);
    return exchanges.stream().map(Exchange::await).toList();
  }

  /** Ends what is under way, whose callers get a fault at once. */
  @Override
  public void close() {
    underWay.forEach(Exchange::giveUp);
    threads.shutdownNow();
  }

  private HttpUrl url(DomainName host) {
    return new HttpUrl.Builder()
        .scheme("https")
        .host(host.text())
        .port(port)
        .addPathSegment(".well-known")
        .addPathSegment("mta-sts.txt")
        .build();
  }

  /** A client of its own for each exchange: nothing of an earlier one is left to be reused. */
  private OkHttpClient client(InetAddress address, Handshake handshake, FetchStage stage) {
    return new OkHttpClient.Builder()
        .dispatcher(dispatcher)
        .dns(host -> List.of(address))
        .proxy(Proxy.NO_PROXY)
        .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
        .sslSocketFactory(handshake.context().getSocketFactory(), handshake)
        .hostnameVerifier(handshake)
        .eventListener(stage)
        .connectionSpecs(List.of(TLS))
        .protocols(List.of(Protocol.HTTP_1_1))
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .connectTimeout(connecting())
        .readTimeout(patience)
        .writeTimeout(patience)
        // And one limit for the whole: a slow trickle would pass any limit on a single read.
        .callTimeout(patience)
        .build();
  }

  /** Short enough that a connection that never comes is told from a host that never finishes. */
  private Duration connecting() {
    Duration half = patience.dividedBy(2);
    return CONNECTING.compareTo(half) < 0 ? CONNECTING : half;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "policy-fetch");
    thread.setDaemon(true);
    return thread;
  }

  /** One GET from one address. */
  private final class Exchange implements Callback {
    private final CompletableFuture<Visit> done = new CompletableFuture<>();
    private final Handshake handshake;
    private final FetchStage stage = new FetchStage();
    private final Answers answers;
    private final Call call;

    Exchange(HttpUrl url, InetAddress address) {
      this.handshake = new Handshake(trust, url.host());
      this.answers = new Answers(address.getHostAddress(), patience, connecting());
      this.call =
          client(address, handshake, stage)
              .newCall(new Request.Builder().url(url).header("User-Agent", "mtasts").build());
    }

    void start() {
      underWay.add(this);
      call.enqueue(this);
    }

    /** Does not wait for the call to notice: a cancellation between two steps of it can be lost. */
    void giveUp() {
      Fetched interrupted = Fetched.faulty(answers.address(), "interrupted", FETCHING);
      done.complete(visit(new Answers.Judged(interrupted, null, null), null));
      call.cancel();
    }

    Visit await() {
      try {
        return done.get();
      } catch (InterruptedException e) {
        giveUp();
        Thread.currentThread().interrupt();
        return done.join();
      } catch (ExecutionException e) {
        throw new IllegalStateException("reading an answer failed", e.getCause());
      } finally {
        underWay.remove(this);
      }
    }

    @Override
    public void onResponse(Call call, Response response) {
      try (response) {
        done.complete(visit(answers.judge(response), response));
      } catch (IOException e) {
        done.complete(visit(answers.judge(e, handshake, stage.rule()), response));
      } catch (RuntimeException e) {
        done.completeExceptionally(e);
      }
    }

    @Override
    public void onFailure(Call call, IOException e) {
      done.complete(visit(answers.judge(e, handshake, stage.rule()), null));
    }

    private Visit visit(Answers.Judged judged, @Nullable Response response) {
      return new Visit(
          judged.fetched(),
          judged.broken(),
          stage.connected(),
          handshake.protocol(),
          handshake.certificate(),
          response == null ? null : response.code(),
          response == null ? null : response.header("Content-Type"),
          response == null ? null : Answers.server(response),
          judged.size(),
          stage.took());
    }
  }
}
