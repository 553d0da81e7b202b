package dev.mtasts.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.testing.MailHost;
import dev.mtasts.testing.TestCa;
import dev.mtasts.testing.TestDns;
import dev.mtasts.verify.MxTls.Answer;
import dev.mtasts.verify.MxTls.How;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class SmtpProbeTest {
  private static final String MX = "mx1.example.com";
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final TestCa CA = TestCa.create();
  private static final TestCa.Leaf GOOD = CA.leaf("mx1.example.com");
  private static final Instant NOW =
      GOOD.chain().get(0).getNotAfter().toInstant().minus(Duration.ofHours(40 * 24 + 3));
  private static Trust trust;

  private final TestDns dns = TestDns.start();
  private MailHost host;

  @BeforeAll
  static void trustOurAuthority(@TempDir Path folder) throws IOException {
    trust = Trust.platformAnd(CA.writePem(folder));
  }

  @BeforeEach
  void start() {
    dns.address("mx1.example.com", "127.0.0.1");
    host = MailHost.start(GOOD);
  }

  @AfterEach
  void stop() {
    host.close();
    dns.close();
  }

  @Test
  void aGoodHostPassesAndIsLeftPolitely() throws InterruptedException {
    Answer seen = probe();

    assertThat(seen.how()).isEqualTo(How.GOOD);
    assertThat(seen.address()).isEqualTo("127.0.0.1");
    assertThat(seen.tls()).isEqualTo("TLSv1.3");
    assertThat(seen.daysLeft()).isEqualTo(40);
    assertThat(seen.seen()).isEqualTo("STARTTLS, and the certificate is mx1.example.com's");
    assertThat(seen.section()).isEqualTo("RFC 8461 §4.2");
    host.awaitQuit();
    assertThat(host.commands()).containsExactly("EHLO [127.0.0.1]", "STARTTLS", "tls QUIT");
    assertThat(host.serverNames()).containsExactly("mx1.example.com");
  }

  @Test
  void aWildcardCertificateStandsForOneLabel() {
    restart(CA.leaf("*.example.com"));
    assertThat(probe().how()).isEqualTo(How.GOOD);

    restart(CA.leaf("mx*.example.com"));
    assertThat(probe().seen()).isEqualTo("certificate is for mx*.example.com, not mx1.example.com");

    restart(CA.leaf("*.com"));
    assertThat(probe().how()).isEqualTo(How.BAD);
  }

  @Test
  void aCertificateForAnotherNameFailsAndQuitIsSaidAllTheSame() throws InterruptedException {
    restart(CA.leaf("mail.example.net"));

    Answer seen = probe();

    assertThat(seen.how()).isEqualTo(How.BAD);
    assertThat(seen.seen()).isEqualTo("certificate is for mail.example.net, not mx1.example.com");
    assertThat(seen.section()).isEqualTo("RFC 8461 §4.2");
    assertThat(seen.tls()).isEqualTo("TLSv1.3");
    assertThat(seen.daysLeft()).isNotNull();
    host.awaitQuit();
  }

  @Test
  void aCommonNameIsNoName() {
    restart(CA.issue(new TestCa.Order("CN=mx1.example.com")));

    assertThat(probe().seen())
        .startsWith("certificate names no DNS host")
        .contains("CN=mx1.example.com");
  }

  @Test
  void aCertificateThatExpiredFails() {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    restart(
        CA.issue(
            new TestCa.Order("CN=old")
                .names("mx1.example.com")
                .valid(yesterday.minus(Duration.ofDays(9)), yesterday)));

    Answer seen = assertFails("certificate expired ", "RFC 8461 §4.2");

    assertThat(seen.tls()).as("agreed upon before the certificate was refused").startsWith("TLSv1");
    assertThat(seen.daysLeft()).isNotNull();
  }

  @Test
  void aCertificateThatSignsItselfFails() {
    restart(TestCa.selfSigned("mx1.example.com"));

    assertFails("certificate is self-signed", "RFC 8461 §4.2");
  }

  @Test
  void aChainToNoTrustedRootFails() {
    restart(TestCa.create().leaf("mx1.example.com"));

    assertFails("certificate chain ends at ", "RFC 8461 §4.2");
  }

  @Test
  void tls11IsTooOld() {
    host.speaksOldTlsOnly();

    assertFails("the server speaks no TLS 1.2 or later", "RFC 8461 §7.2");
  }

  @Test
  void aHostWithoutStarttlsFails() throws InterruptedException {
    host.answersHello("250-mx.example\r\n250-XSTARTTLS\r\n250 SIZE 1000\r\n");

    Answer seen = probe();

    assertThat(seen.tls()).isNull();
    assertThat(seen.how()).isEqualTo(How.BAD);
    assertThat(seen.seen()).isEqualTo("the server does not offer STARTTLS");
    assertThat(seen.section()).isEqualTo("RFC 8461 §4");
    host.awaitQuit();
    assertThat(host.commands()).containsExactly("EHLO [127.0.0.1]", "QUIT");
  }

  @Test
  void theNameInTheFirstLineIsNoExtension() {
    host.answersHello("250 STARTTLS\r\n");

    assertFails("the server does not offer STARTTLS", "RFC 8461 §4");
  }

  @Test
  void repliesOfManyLinesInAnyCaseAreUnderstood() {
    host.greets("220-welcome\r\n220-\r\n220\r\n")
        .answersHello("250-mx.example\n" + "250-X\n".repeat(50) + "250 StartTls \n");

    assertThat(probe().how()).isEqualTo(How.GOOD);
  }

  @Test
  void starttlsThatIsOfferedAndRefusedFailsUnlessItIsOnlyForNow() {
    host.answersStarttls("502 no\r\n");
    assertFails("the server offers STARTTLS but refuses it: 502 no", "RFC 8461 §4");

    host.answersStarttls("454 TLS not available\r\n");
    Answer seen = probe();
    assertThat(seen.how()).isEqualTo(How.UNKNOWN);
    assertThat(seen.seen()).isEqualTo("the server has no TLS at the moment: 454 TLS not available");
  }

  @ParameterizedTest
  @CsvSource({
    "421 too many connections, the server puts us off: 421 too many connections",
    "450 greylisted, the server puts us off: 450 greylisted",
    "554 your address is on a list, the server refuses to talk to us: 554 your address is on a list"
  })
  void whoIsNotLikedLearnsNothing(String greeting, String fault) throws InterruptedException {
    host.greets(greeting + "\r\n");

    assertUnknown(fault);
    host.awaitQuit();
  }

  @Test
  void aHostThatNeverTakesMailFails() {
    host.greets("521 mx1.example.com takes no mail\r\n");

    assertFails("the host takes no mail at all: 521 mx1", "RFC 7504 §3");
  }

  @Test
  void aRefusedGreetingOfOursTellsNothingButAnOldServerHasNoStarttls() {
    host.answersHello("550 who are you?\r\n");
    assertUnknown("the server refuses our EHLO: 550 who are you?");

    host.answersHello("500 never heard of it\r\n");
    assertFails("the server knows no EHLO, so no STARTTLS", "RFC 8461 §4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 400 Bad Request\r\n",
        "220mx.example\r\n",
        "220-one\r\n250 two\r\n",
        "999 x\r\n",
        "\r\n"
      })
  void whatIsNoReplyIsNoMailServer(String greeting) {
    host.greets(greeting);

    assertFails("this is not an SMTP reply: ", "RFC 5321 §4.2");
  }

  @Test
  void endlessLinesAndEndlessRepliesEnd() {
    host.greets("220 " + "x".repeat(5_000));
    assertFails("a line is longer than 2048 characters", "RFC 5321 §4.2");

    host.greets("220-x\r\n".repeat(200));
    assertFails("a reply has more than 100 lines", "RFC 5321 §4.2");
  }

  @Test
  void whatTheServerSaysCannotActOnATerminal() {
    host.greets("421 \u001b[2J" + "y".repeat(500) + "\r\n");

    assertThat(probe().seen())
        .contains("421 ?[2Jyyy")
        .doesNotContain("\u001b")
        .hasSizeLessThan(140);
  }

  @Test
  void answersBeforeTheQuestionAreNotBelieved() {
    host.greets("220 mx.example\r\n250-mx.example\r\n250 STARTTLS\r\n");

    assertFails("the server speaks before it is asked", "RFC 5321 §4.2");
  }

  @Test
  void plainTextBehindTheGoAheadIsNotTakenForTls() {
    host.answersStarttls("220 go ahead\r\n250 injected\r\n");

    assertFails("STARTTLS is accepted, but then TLS fails: ", "RFC 8461 §4");
  }

  @Test
  void aConnectionThatIsClosedTellsNothing() {
    host.greets(MailHost.CLOSE);
    assertUnknown("the server closed the connection instead of sending a greeting");

    host.greets("220 x\r\n").answersHello(MailHost.CLOSE);
    assertUnknown("the server closed the connection instead of sending the reply to EHLO");
  }

  @Test
  void silenceEndsAndTellsNothing() {
    host.greets(MailHost.HANG);
    assertSilence("a greeting");

    host.greets(MailHost.TRICKLE);
    assertSilence("a greeting");

    host.greets("220 x\r\n").sendsInsteadOfTls();
    assertSilence("the end of the TLS handshake");
  }

  private void assertSilence(String awaited) {
    assertThat(probe(SHORT))
        .containsExactly(
            new Answer(
                "127.0.0.1",
                How.UNKNOWN,
                "no answer within 300 ms: " + awaited + " did not come",
                null,
                null,
                "RFC 8461 §4.2"));
  }

  @Test
  void aPortWithoutServerIsNotTheHostsFault() {
    int port = host.port();
    host.close();

    Answer seen = looker(port, LONG).probe(MX).answers().get(0);

    assertThat(seen.how()).isEqualTo(How.UNKNOWN);
    assertThat(seen.seen())
        .startsWith("port " + port + " could not be reached from here: ")
        .containsIgnoringCase("refused");
  }

  @Test
  void aConnectionThatNeverComesIsNotTheHostsFault() throws IOException {
    // A full queue of connections: the kernel answers no further ones, as a firewall that drops.
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        SmtpProbe probe = looker(full.getLocalPort(), SHORT)) {
      List<Socket> waiting = new ArrayList<>();
      try {
        for (int i = 0; i < 2; i++) {
          waiting.add(new Socket("127.0.0.1", full.getLocalPort()));
        }
        Answer seen = probe.probe(MX).answers().get(0);

        assertThat(seen.how()).isEqualTo(How.UNKNOWN);
        assertThat(seen.seen()).containsAnyOf("no connection in time", "a connection did not");
      } finally {
        for (Socket socket : waiting) {
          socket.close();
        }
      }
    }
  }

  @Test
  void everyAddressIsLookedAtByItself() {
    dns.address("mx1.example.com", "127.0.0.2");
    try (MailHost broken = MailHost.start(TestCa.selfSigned("x"), "127.0.0.2", host.port())) {
      List<Answer> seen = probe(LONG);

      assertThat(seen).extracting(Answer::address).containsExactly("127.0.0.1", "127.0.0.2");
      assertThat(seen).extracting(Answer::how).containsExactly(How.GOOD, How.BAD);
      assertThat(broken.commands()).contains("STARTTLS");
    }
  }

  @Test
  void noMoreThanSixteenAddressesAreCalled() {
    for (int i = 2; i <= 18; i++) {
      dns.address("mx1.example.com", "127.0.0." + i);
    }

    List<Answer> seen = probe(LONG);

    assertThat(seen).hasSize(17);
    assertThat(seen.get(16))
        .isEqualTo(
            new Answer(
                "",
                How.UNKNOWN,
                "2 more addresses were not looked at",
                null,
                null,
                "RFC 8461 §4.2"));
  }

  @Test
  void anMxWithoutAddressFailsAndOneThatDnsCannotTellIsUnknown() {
    dns.remove("mx1.example.com");
    assertThat(probe())
        .isEqualTo(
            new Answer(
                "",
                How.BAD,
                "mx1.example.com does not exist in DNS (NXDOMAIN)",
                null,
                null,
                "RFC 5321 §5.1"));

    dns.address("mx1.example.com", "127.0.0.1").fail("mx1.example.com", Type.AAAA, Rcode.SERVFAIL);
    List<Answer> seen = probe(LONG);
    assertThat(seen).extracting(Answer::how).containsExactly(How.GOOD, How.UNKNOWN);
    assertThat(seen.get(1).seen()).contains("SERVFAIL");
  }

  @Test
  void whatIsNoHostNameFails() {
    Answer seen = looker(host.port(), LONG).probe("mx_1.example.com").answers().get(0);

    assertThat(seen.how()).isEqualTo(How.BAD);
    assertThat(seen.seen()).contains("'mx_1.example.com' is not a domain name");
  }

  @Test
  void closingEndsAProbeAtOnce() throws Exception {
    host.answersHello(MailHost.HANG);
    SmtpProbe probe = looker(host.port(), LONG);
    CompletableFuture<List<Answer>> seen =
        CompletableFuture.supplyAsync(() -> probe.probe(MX).answers());
    while (host.commands().isEmpty()) {
      Thread.onSpinWait();
    }

    probe.close();

    assertThat(seen.get(10, TimeUnit.SECONDS).get(0).seen()).isEqualTo("interrupted");
  }

  private void restart(TestCa.Leaf leaf) {
    host.close();
    host = MailHost.start(leaf);
  }

  private Answer assertFails(String fault, String section) {
    Answer seen = probe();
    assertThat(seen.seen()).startsWith(fault);
    assertThat(seen.how()).isEqualTo(How.BAD);
    assertThat(seen.section()).isEqualTo(section);
    return seen;
  }

  private void assertUnknown(String fault) {
    Answer seen = probe();
    assertThat(seen.seen()).isEqualTo(fault);
    assertThat(seen.how()).isEqualTo(How.UNKNOWN);
    assertThat(seen.section()).isEqualTo("RFC 8461 §4.2");
  }

  private Answer probe() {
    List<Answer> seen = probe(LONG);
    assertThat(seen).hasSize(1);
    return seen.get(0);
  }

  private List<Answer> probe(Duration patience) {
    try (SmtpProbe probe = looker(host.port(), patience)) {
      MxTls seen = probe.probe(MX);
      assertThat(seen.host()).isEqualTo(MX);
      return seen.answers();
    }
  }

  private SmtpProbe looker(int port, Duration patience) {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    return new SmtpProbe(Resolver.at(dns.server()), trust, port, patience, clock);
  }
}
