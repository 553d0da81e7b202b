package dev.mtasts.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.DomainName;
import dev.mtasts.testing.TestDns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Questions of every type that {@code verify} asks, over real DNS on loopback. */
class LookTest {
  private static final DomainName DOMAIN = DomainName.parse("example.com");

  private final TestDns dns = TestDns.start();
  private final Resolver resolver = Resolver.at(dns.server());

  @AfterEach
  void stop() {
    dns.close();
  }

  @Test
  void severalTxtRecordsComeInAFixedOrderAndTheStringsOfOneAreJoined() {
    dns.txt("_mta-sts.example.com", "v=STSv1; ", "id=2;").txt("_mta-sts.example.com", "other");

    Look<String> look = resolver.txt("_mta-sts.example.com");

    assertThat(look.values()).containsExactly("other", "v=STSv1; id=2;");
    assertThat(look.found()).isTrue();
    assertThat(look.aliases()).isEmpty();
    assertThat(look.authenticated()).isFalse();
  }

  @Test
  void aliasesAreFollowedAndNamed() {
    dns.cname("_mta-sts.example.com", "A._mta.Hosting.example")
        .cname("a._mta.hosting.example", "b.hosting.example")
        .txt("b.hosting.example", "v=STSv1; id=1;");

    Look<String> look = resolver.txt("_mta-sts.example.com");

    assertThat(look.values()).containsExactly("v=STSv1; id=1;");
    assertThat(look.aliases()).containsExactly("a._mta.hosting.example", "b.hosting.example");
  }

  @Test
  void aTtlIsKnownOfTheNameItselfAndOnlyFromWhoHasTheZone() {
    dns.cname("mta-sts.example.com", "web.example.com").address("web.example.com", "192.0.2.1");
    dns.authoritative("web.example.com", 60);
    assertThat(resolver.host("mta-sts.example.com").a().ttl()).isEmpty();

    dns.authoritative("mta-sts.example.com", 7200);
    assertThat(resolver.host("mta-sts.example.com").a().ttl()).hasValue(7200);
    assertThat(resolver.host("gone.example.com").a().ttl()).isEmpty();
  }

  @Test
  void anAliasToNowhereIsANameThatDoesNotExistAndIsNamed() {
    dns.cname("_mta-sts.example.com", "gone.hosting.example");

    Look<String> look = resolver.txt("_mta-sts.example.com");

    assertThat(look.how()).isEqualTo(Look.How.NO_NAME);
    assertThat(look.aliases()).containsExactly("gone.hosting.example");
  }

  @Test
  void noRecordIsToldFromNoNameAndBothFromNoAnswer() {
    dns.address("here.example", "192.0.2.1").fail("broken.example", Type.TXT, Rcode.SERVFAIL);

    assertThat(resolver.txt("here.example").how()).isEqualTo(Look.How.NO_DATA);
    assertThat(resolver.txt("gone.example").how()).isEqualTo(Look.How.NO_NAME);
    Look<String> broken = resolver.txt("broken.example");
    assertThat(broken.isUnanswered()).isTrue();
    assertThat(broken.reason()).contains("broken.example TXT").contains("SERVFAIL");
  }

  @Test
  void aNameThatDnsCannotCarryIsNotAsked() {
    Look<String> look = resolver.txt("a".repeat(64) + ".example");

    assertThat(look.isUnanswered()).isTrue();
    assertThat(look.reason()).endsWith("is not a name that DNS can carry");
    assertThat(dns.questions()).isEmpty();
  }

  @Test
  void mxHostsComeByPreferenceInLowerCase() {
    dns.mx("example.com", 20, "Backup.example.net")
        .mx("example.com", 10, "mx2.example.com")
        .mx("example.com", 10, "mx1.example.com");

    assertThat(resolver.mx(DOMAIN).values())
        .containsExactly(
            new Look.Mx(10, "mx1.example.com"),
            new Look.Mx(10, "mx2.example.com"),
            new Look.Mx(20, "backup.example.net"));
  }

  @Test
  void aNullMxIsADot() {
    dns.mx("example.com", 0, ".");

    assertThat(resolver.mx(DOMAIN).values()).containsExactly(new Look.Mx(0, Look.Mx.NONE));
  }

  @Test
  void caaIsLookedForFromTheHostUpwards() {
    dns.address("mta-sts.mail.example.com", "192.0.2.1")
        .caa("example.com", 128, "issue", "ca.example")
        .caa("com", 0, "issue", ";");

    Look<Look.Caa> look = resolver.relevantCaa(DomainName.parse("mta-sts.mail.example.com"));

    assertThat(look.name()).isEqualTo("example.com");
    assertThat(look.values()).containsExactly(new Look.Caa(128, "issue", "ca.example"));
    assertThat(dns.questions()).hasSize(3);
  }

  @Test
  void theSearchForCaaEndsAtTheTopAndAtAQuestionThatNobodyAnswers() {
    dns.fail("example.com", Type.CAA, Rcode.SERVFAIL);

    assertThat(resolver.relevantCaa(DomainName.parse("mta-sts.example.com")).isUnanswered())
        .isTrue();
    assertThat(resolver.relevantCaa(DomainName.parse("mta-sts.other.example")).how())
        .isEqualTo(Look.How.NO_NAME);
    assertThat(dns.questions()).hasSize(5).endsWith("udp example CAA");
  }

  @Test
  void tlsaRecordsAreRead() {
    dns.tlsa("_25._tcp.mx.example.com", new byte[] {1, (byte) 0xab});

    assertThat(resolver.tlsa("_25._tcp.mx.example.com").values())
        .containsExactly(new Look.Tlsa(3, 1, 1, "01ab"));
  }

  @Test
  void anAnswerThatTheServerAuthenticatedIsMarked() {
    dns.txt("signed.example", "x")
        .authenticated("signed.example")
        .authenticated("gone.example")
        .txt("plain.example", "x");

    assertThat(resolver.txt("signed.example").authenticated()).isTrue();
    assertThat(resolver.txt("gone.example").authenticated()).isTrue();
    assertThat(resolver.txt("plain.example").authenticated()).isFalse();
  }
}
