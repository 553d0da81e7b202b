package dev.mtasts.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.DomainName;
import dev.mtasts.testing.TestDns;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A zone with far too much in it must neither hold up the run nor drown the report. */
class CrowdTest {
  private static final DomainName DOMAIN = DomainName.parse("crowd.example");

  @Test
  void ofAHostWithManyAddressesOnlySomeAreFetchedFromAndThatIsSaid() {
    try (TestDns dns = TestDns.start()) {
      for (int i = 1; i <= 40; i++) {
        dns.address("mta-sts.crowd.example", "127.9.9." + i);
      }
      Facts facts = look(dns);
      List<Check> checks = Checks.of(facts, Optional.empty());

      assertThat(facts.visits()).hasSize(32);
      assertThat(of(Rule.POLICY_CONNECT, Check.Status.COULD_NOT_CHECK, checks))
          .containsExactly("8 more addresses of mta-sts.crowd.example were not looked at");
      assertThat(of(Rule.POLICY_ADDRESS, Check.Status.OK, checks).get(0))
          .endsWith("127.9.9.32 and 8 more");
    }
  }

  @Test
  void ofManyMxHostsOnlySomeAreAskedForAndThatIsSaid() {
    try (TestDns dns = TestDns.start().truncated("crowd.example")) {
      for (int i = 1; i <= 70; i++) {
        dns.mx("crowd.example", i, "m" + i + ".mail.example");
        dns.address("m" + i + ".mail.example", "192.0.2." + i);
      }
      Facts facts = look(dns);
      List<Check> checks = Checks.of(facts, Optional.empty());

      assertThat(facts.mxHosts()).hasSize(50);
      assertThat(of(Rule.MX_ADDRESS, Check.Status.OK, checks)).hasSize(50);
      assertThat(of(Rule.MX_ADDRESS, Check.Status.COULD_NOT_CHECK, checks))
          .containsExactly("20 more MX hosts were not looked at");
    }
  }

  @Test
  void aCheckOfWhichThereAreTooManyLinesIsCutAndKeepsItsStatus() {
    Checklist list = new Checklist();
    list.ok(Rule.RECORD_COUNT, "", "fine");
    for (int i = 0; i < 60; i++) {
      list.warning(Rule.RECORD_OTHERS, "", "text " + i, "Remove it.");
    }
    list.error(Rule.RECORD_SYNTAX, "", "late", "");
    List<Check> checks = list.sorted();

    assertThat(checks).extracting(Check::rule).isSorted();
    assertThat(of(Rule.RECORD_SYNTAX, Check.Status.ERROR, checks)).containsExactly("late");
    assertThat(of(Rule.RECORD_OTHERS, Check.Status.WARNING, checks))
        .hasSize(51)
        .contains("text 49")
        .doesNotContain("text 50")
        .endsWith("and 10 more like these");
  }

  @Test
  void waitingForItsTurnIsNoPartOfHowLongAFetchTook() {
    assertThat(new FetchStage().took()).isZero();
  }

  private static List<String> of(Rule rule, Check.Status status, List<Check> checks) {
    return checks.stream()
        .filter(check -> check.rule() == rule && check.status() == status)
        .map(Check::seen)
        .toList();
  }

  private static Facts look(TestDns dns) {
    Resolver resolver = Resolver.at(dns.server());
    try (PolicyFetcher fetcher =
            new PolicyFetcher(resolver, Trust.platform(), 1, Duration.ofSeconds(5));
        Inspection inspection = new Inspection(resolver, fetcher, null, Clock.systemUTC())) {
      return inspection.look(DOMAIN);
    }
  }
}
