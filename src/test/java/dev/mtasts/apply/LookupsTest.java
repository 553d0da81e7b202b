package dev.mtasts.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.plan.DnsQuestions;
import dev.mtasts.plan.PublicDns;
import dev.mtasts.plan.PublicDns.Issuers;
import dev.mtasts.plan.PublicDns.Seen;
import dev.mtasts.policy.DomainName;
import dev.mtasts.testing.TestDns;
import dev.mtasts.verify.Resolver;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class LookupsTest {
  private static final DomainName ACME = new DomainName("acme.example");
  private static final SortedSet<DomainName> NONE = new TreeSet<>();

  private final TestDns dns = TestDns.start();

  @AfterEach
  void stop() {
    dns.close();
  }

  @Test
  void mxNamesComeInOrderOfPreferenceWithoutRepetition() {
    dns.mx("acme.example", 20, "Backup.example.net")
        .mx("acme.example", 10, "mx1.acme.example")
        .mx("acme.example", 30, "mx1.acme.example");

    assertThat(mx()).isEqualTo(new Seen.Known<>(List.of("mx1.acme.example", "backup.example.net")));
  }

  @Test
  void aNullMxIsNoHost() {
    dns.mx("acme.example", 0, ".").address("acme.example", "192.0.2.1");

    assertThat(mx()).isEqualTo(new Seen.Known<>(List.of()));
  }

  @Test
  void withoutMxMailGoesToTheDomainItselfIfThatIsAHost() {
    dns.txt("acme.example", "x");
    assertThat(mx()).isEqualTo(new Seen.Known<>(List.of()));

    dns.address("acme.example", "2001:db8::1");
    assertThat(mx()).isEqualTo(new Seen.Known<>(List.of("acme.example")));
  }

  @Test
  void aDomainThatDoesNotExistTakesNoMail() {
    assertThat(mx()).isEqualTo(new Seen.Known<>(List.of()));
  }

  @Test
  void aVeryLongIssuerIsNobodyAndBreaksNothing() {
    dns.caa("acme.example", 0, "issue", "a-".repeat(20_000) + "a")
        .truncated("mta-sts.acme.example");
    dns.truncated("acme.example");

    assertThat(caa()).isEqualTo(only("acme.example"));
  }

  @Test
  void aFailureIsNotAnAnswer() {
    dns.fail("acme.example", Type.MX, Rcode.SERVFAIL);
    assertThat(why(mx())).contains("acme.example MX").contains("SERVFAIL");

    dns.txt("mta-sts.acme.example", "x").fail("mta-sts.acme.example", Type.AAAA, Rcode.SERVFAIL);
    assertThat(why(host())).contains("mta-sts.acme.example AAAA");

    dns.fail("acme.example", Type.CAA, Rcode.REFUSED);
    assertThat(why(caa())).contains("acme.example CAA");
  }

  @Test
  void anImplicitMxThatCannotBeSeenIsUnknown() {
    dns.txt("acme.example", "x").fail("acme.example", Type.A, Rcode.SERVFAIL);

    assertThat(why(mx())).contains("acme.example A ");
  }

  @Test
  void thePolicyHostsAddressesAreThoseOfBothFamilies() {
    dns.cname("mta-sts.acme.example", "cdn.example")
        .address("cdn.example", "192.0.2.1", "2001:db8::1");
    assertThat(host()).isEqualTo(new Seen.Known<>(List.of("192.0.2.1", "2001:db8:0:0:0:0:0:1")));

    dns.remove("mta-sts.acme.example");
    assertThat(host()).isEqualTo(new Seen.Known<>(List.of()));
  }

  @Test
  void oneFamilyIsEnoughToBeFound() {
    dns.address("mta-sts.acme.example", "192.0.2.1")
        .fail("mta-sts.acme.example", Type.AAAA, Rcode.SERVFAIL);

    assertThat(host()).isEqualTo(new Seen.Known<>(List.of("192.0.2.1")));
  }

  @Test
  void theNearestCaaRecordsApply() {
    dns.caa("example", 0, "issue", "far.example");
    assertThat(caa()).isEqualTo(only("example", "far.example"));

    dns.caa("acme.example", 0, "issue", "CA.example; validationmethods=dns-01")
        .caa("acme.example", 0, "issue", "second.example")
        .caa("acme.example", 0, "issuewild", "wild.example");
    assertThat(caa()).isEqualTo(only("acme.example", "ca.example", "second.example"));

    dns.caa("mta-sts.acme.example", 0, "issue", "near.example");
    assertThat(caa()).isEqualTo(only("mta-sts.acme.example", "near.example"));
  }

  @Test
  void recordsThatDoNotSpeakOfIssuingRestrictNobodyAndEndTheClimb() {
    assertThat(caa()).isEqualTo(new Seen.Known<>(Issuers.UNRESTRICTED));

    dns.caa("acme.example", 0, "iodef", "mailto:ca@acme.example")
        .caa("example", 0, "issue", "far.example");
    assertThat(caa()).isEqualTo(new Seen.Known<>(Issuers.UNRESTRICTED));
  }

  @ParameterizedTest
  @CsvSource({"';'", "' ; x=y'", "'%%%'", "'-ca.example'", "'ca example'"})
  void aValueThatNamesNobodyForbidsAll(String value) {
    dns.caa("acme.example", 0, "issue", value);

    assertThat(caa()).isEqualTo(only("acme.example"));
  }

  @Test
  void silenceCostsOnlyItsOwnAnswer() {
    dns.silent("acme.example").address("mta-sts.acme.example", "192.0.2.1");
    DnsQuestions both = new DnsQuestions(one(), NONE, one(), NONE);

    PublicDns answers =
        new Lookups(
                Resolver.at(dns.server()),
                domain -> new Seen.Known<>(List.of()),
                Duration.ofMillis(700))
            .answer(both);

    assertThat(answers.mx().get(ACME)).isEqualTo(new Seen.Unknown<>("DNS did not answer in time"));
    assertThat(answers.hosts().get(ACME)).isEqualTo(new Seen.Known<>(List.of("192.0.2.1")));
  }

  @Test
  void anInterruptedThreadLearnsNothingAndStaysInterrupted() {
    dns.silent("acme.example");
    Thread.currentThread().interrupt();

    Seen<List<String>> answer = mx();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(why(answer)).isEqualTo("the look-up was interrupted");
  }

  @Test
  void manyDomainsAreAskedEachOnce() {
    SortedSet<DomainName> many = new TreeSet<>();
    for (int i = 0; i < 300; i++) {
      dns.mx("d" + i + ".example", 10, "mx" + i + ".example");
      many.add(new DomainName("d" + i + ".example"));
    }

    PublicDns answers = lookups().answer(new DnsQuestions(many, NONE, NONE, NONE));

    assertThat(answers.mx()).hasSize(300);
    many.forEach(
        domain ->
            assertThat(answers.mx().get(domain))
                .isEqualTo(new Seen.Known<>(List.of("mx" + domain.text().substring(1)))));
    assertThat(dns.questions()).doesNotHaveDuplicates();
  }

  private Seen<List<String>> mx() {
    return Objects.requireNonNull(
        lookups().answer(new DnsQuestions(one(), NONE, NONE, NONE)).mx().get(ACME));
  }

  private Seen<Issuers> caa() {
    return Objects.requireNonNull(
        lookups().answer(new DnsQuestions(NONE, one(), NONE, NONE)).caa().get(ACME));
  }

  private Seen<List<String>> host() {
    return Objects.requireNonNull(
        lookups().answer(new DnsQuestions(NONE, NONE, one(), NONE)).hosts().get(ACME));
  }

  private Lookups lookups() {
    return new Lookups(
        Resolver.at(dns.server()), domain -> new Seen.Known<>(List.of()), Lookups.TEN_SECONDS);
  }

  private static SortedSet<DomainName> one() {
    return new TreeSet<>(List.of(ACME));
  }

  private static Seen<Issuers> only(String at, String... named) {
    return new Seen.Known<>(new Issuers(false, List.of(named), at));
  }

  private static <T> String why(Seen<T> seen) {
    assertThat(seen).isInstanceOf(Seen.Unknown.class);
    return ((Seen.Unknown<T>) seen).why();
  }
}
