package dev.mtasts.testing;

import dev.mtasts.testing.Deployment.Answer;
import dev.mtasts.testing.Deployment.Listener;
import dev.mtasts.testing.Deployment.Pace;
import dev.mtasts.testing.Deployment.Place;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import okio.Buffer;

/**
 * Builds {@link Deployment}s in this process: one name server for all, and for each a policy host
 * at a loopback address of its own, all on one port.
 */
public final class DeployedHere implements AutoCloseable {
  /** The alert "protocol version", which a server without TLS 1.2 answers a modern client with. */
  private static final byte[] TOO_OLD = HexFormat.of().parseHex("15030200020246");

  private static final byte[] NO_TLS = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes();

  private final TestDns dns = TestDns.start();
  private final TestCa ca;
  private final List<AutoCloseable> servers = new ArrayList<>();
  private final PolicyHost shared;
  private final int port;

  private DeployedHere(TestCa ca, List<Deployment> deployments) {
    this.ca = ca;
    String[] good =
        deployments.stream()
            .filter(DeployedHere::ordinary)
            .map(one -> "mta-sts." + one.domain())
            .toArray(String[]::new);
    shared = PolicyHost.start(ca.issue(new TestCa.Order("CN=leaf").names(good).lasting(90)));
    servers.add(shared);
    port = shared.port();
  }

  private static boolean ordinary(Deployment deployment) {
    Place host = deployment.host();
    return host.listener() == Listener.HTTPS && host.shown() == Deployment.Shown.GOOD;
  }

  /** Builds them all. */
  public static DeployedHere build(TestCa ca, List<Deployment> deployments) {
    DeployedHere here = new DeployedHere(ca, deployments);
    for (int i = 0; i < deployments.size(); i++) {
      Deployment one = deployments.get(i);
      here.build(one, ordinary(one) ? "127.0.0.1" : "127.77." + i + ".1", "127.77." + i + ".2");
    }
    return here;
  }

  /** What {@code --resolver} takes. */
  public TestDns dns() {
    return dns;
  }

  /** Where the policy hosts listen. */
  public int port() {
    return port;
  }

  private void build(Deployment deployment, String host, String other) {
    for (Deployment.Rr rr : deployment.records(host, other)) {
      dns.record(deployment.domain(), rr.owner(), rr.type(), rr.data());
    }
    for (String question : deployment.failing()) {
      dns.servfail(deployment.domain(), question);
    }
    if (ordinary(deployment)) {
      Answer answer = deployment.host().answer();
      shared.answer(deployment.domain(), () -> response(answer));
    } else {
      open(deployment.domain(), deployment.host(), host);
    }
    if (deployment.hasOther()) {
      open(deployment.domain(), deployment.other(), other);
    }
  }

  private void open(String domain, Place place, String address) {
    if (place.listener() == Listener.NOBODY) {
      return;
    }
    if (place.listener() != Listener.HTTPS) {
      raw(place.listener() == Listener.OLD_TLS ? TOO_OLD : NO_TLS, address);
      return;
    }
    servers.add(open(ca, domain, place, address, port));
  }

  /** Starts a policy host as a place has it; for faults that no proper web server makes. */
  public static PolicyHost open(TestCa ca, String domain, Place place, String address, int port) {
    return PolicyHost.start(leaf(ca, domain, place.shown()), address, port)
        .answer(domain, () -> response(place.answer()));
  }

  private static MockResponse response(Answer answer) {
    MockResponse.Builder builder =
        new MockResponse.Builder()
            .code(answer.status())
            .body(new Buffer().write(answer.body().getBytes(StandardCharsets.ISO_8859_1)));
    if (!answer.mediaType().isEmpty()) {
      builder.setHeader("Content-Type", answer.mediaType());
    }
    if (!answer.location().isEmpty()) {
      builder.setHeader("Location", answer.location());
    }
    if (answer.pace() == Pace.TRICKLE) {
      builder.throttleBody(1, 200, TimeUnit.MILLISECONDS);
    }
    if (answer.pace() == Pace.SILENT) {
      builder.headersDelay(60, TimeUnit.SECONDS);
    }
    return builder.build();
  }

  /** The certificate that an address shows. */
  public static TestCa.Leaf leaf(TestCa ca, String domain, Deployment.Shown shown) {
    String host = "mta-sts." + domain;
    Instant now = Instant.now();
    return switch (shown) {
      case GOOD -> ca.issue(lasting(90, host));
      case WILDCARD -> ca.issue(lasting(90, "*." + domain));
      case WRONG_NAME -> ca.issue(lasting(90, "www." + domain));
      case PARTIAL_WILDCARD -> ca.issue(lasting(90, "mta*." + domain));
      case WILDCARD_TOO_HIGH -> ca.issue(lasting(90, "*.example"));
      case EXPIRES_SOON -> ca.issue(lasting(3, host));
      case COMMON_NAME_ONLY -> ca.issue(valid("CN=" + host, now, 90));
      case EXPIRED -> ca.issue(valid("CN=leaf", now.minus(Duration.ofDays(30)), 29).names(host));
      case NOT_YET_VALID ->
          ca.issue(valid("CN=leaf", now.plus(Duration.ofDays(2)), 90).names(host));
      case SELF_SIGNED -> TestCa.selfSigned(new TestCa.Order("CN=self").names(host).lasting(90));
      case UNTRUSTED -> TestCa.create().issue(lasting(90, host));
      case WITHOUT_INTERMEDIATE ->
          ca.intermediate().issue(lasting(90, host)).withoutIntermediates();
    };
  }

  private static TestCa.Order lasting(int days, String name) {
    return new TestCa.Order("CN=leaf").names(name).lasting(days);
  }

  private static TestCa.Order valid(String subject, Instant from, int days) {
    Instant start = from.minus(Duration.ofDays(1));
    return new TestCa.Order(subject).valid(start, start.plus(Duration.ofDays(days)));
  }

  /** A server that answers the first bytes with some of its own. */
  private void raw(byte[] answer, String address) {
    try {
      ServerSocket server = new ServerSocket(port, 5, InetAddress.getByName(address));
      servers.add(server);
      Thread thread = new Thread(() -> serve(server, answer), "raw " + address);
      thread.setDaemon(true);
      thread.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void serve(ServerSocket server, byte[] answer) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getInputStream().read(new byte[4096]);
        OutputStream out = socket.getOutputStream();
        out.write(answer);
        out.flush();
        // Until the client leaves: closing first could reset what it has not read.
        while (socket.getInputStream().read() >= 0) {}
      } catch (IOException clientLeft) {
        // Or the test is over; the loop looks.
      }
    }
  }

  @Override
  public void close() throws Exception {
    dns.close();
    for (AutoCloseable server : servers) {
      server.close();
    }
  }
}
