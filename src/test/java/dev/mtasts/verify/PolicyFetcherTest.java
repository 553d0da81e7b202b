package dev.mtasts.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.testing.PolicyHost;
import dev.mtasts.testing.TestCa;
import dev.mtasts.testing.TestDns;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 8461 §3.3 and §3.2 over real sockets, real TLS and real DNS on loopback. */
class PolicyFetcherTest {
  private static final String BODY =
      "version: STSv1\r\nmode: enforce\r\nmx: mx.example.com\r\nmax_age: 86400\r\n";
  private static final DomainName DOMAIN = DomainName.parse("example.com");
  private static final String HOST = "mta-sts.example.com";
  private static final Duration PATIENT = Duration.ofSeconds(20);
  private static final Duration IMPATIENT = Duration.ofMillis(700);

  private static final TestCa CA = TestCa.create();
  private static final TestCa.Leaf GOOD = CA.leaf(HOST);
  private static TestDns dns;
  private static Trust trust;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    dns = TestDns.start().address(HOST, "127.0.0.1");
    trust = Trust.platformAnd(CA.writePem(folder));
  }

  @AfterAll
  static void stop() {
    dns.close();
  }

  @TestFactory
  Stream<DynamicTest> answersThatASenderAccepts() {
    return Stream.of(
        accepted("plain", GOOD, () -> PolicyHost.text(BODY)),
        accepted("a wildcard for one label", CA.leaf("*.example.com"), () -> PolicyHost.text(BODY)),
        accepted("one name of several", CA.leaf("a.example", HOST), () -> PolicyHost.text(BODY)),
        accepted("names in capitals", CA.leaf("MTA-STS.Example.COM"), () -> PolicyHost.text(BODY)),
        accepted(
            "by way of an intermediate", CA.intermediate().leaf(HOST), () -> PolicyHost.text(BODY)),
        accepted("media type without parameters", GOOD, () -> media("text/plain")),
        accepted("media type in capitals", GOOD, () -> media("TEXT/Plain;Charset=UTF-8")),
        accepted("media type with odd parameters", GOOD, () -> media("text/plain ; x=\"y;z\"")),
        accepted("in chunks", GOOD, () -> PolicyHost.text("").chunkedBody(BODY, 7)),
        accepted("compressed, as asked", GOOD, PolicyFetcherTest::gzipped),
        accepted(
            "with a header that lets caches keep it",
            GOOD,
            () -> PolicyHost.text(BODY).addHeader("Cache-Control", "max-age=31536000")));
  }

  @TestFactory
  Stream<DynamicTest> answersThatASenderRefuses() {
    return Stream.of(
        refused("status 404; senders accept 200 only", "§3.3", status(404)),
        refused("status 500; senders accept 200 only", "§3.3", status(500)),
        refused("status 503; senders accept 200 only", "§3.3", status(503)),
        refused("status 403; senders accept 200 only", "§3.3", status(403)),
        refused("status 401; senders accept 200 only", "§3.3", status(401)),
        refused("status 204; senders accept 200 only", "§3.3", () -> PolicyHost.text("").code(204)),
        refused("status 206; senders accept 200 only", "§3.3", status(206)),
        refused("status 304; senders accept 200 only", "§3.3", () -> PolicyHost.text("").code(304)),
        redirected(301),
        redirected(302),
        redirected(303),
        redirected(307),
        redirected(308),
        refused(
            "status 302, a redirect to /" + "x".repeat(79) + "…; senders do not follow",
            "§3.3",
            () -> PolicyHost.text("").code(302).setHeader("Location", "/" + "x".repeat(2000))),
        refused("media type is text/html, not text/plain", "§3.2", () -> media("text/html")),
        refused(
            "media type is text/plainly; x=y, not text/plain",
            "§3.2",
            () -> media("text/plainly; x=y")),
        refused(
            "media type is application/octet-stream, not text/plain",
            "§3.2",
            () -> media("application/octet-stream")),
        refused(
            "there is no media type; it must be text/plain",
            "§3.2",
            () -> PolicyHost.text(BODY).removeHeader("Content-Type")),
        refused("the policy is empty", "§3.2", () -> PolicyHost.text("")),
        refused(
            "the policy is larger than 64 KiB; senders stop there",
            "§3.3",
            () -> PolicyHost.text("x".repeat(65_537))),
        refused(
            "the policy is larger than 64 KiB; senders stop there",
            "§3.3",
            () -> PolicyHost.text("").body(endless())));
  }

  @TestFactory
  Stream<DynamicTest> certificatesThatASenderRefuses() {
    Instant now = Instant.now();
    Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");
    Instant expiry = Instant.parse("2020-03-31T12:00:00Z");
    Instant later = Instant.parse("2099-01-01T00:00:00Z");
    return Stream.of(
        distrusted("certificate is for www.example.com, not " + HOST, CA.leaf("www.example.com")),
        distrusted(
            "certificate is for a.example, b.example, not " + HOST,
            CA.leaf("a.example", "b.example")),
        distrusted(
            "certificate is for a, b, c, d, e and 2 more, not " + HOST,
            CA.leaf("a", "b", "c", "d", "e", "f", "g")),
        distrusted("certificate is for mta*.example.com, not " + HOST, CA.leaf("mta*.example.com")),
        distrusted("certificate is for *.*.com, not " + HOST, CA.leaf("*.*.com")),
        distrusted("certificate is for *.com, not " + HOST, CA.leaf("*.com")),
        distrusted("certificate is for example.com, not " + HOST, CA.leaf("example.com")),
        distrusted(
            "certificate names no DNS host in its subject alternative names, only CN="
                + HOST
                + "; senders look for "
                + HOST
                + " there",
            CA.issue(new TestCa.Order("CN=" + HOST))),
        distrusted(
            "certificate names no DNS host in its subject alternative names, only CN="
                + HOST
                + "; senders look for "
                + HOST
                + " there",
            CA.issue(new TestCa.Order("CN=" + HOST).address("127.0.0.1"))),
        distrusted(
            "certificate is for other.example, not " + HOST,
            CA.issue(new TestCa.Order("CN=" + HOST).names("other.example"))),
        distrusted(
            "certificate expired 2020-03-31T12:00:00Z",
            CA.issue(new TestCa.Order("CN=x").names(HOST).valid(longAgo, expiry))),
        distrusted(
            "certificate is not valid before 2099-01-01T00:00:00Z",
            CA.issue(new TestCa.Order("CN=x").names(HOST).valid(later, later.plusSeconds(86_400)))),
        distrusted(
            "the chain's certificate of CN=Old CA expired 2020-03-31T12:00:00Z",
            CA.intermediate(new TestCa.Order("CN=Old CA").valid(longAgo, expiry)).leaf(HOST)),
        distrusted("certificate is self-signed", TestCa.selfSigned(HOST)),
        distrusted(
            "is no trusted root; perhaps the server does not send its intermediate",
            TestCa.create().leaf(HOST)),
        distrusted(
            "perhaps the server does not send its intermediate",
            CA.intermediate().leaf(HOST).withoutIntermediates()));
  }

  @Test
  void exactly64KiBAreAccepted() {
    String body = "x".repeat(65_536);
    try (PolicyHost host = PolicyHost.start(GOOD).serve("example.com", body)) {
      assertThat(fetch(host)).containsExactly(Fetched.served("127.0.0.1", body));
    }
  }

  @Test
  void theLimitCountsWhatComesOutOfCompression() {
    Supplier<MockResponse> bomb = () -> compressed("x".repeat(5_000_000)).build();
    try (PolicyHost host = PolicyHost.start(GOOD).answer("example.com", bomb)) {
      assertThat(fetch(host).get(0).fault()).contains("larger than 64 KiB");
    }
  }

  @Test
  void theBodyIsKeptByteForByte() {
    Buffer bytes = new Buffer().write(new byte[] {0, (byte) 0xff, '\r', '\n', (byte) 0xc3});
    try (PolicyHost host =
        PolicyHost.start(GOOD)
            .answer("example.com", () -> PolicyHost.text("").body(bytes.clone()).build())) {
      assertThat(fetch(host).get(0).body()).isEqualTo("\u0000\u00ff\r\n\u00c3");
    }
  }

  @Test
  void theRequestIsASendersRequest() {
    try (PolicyHost host = PolicyHost.start(GOOD).serve("example.com", BODY)) {
      fetch(host);

      assertThat(host.requests()).hasSize(1);
      var request = host.requests().get(0);
      assertThat(request.getRequestLine()).isEqualTo("GET /.well-known/mta-sts.txt HTTP/1.1");
      assertThat(request.getHandshakeServerNames()).containsExactly(HOST);
      assertThat(request.getHeaders().get("Host")).startsWith(HOST);
      // A cache in front must show us what it shows senders.
      assertThat(request.getHeaders().names()).doesNotContain("Cache-Control", "Pragma");
    }
  }

  @Test
  void noRequestIsSentToAServerWhoseNameIsWrong() {
    try (PolicyHost host = PolicyHost.start(CA.leaf("other.example")).serve("example.com", BODY)) {
      fetch(host);

      assertThat(host.requests()).isEmpty();
    }
  }

  @Test
  void everyPollSeesTheHostAnew() {
    try (PolicyHost host = PolicyHost.start(GOOD).serve("example.com", BODY);
        PolicyFetcher fetcher = fetcher(host.port(), PATIENT)) {
      assertThat(fetcher.fetch(DOMAIN)).containsExactly(Fetched.served("127.0.0.1", BODY));
      host.serve("example.com", BODY + "id: 2\r\n");
      assertThat(fetcher.fetch(DOMAIN).get(0).body()).endsWith("id: 2\r\n");
      host.remove("example.com");
      assertThat(fetcher.fetch(DOMAIN).get(0).fault()).startsWith("status 404");

      // A connection kept would have gone round the certificate check.
      assertThat(host.requests())
          .extracting(request -> request.getConnectionIndex())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aCertificateThatIsReplacedBetweenPollsIsSeen() {
    PolicyHost before = PolicyHost.start(GOOD).serve("example.com", BODY);
    int port = before.port();
    try (PolicyFetcher fetcher = fetcher(port, PATIENT)) {
      assertThat(fetcher.fetch(DOMAIN).get(0).fault()).isNull();
      before.close();
      try (PolicyHost after =
          PolicyHost.start(CA.leaf("www.example.com"), "127.0.0.1", port)
              .serve("example.com", BODY)) {
        assertThat(fetcher.fetch(DOMAIN).get(0).fault()).startsWith("certificate is for www");
        assertThat(after.requests()).isEmpty();
      }
    }
  }

  @Test
  void everyAddressIsAskedAndAnswersForItself() {
    String stale = BODY.replace("enforce", "testing");
    dns.address("mta-sts.many.example", "127.0.0.3", "127.0.0.1", "127.0.0.2");
    TestCa.Leaf leaf = CA.leaf("mta-sts.many.example");
    try (PolicyHost first = PolicyHost.start(leaf).serve("many.example", BODY);
        PolicyHost second = PolicyHost.start(leaf, "127.0.0.2", first.port());
        PolicyFetcher fetcher = fetcher(first.port(), PATIENT)) {
      second.serve("many.example", stale);

      List<Fetched> results = fetcher.fetch(DomainName.parse("many.example"));

      assertThat(results)
          .containsExactly(
              Fetched.served("127.0.0.1", BODY),
              Fetched.served("127.0.0.2", stale),
              Fetched.faulty("127.0.0.3", "connection refused", "RFC 8461 §3.3"));
    }
  }

  @Test
  void addressesAreAskedSideBySide() {
    // Each answers only once both have been asked.
    var both = new CountDownLatch(2);
    Supplier<MockResponse> together =
        () -> {
          both.countDown();
          try {
            return both.await(10, TimeUnit.SECONDS)
                ? PolicyHost.text(BODY).build()
                : new MockResponse.Builder().code(504).build();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    dns.address("mta-sts.two.example", "127.0.0.1", "127.0.0.2");
    TestCa.Leaf leaf = CA.leaf("mta-sts.two.example");
    try (PolicyHost first = PolicyHost.start(leaf).answer("two.example", together);
        PolicyHost second =
            PolicyHost.start(leaf, "127.0.0.2", first.port()).answer("two.example", together);
        PolicyFetcher fetcher = fetcher(first.port(), PATIENT)) {
      assertThat(fetcher.fetch(DomainName.parse("two.example")))
          .allMatch(fetched -> BODY.equals(fetched.body()));
      assertThat(second.requests()).hasSize(1);
    }
  }

  @Test
  void anAddressWithoutARouteFromHereIsNotHeldAgainstTheHost() {
    // The kernel has no unicast route to a multicast address: the same error as without IPv6.
    dns.address("mta-sts.v6.example", "127.0.0.1", "ff0e::1234");
    try (PolicyHost host =
            PolicyHost.start(CA.leaf("mta-sts.v6.example")).serve("v6.example", BODY);
        PolicyFetcher fetcher = fetcher(host.port(), PATIENT)) {
      List<Fetched> results = fetcher.fetch(DomainName.parse("v6.example"));

      assertThat(results).extracting(Fetched::unreachableFromHere).containsExactly(false, true);
      assertThat(results.get(1).fault()).startsWith("could not be checked from here: ");
      assertThat(Fetched.decisive(results)).containsExactly(Fetched.served("127.0.0.1", BODY));
    }
  }

  @Test
  void whereNothingCanBeReachedFromHereTheFaultsDecide() {
    dns.address("mta-sts.only6.example", "ff0e::1234");
    try (PolicyFetcher fetcher = fetcher(443, PATIENT)) {
      List<Fetched> results = fetcher.fetch(DomainName.parse("only6.example"));

      assertThat(Fetched.decisive(results)).isEqualTo(results).hasSize(1);
      assertThat(results.get(0).body()).isNull();
    }
  }

  @Test
  void aHostWithoutAnAddressIsOneFault() {
    dns.txt("mta-sts.none.example", "x");
    try (PolicyFetcher fetcher = fetcher(443, PATIENT)) {
      assertThat(fetcher.fetch(DomainName.parse("none.example")))
          .containsExactly(
              Fetched.faulty(
                  "", "mta-sts.none.example has neither an A nor an AAAA record", "RFC 8461 §3.3"));
      assertThat(fetcher.fetch(DomainName.parse("gone.example")))
          .containsExactly(
              Fetched.faulty(
                  "", "mta-sts.gone.example does not exist in DNS (NXDOMAIN)", "RFC 8461 §3.3"));
    }
  }

  @Test
  void aFamilyThatDnsCannotTellIsAFaultBesidesWhatWasServed() {
    dns.address("mta-sts.half.example", "127.0.0.1")
        .fail("mta-sts.half.example", Type.AAAA, Rcode.SERVFAIL);
    try (PolicyHost host =
            PolicyHost.start(CA.leaf("mta-sts.half.example")).serve("half.example", BODY);
        PolicyFetcher fetcher = fetcher(host.port(), PATIENT)) {
      List<Fetched> results = fetcher.fetch(DomainName.parse("half.example"));

      assertThat(results).hasSize(2);
      assertThat(results.get(0).body()).isEqualTo(BODY);
      assertThat(results.get(1).fault()).contains("SERVFAIL");
      assertThat(Fetched.decisive(results)).hasSize(2);
    }
  }

  @Test
  void aNameThatNoUrlCanCarryIsAFault() {
    String label = "a".repeat(61);
    DomainName longest = DomainName.parse(String.join(".", label, label, label, label));
    try (PolicyFetcher fetcher = fetcher(443, PATIENT)) {
      assertThat(fetcher.fetch(longest).get(0).fault()).startsWith("no URL can be made");
    }
  }

  @TestFactory
  Stream<DynamicTest> hostsThatNeverFinish() {
    return Stream.of(
        slow("silence after the request", PolicyHost.text(BODY).headersDelay(60, TimeUnit.SECONDS)),
        slow("silence before the body", PolicyHost.text(BODY).bodyDelay(60, TimeUnit.SECONDS)),
        slow("a trickle", PolicyHost.text(BODY).throttleBody(1, 200, TimeUnit.MILLISECONDS)));
  }

  @Test
  void aServerThatAcceptsAndSaysNothingIsGivenUp() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        PolicyFetcher fetcher = fetcher(mute.getLocalPort(), IMPATIENT)) {
      assertThat(fetcher.fetch(DOMAIN).get(0).fault())
          .isEqualTo("no complete answer within 700 ms");
    }
  }

  @Test
  void aConnectionThatNeverComesIsToldFromAnAnswerThatNeverComes() throws IOException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, loopback);
        PolicyFetcher fetcher = fetcher(full.getLocalPort(), Duration.ofSeconds(1))) {
      // Nobody accepts: once the queue is full the kernel drops what comes, as a firewall does.
      while (waiting.size() < 100) {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
          socket.connect(full.getLocalSocketAddress(), 200);
        } catch (SocketTimeoutException queueIsFull) {
          break;
        }
      }

      assertThat(fetcher.fetch(DOMAIN).get(0).fault()).isEqualTo("no connection within 500 ms");
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  @Test
  void nobodyListening() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    try (PolicyFetcher fetcher = fetcher(port, PATIENT)) {
      assertThat(fetcher.fetch(DOMAIN))
          .containsExactly(Fetched.faulty("127.0.0.1", "connection refused", "RFC 8461 §3.3"));
    }
  }

  @Test
  void aBodyCutShortIsNotAPolicy() {
    Supplier<MockResponse> cut =
        () ->
            PolicyHost.text(BODY + "x".repeat(30_000))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build();
    try (PolicyHost host = PolicyHost.start(GOOD).answer("example.com", cut)) {
      assertThat(fetch(host).get(0).body()).isNull();
      assertThat(fetch(host).get(0).fault()).contains("unexpected end of stream");
    }
  }

  @Test
  void garbageInsteadOfHttpIsAFault() {
    Supplier<MockResponse> garbage =
        () -> PolicyHost.text(BODY).status("\u001b[31mNONSENSE").build();
    try (PolicyHost host = PolicyHost.start(GOOD).answer("example.com", garbage)) {
      assertThat(fetch(host).get(0).fault())
          .startsWith("not a proper HTTP answer: ")
          .contains("NONSENSE")
          .doesNotContain("\u001b");
    }
  }

  @Test
  void plainHttpOnTheTlsPortIsAFault() throws IOException {
    assertThat(rawFault("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes())).startsWith("TLS failed: ");
  }

  /**
   * A ServerHello for TLS 1.1, with a cipher suite that every JDK offers, and the alert that a
   * server without TLS 1.2 sends.
   */
  @Test
  void tlsBefore12IsRefused() throws IOException {
    String serverHello =
        "160302002a" + "02000026" + "0302" + "00".repeat(32) + "00" + "c013" + "00";
    String alert = "15030200020246";

    assertThat(rawFault(HexFormat.of().parseHex(serverHello)))
        .startsWith("the server speaks no TLS 1.2 or later: ");
    assertThat(rawFault(HexFormat.of().parseHex(alert)))
        .startsWith("the server speaks no TLS 1.2 or later: ");
  }

  @Test
  void aThreadThatIsInterruptedGivesUpAndStaysInterrupted() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        PolicyFetcher fetcher = fetcher(mute.getLocalPort(), Duration.ofMinutes(5))) {
      Thread.currentThread().interrupt();

      List<Fetched> results = fetcher.fetch(DOMAIN);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(results.get(0).fault()).isEqualTo("interrupted");
    }
  }

  @Test
  void closingEndsWhatIsUnderWay() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
      PolicyFetcher fetcher = fetcher(mute.getLocalPort(), Duration.ofMinutes(5));
      var result = CompletableFuture.supplyAsync(() -> fetcher.fetch(DOMAIN));
      try (Socket connected = mute.accept()) {
        assertThat(connected.isConnected()).isTrue();
        fetcher.close();

        assertThat(result.get(20, TimeUnit.SECONDS).get(0).fault()).isEqualTo("interrupted");
      }
    }
  }

  @Test
  void whatIsServedCanBeReadAsAPolicy() {
    try (PolicyHost host = PolicyHost.start(GOOD).serve("example.com", BODY)) {
      String body = String.valueOf(fetch(host).get(0).body());

      assertThat(PolicyParser.parse(body).findings()).isEmpty();
    }
  }

  private static DynamicTest accepted(
      String what, TestCa.Leaf leaf, Supplier<MockResponse.Builder> answer) {
    return DynamicTest.dynamicTest(
        what,
        () -> {
          try (PolicyHost host =
              PolicyHost.start(leaf).answer("example.com", () -> answer.get().build())) {
            assertThat(fetch(host)).containsExactly(Fetched.served("127.0.0.1", BODY));
          }
        });
  }

  private static DynamicTest refused(
      String fault, String section, Supplier<MockResponse.Builder> answer) {
    return DynamicTest.dynamicTest(
        fault,
        () -> {
          try (PolicyHost host =
              PolicyHost.start(GOOD).answer("example.com", () -> answer.get().build())) {
            assertThat(fetch(host))
                .containsExactly(Fetched.faulty("127.0.0.1", fault, "RFC 8461 " + section));
          }
        });
  }

  private static DynamicTest redirected(int status) {
    return DynamicTest.dynamicTest(
        "redirect " + status,
        () -> {
          try (PolicyHost host =
              PolicyHost.start(GOOD)
                  .answer(
                      "example.com",
                      () ->
                          PolicyHost.text(BODY)
                              .code(status)
                              .setHeader("Location", "https://www.example.com/mta-sts.txt")
                              .build())) {
            assertThat(fetch(host).get(0).fault())
                .isEqualTo(
                    "status "
                        + status
                        + ", a redirect to https://www.example.com/mta-sts.txt; senders do not"
                        + " follow");
            assertThat(host.requests()).hasSize(1);
          }
        });
  }

  private static DynamicTest distrusted(String fault, TestCa.Leaf leaf) {
    return DynamicTest.dynamicTest(
        fault,
        () -> {
          try (PolicyHost host = PolicyHost.start(leaf).serve("example.com", BODY)) {
            Fetched fetched = fetch(host).get(0);
            assertThat(fetched.body()).isNull();
            assertThat(fetched.fault()).endsWith(fault).contains("certificate");
            assertThat(fetched.section()).isEqualTo("RFC 8461 §3.3");
            assertThat(fetched.unreachableFromHere()).isFalse();
          }
        });
  }

  private static DynamicTest slow(String what, MockResponse.Builder answer) {
    return DynamicTest.dynamicTest(
        what,
        () -> {
          try (PolicyHost host =
                  PolicyHost.start(GOOD).answer("example.com", () -> answer.build());
              PolicyFetcher fetcher = fetcher(host.port(), IMPATIENT)) {
            assertThat(fetcher.fetch(DOMAIN))
                .containsExactly(
                    Fetched.faulty(
                        "127.0.0.1", "no complete answer within 700 ms", "RFC 8461 §3.3"));
          }
        });
  }

  /** The fault where a server answers the first bytes with some of its own and hangs up. */
  private static String rawFault(byte[] answer) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        PolicyFetcher fetcher = fetcher(server.getLocalPort(), PATIENT)) {
      Thread thread =
          new Thread(
              () -> {
                try (Socket socket = server.accept()) {
                  socket.getInputStream().read(new byte[4096]);
                  OutputStream out = socket.getOutputStream();
                  out.write(answer);
                  out.flush();
                  // Until the client leaves: closing first could reset what it has not read.
                  while (socket.getInputStream().read() >= 0) {}
                } catch (IOException clientLeft) {
                  // As expected.
                }
              });
      thread.setDaemon(true);
      thread.start();
      return String.valueOf(fetcher.fetch(DOMAIN).get(0).fault());
    }
  }

  private static List<Fetched> fetch(PolicyHost host) {
    try (PolicyFetcher fetcher = fetcher(host.port(), PATIENT)) {
      return fetcher.fetch(DOMAIN);
    }
  }

  @Test
  void aPlaceThatTheNameIsYetToLeadToIsAskedByItsOwnNameOrAddress() {
    try (PolicyHost here = PolicyHost.start(GOOD);
        PolicyHost there = PolicyHost.start(GOOD, "127.0.0.2", here.port());
        PolicyFetcher fetcher = fetcher(here.port(), PATIENT)) {
      dns.address("cdn.example", "127.0.0.2");
      here.answer("example.com", () -> PolicyHost.text("another").build());
      there.answer("example.com", () -> PolicyHost.text(BODY).build());

      for (String target : List.of("cdn.example", "127.0.0.2")) {
        List<Fetched> fetched = Fetched.decisive(fetcher.fetch(DOMAIN, List.of(target)));
        assertThat(fetched).extracting(Fetched::address).containsExactly("127.0.0.2");
        assertThat(fetched).extracting(Fetched::body).containsExactly(BODY);
      }
      List<Fetched> nowhere = fetcher.fetch(DOMAIN, List.of("nowhere.example"));
      assertThat(nowhere).extracting(Fetched::fault).doesNotContainNull().isNotEmpty();
    }
  }

  private static PolicyFetcher fetcher(int port, Duration patience) {
    return new PolicyFetcher(Resolver.at(dns.server()), trust, port, patience);
  }

  private static Supplier<MockResponse.Builder> status(int code) {
    return () -> PolicyHost.text(BODY).code(code);
  }

  private static MockResponse.Builder media(String type) {
    return PolicyHost.text(BODY).setHeader("Content-Type", type);
  }

  private static MockResponse.Builder gzipped() {
    return compressed(BODY);
  }

  private static MockResponse.Builder compressed(String body) {
    Buffer buffer = new Buffer();
    try (BufferedSink gzip = Okio.buffer(new GzipSink(buffer))) {
      gzip.writeUtf8(body);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return PolicyHost.text("").body(buffer).setHeader("Content-Encoding", "gzip");
  }

  private static MockResponseBody endless() {
    return new MockResponseBody() {
      @Override
      public long getContentLength() {
        return Long.MAX_VALUE;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        while (true) {
          sink.writeUtf8("x: never ending\n").flush();
        }
      }
    };
  }
}
