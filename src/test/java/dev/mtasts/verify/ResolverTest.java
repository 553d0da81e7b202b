package dev.mtasts.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtasts.policy.DomainName;
import dev.mtasts.testing.TestDns;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Type;

class ResolverTest {
  private static final DomainName HOST = DomainName.parse("mta-sts.example.com");

  private final TestDns dns = TestDns.start();

  @AfterEach
  void stop() {
    dns.close();
  }

  @Test
  void everyAddressOfBothFamiliesIsFoundInAFixedOrder() {
    dns.address("mta-sts.example.com", "192.0.2.200", "2001:db8::1", "192.0.2.3", "2001:db8::2");

    Resolved resolved = resolve();

    assertThat(texts(resolved))
        .containsExactly(
            "192.0.2.3", "192.0.2.200", "2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:2");
    assertThat(resolved.fault()).isNull();
    assertThat(dns.questions())
        .containsExactlyInAnyOrder("udp mta-sts.example.com A", "udp mta-sts.example.com AAAA");
  }

  @Test
  void oneFamilyIsEnough() {
    dns.address("mta-sts.example.com", "2001:db8::1");

    assertThat(texts(resolve())).containsExactly("2001:db8:0:0:0:0:0:1");
    assertThat(resolve().fault()).isNull();
  }

  @Test
  void aliasesAreFollowed() {
    dns.cname("mta-sts.example.com", "Hosting.example.net")
        .cname("hosting.example.net", "a.cdn.example")
        .address("a.cdn.example", "192.0.2.1");

    assertThat(texts(resolve())).containsExactly("192.0.2.1");
    assertThat(resolve().fault()).isNull();
  }

  @Test
  void aNameThatDoesNotExistIsNotANameWithoutAddress() {
    assertThat(resolve().fault()).isEqualTo("mta-sts.example.com does not exist in DNS (NXDOMAIN)");

    dns.txt("mta-sts.example.com", "x");

    assertThat(resolve().fault())
        .isEqualTo("mta-sts.example.com has neither an A nor an AAAA record");
    assertThat(resolve().addresses()).isEmpty();
  }

  @Test
  void anAliasToNowhereDoesNotExist() {
    dns.cname("mta-sts.example.com", "gone.example.net");

    assertThat(resolve().fault()).contains("NXDOMAIN");
  }

  @Test
  void aCircleOfAliasesIsAFault() {
    dns.cname("mta-sts.example.com", "b.example.com").cname("b.example.com", "mta-sts.example.com");

    assertThat(resolve().fault()).contains("circle of CNAMEs");
  }

  @Test
  void aServersFailureIsNotAMissingName() {
    dns.fail("mta-sts.example.com", Type.A, Rcode.SERVFAIL)
        .fail("mta-sts.example.com", Type.AAAA, Rcode.SERVFAIL);

    assertThat(resolve().fault())
        .isEqualTo(
            "DNS could not answer for mta-sts.example.com A (SERVFAIL from " + dns.server() + ")");
  }

  @Test
  void whatIsFoundIsKeptWhereTheOtherFamilyFails() {
    dns.address("mta-sts.example.com", "192.0.2.1")
        .fail("mta-sts.example.com", Type.AAAA, Rcode.SERVFAIL);

    assertThat(texts(resolve())).containsExactly("192.0.2.1");
    assertThat(resolve().fault()).contains("mta-sts.example.com AAAA").contains("SERVFAIL");
  }

  @Test
  void aRefusalIsAFault() {
    dns.fail("mta-sts.example.com", Type.A, Rcode.REFUSED)
        .fail("mta-sts.example.com", Type.AAAA, Rcode.REFUSED);

    assertThat(resolve().fault()).startsWith("no usable DNS answer for mta-sts.example.com A");
  }

  @Test
  void silenceEndsAndIsAFault() {
    dns.silent("mta-sts.example.com");

    Resolved resolved = Resolver.at(dns.server(), Duration.ofMillis(600)).addresses(HOST);

    assertThat(resolved.addresses()).isEmpty();
    assertThat(resolved.fault())
        .startsWith("no usable DNS answer for mta-sts.example.com A from " + dns.server());
  }

  @Test
  void anAnswerTooLongForUdpIsFetchedByTcp() {
    dns.address("mta-sts.example.com", "192.0.2.1").truncated("mta-sts.example.com");

    assertThat(texts(resolve())).containsExactly("192.0.2.1");
    assertThat(dns.questions()).contains("tcp mta-sts.example.com A");
  }

  @Test
  void nothingIsRemembered() {
    dns.address("mta-sts.example.com", "192.0.2.1");
    Resolver resolver = Resolver.at(dns.server());

    assertThat(texts(resolver.addresses(HOST))).containsExactly("192.0.2.1");
    dns.remove("mta-sts.example.com").address("mta-sts.example.com", "192.0.2.2");

    assertThat(texts(resolver.addresses(HOST))).containsExactly("192.0.2.2");
  }

  @Test
  void withoutAServerTheOnesThatTheMachineIsSetUpWithAreAsked() {
    dns.address("mta-sts.example.com", "192.0.2.1");
    System.setProperty("dns.server", dns.server());
    try {
      ResolverConfig.refresh();
      Resolver system = Resolver.system();

      assertThat(texts(system.addresses(HOST))).containsExactly("192.0.2.1");
    } finally {
      System.clearProperty("dns.server");
      ResolverConfig.refresh();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.1:53", "::1", "[::1]", "[::1]:5353", "localhost:1"})
  void aServerIsAHostWithOrWithoutPort(String server) {
    assertThat(Resolver.at(server)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":53", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "[::1]:x"})
  void anythingElseIsNoServer(String server) {
    assertThatThrownBy(() -> Resolver.at(server))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DNS server");
  }

  private Resolved resolve() {
    return Resolver.at(dns.server()).addresses(HOST);
  }

  private static List<String> texts(Resolved resolved) {
    return resolved.addresses().stream().map(InetAddress::getHostAddress).toList();
  }
}
