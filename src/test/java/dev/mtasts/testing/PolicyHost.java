package dev.mtasts.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Protocol;

/**
 * A web server over TLS that serves policies, by the {@code Host} asked for, each domain as a test
 * says. A domain that it does not know is a 404.
 */
public final class PolicyHost implements AutoCloseable {
  // It warns of every handshake that a client broke off, which is what many tests are about.
  private static final Logger NOISE = Logger.getLogger(MockWebServer.class.getName());

  static {
    NOISE.setLevel(Level.OFF);
  }

  private final MockWebServer server = new MockWebServer();
  private final Map<String, Supplier<MockResponse>> answers = new ConcurrentHashMap<>();
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

  private PolicyHost() {}

  /** Starts on a free port of 127.0.0.1. */
  public static PolicyHost start(TestCa.Leaf leaf) {
    return start(leaf, "127.0.0.1", 0);
  }

  /** Starts at an address of this machine; several hosts may share a port at several addresses. */
  public static PolicyHost start(TestCa.Leaf leaf, String address, int port) {
    PolicyHost host = new PolicyHost();
    host.server.useHttps(leaf.context().getSocketFactory());
    host.server.setProtocols(List.of(Protocol.HTTP_1_1));
    host.server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return host.dispatch(request);
          }
        });
    try {
      host.server.start(InetAddress.getByName(address), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return host;
  }

  /** The port, for the fetcher. */
  public int port() {
    return server.getPort();
  }

  /** Serves a body for a domain, as a good host does. */
  public PolicyHost serve(String domain, String body) {
    return answer(domain, () -> text(body).build());
  }

  /** Answers for a domain with anything. */
  public PolicyHost answer(String domain, Supplier<MockResponse> answer) {
    answers.put("mta-sts." + domain, answer);
    return this;
  }

  /** Stops serving a domain. */
  public PolicyHost remove(String domain) {
    answers.remove("mta-sts." + domain);
    return this;
  }

  /** Status 200, text/plain, a body: what a test then spoils. */
  public static MockResponse.Builder text(String body) {
    return new MockResponse.Builder()
        .setHeader("Content-Type", "text/plain; charset=utf-8")
        .body(body);
  }

  /** Every request so far. */
  public List<RecordedRequest> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.close();
  }

  private MockResponse dispatch(RecordedRequest request) {
    requests.add(request);
    String host = String.valueOf(request.getHeaders().get("Host")).replaceFirst(":\\d+$", "");
    Supplier<MockResponse> answer = answers.get(host);
    boolean policy = "/.well-known/mta-sts.txt".equals(request.getTarget());
    return answer == null || !policy ? new MockResponse.Builder().code(404).build() : answer.get();
  }
}
