package dev.mtasts.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What hangs on clocks, on this machine's network or on a resolver, and so is shown as facts. */
class ChecksTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final DomainName DOMAIN = DomainName.parse("example.com");
  private static final String BODY =
      "version: STSv1\r\nmode: enforce\r\nmx: mx.example.com\r\nmax_age: 86400\r\n";

  @Test
  void aHealthyDomainHasNothingButOk() {
    List<Check> checks = Checks.of(facts(served(Duration.ofDays(60), 1)), Optional.empty());

    assertThat(checks).extracting(Check::status).containsOnly(Check.Status.OK);
    assertThat(checks).extracting(Check::rule).isSorted();
    assertThat(Checks.worst(checks)).isEqualTo(Check.Status.OK);
  }

  @Test
  void aCertificateIsWarnedOfUnderFourteenDays() {
    Check fourteen = only(Rule.CERTIFICATE_EXPIRY, served(Duration.ofDays(14), 1));
    Check less = only(Rule.CERTIFICATE_EXPIRY, served(Duration.ofDays(14).minusSeconds(1), 1));

    assertThat(fourteen.status()).isEqualTo(Check.Status.OK);
    assertThat(less.status()).isEqualTo(Check.Status.WARNING);
    assertThat(less.seen()).isEqualTo("expires 2026-12-07T11:59:59Z, in 13 days");
  }

  @Test
  void aSlowAnswerIsWarnedOf() {
    assertThat(only(Rule.POLICY_TIME, served(Duration.ofDays(60), 21)).status())
        .isEqualTo(Check.Status.WARNING);
    assertThat(only(Rule.POLICY_TIME, served(Duration.ofDays(60), 20)).status())
        .isEqualTo(Check.Status.OK);
  }

  @Test
  void anAddressWithoutARouteFromHereIsNotAnError() {
    Fetched nowhere = Fetched.outOfReach("2001:db8::1", "could not be checked from here: no IPv6");
    Visit visit = visit(nowhere, null, false, null);

    Check check = only(Rule.POLICY_CONNECT, visit);

    assertThat(check.status()).isEqualTo(Check.Status.COULD_NOT_CHECK);
    assertThat(check.subject()).isEqualTo("2001:db8::1");
  }

  @Test
  void anExpiredCertificateForAnotherHostIsTwoFaults() {
    ServerCertificate shown =
        new ServerCertificate(
            List.of("www.example.com"),
            false,
            "CN=ca",
            NOW.minusSeconds(9),
            NOW.minusSeconds(1),
            null);
    Fetched refused = Fetched.faulty("192.0.2.1", "certificate expired x", "RFC 8461 §3.3");
    List<Check> checks =
        Checks.of(facts(visit(refused, Rule.CERTIFICATE_EXPIRY, true, shown)), Optional.empty());

    assertThat(checks)
        .filteredOn(check -> check.status() == Check.Status.ERROR)
        .extracting(Check::rule)
        .containsExactly(Rule.CERTIFICATE_SAN, Rule.CERTIFICATE_EXPIRY);
  }

  @Test
  void whatTheResolverAuthenticatedIsSaid() {
    Facts facts = facts(served(Duration.ofDays(60), 1));

    assertThat(one(Rule.DNSSEC, Checks.of(facts, Optional.empty())).seen())
        .isEqualTo("the resolver authenticated _mta-sts.example.com");
    assertThat(one(Rule.DANE, Checks.of(facts, Optional.empty())).seen())
        .isEqualTo("authenticated TLSA records for mx.example.com");
  }

  @Test
  void aPolicyThatSaysTheSameInOtherWordsIsAWarningAgainstTheSpec() {
    MxPattern mx = MxPattern.parse("mx.example.com");
    Facts facts = facts(served(Duration.ofDays(60), 1));

    assertThat(spec(facts, new Policy(Mode.ENFORCE, List.of(mx), 86_400)))
        .isEqualTo(Check.Status.OK);
    assertThat(spec(facts, new Policy(Mode.ENFORCE, List.of(mx), 86_401)))
        .isEqualTo(Check.Status.ERROR);
    Visit unlike =
        visit(Fetched.served("192.0.2.1", BODY.replace("\r\n", "\n")), null, true, good());
    assertThat(spec(facts(unlike), new Policy(Mode.ENFORCE, List.of(mx), 86_400)))
        .isEqualTo(Check.Status.WARNING);
  }

  @Test
  void aStageOnTheWayIsAsTheSpecWantsItAndAPatternThatIsKeptIsNoError() {
    Facts facts = facts(served(Duration.ofDays(60), 1));
    MxPattern mx = MxPattern.parse("mx.example.com");
    Policy goal = new Policy(Mode.ENFORCE, List.of(mx), 604_800);
    Policy stage = new Policy(Mode.ENFORCE, List.of(mx), 86_400);
    Policy other = new Policy(Mode.ENFORCE, List.of(MxPattern.parse("mx.example.net")), 86_400);
    String more = BODY.replace("max_age", "mx: old.example.com\r\nmax_age");
    Facts kept = facts(visit(Fetched.served("192.0.2.1", more), null, true, good()));

    Check underWay = against(facts, new Checks.Wanted(goal, List.of(stage, goal), List.of()));
    assertThat(underWay.status()).isEqualTo(Check.Status.OK);
    assertThat(underWay.seen()).isEqualTo("stage 1 of 2, as in the spec");
    assertThat(against(facts, new Checks.Wanted(goal, List.of(goal), List.of())).status())
        .isEqualTo(Check.Status.ERROR);
    assertThat(against(facts, new Checks.Wanted(other, List.of(), List.of())).status())
        .isEqualTo(Check.Status.ERROR);
    Check dropped = against(kept, new Checks.Wanted(stage, List.of(), List.of()));
    assertThat(dropped.status()).isEqualTo(Check.Status.WARNING);
    assertThat(dropped.seen()).isEqualTo("still has [old.example.com], which the spec dropped");
  }

  @Test
  void aWildcardCoversAnMxHostWithAnUnderscoreWhichAPolicyCannotName() {
    assertThat(covered("mx_1.example.com", "*.example.com").status()).isEqualTo(Check.Status.OK);
    assertThat(covered("mx_1.a.example.com", "*.example.com").status())
        .isEqualTo(Check.Status.ERROR);
    assertThat(covered("a\\.mx.example.com", "*.mx.example.com").status())
        .isEqualTo(Check.Status.ERROR);
    assertThat(covered("mx_1.example.com", "mx.example.com").todo())
        .startsWith("No policy can name it");
  }

  @Test
  void anAddressInAnMxRecordIsCalledThat() {
    Look<java.net.InetAddress> none =
        new Look<>("192.0.2.9", Look.How.NO_NAME, List.of(), List.of(), true, "");
    Checklist list = new Checklist();
    MxChecks.check(mx("192.0.2.9", new HostLook(none, none)), Optional.empty(), list);

    assertThat(one(Rule.MX_ADDRESS, list.sorted()).seen())
        .isEqualTo("is an IP address; an MX record names a host");
  }

  private static Check covered(String host, String pattern) {
    Checklist list = new Checklist();
    Policy policy = new Policy(Mode.ENFORCE, List.of(MxPattern.parse(pattern)), 86_400);
    MxChecks.check(mx(host, host(host)), Optional.of(policy), list);
    return one(Rule.MX_COVERED, list.sorted());
  }

  private static Facts mx(String host, HostLook look) {
    Facts whole = facts(served(Duration.ofDays(60), 1));
    Look<Look.Tlsa> none = new Look<>(host, Look.How.NO_DATA, List.of(), List.of(), true, "");
    return new Facts(
        DOMAIN,
        whole.record(),
        whole.host(),
        whole.visits(),
        found("example.com", new Look.Mx(10, host)),
        whole.own(),
        Map.of(host, new Facts.MxHost(look, none)),
        Map.of(),
        whole.tlsRpt(),
        whole.caa(),
        NOW);
  }

  private static Check.Status spec(Facts facts, Policy policy) {
    return against(facts, new Checks.Wanted(policy, List.of(), List.of())).status();
  }

  private static Check against(Facts facts, Checks.Wanted wanted) {
    return one(Rule.SPEC_POLICY, Checks.of(facts, Optional.of(wanted)));
  }

  private static Check only(Rule rule, Visit visit) {
    return one(rule, Checks.of(facts(visit), Optional.empty()));
  }

  private static Check one(Rule rule, List<Check> checks) {
    return checks.stream().filter(check -> check.rule() == rule).findFirst().orElseThrow();
  }

  private static ServerCertificate good() {
    return certificate(Duration.ofDays(60));
  }

  private static ServerCertificate certificate(Duration left) {
    String host = "mta-sts.example.com";
    return new ServerCertificate(
        List.of(host), true, "CN=ca", NOW.minusSeconds(9), NOW.plus(left), null);
  }

  private static Visit served(Duration left, int seconds) {
    return new Visit(
        Fetched.served("192.0.2.1", BODY),
        null,
        true,
        "TLSv1.3",
        certificate(left),
        200,
        "text/plain",
        null,
        BODY.length(),
        Duration.ofSeconds(seconds));
  }

  private static Visit visit(
      Fetched fetched,
      @Nullable Rule broken,
      boolean connected,
      @Nullable ServerCertificate shown) {
    return new Visit(
        fetched, broken, connected, null, shown, null, null, null, null, Duration.ofSeconds(1));
  }

  private static Facts facts(Visit visit) {
    HostLook host = host("mta-sts.example.com");
    Look<Look.Tlsa> tlsa = found("_25._tcp.mx.example.com", new Look.Tlsa(3, 1, 1, "00"));
    return new Facts(
        DOMAIN,
        found("_mta-sts.example.com", "v=STSv1; id=1;"),
        host,
        List.of(visit),
        found("example.com", new Look.Mx(10, "mx.example.com")),
        Facts.notAsked("example.com"),
        Map.of("mx.example.com", new Facts.MxHost(host("mx.example.com"), tlsa)),
        Map.of(),
        found("_smtp._tls.example.com", "v=TLSRPTv1; rua=mailto:a@example.com;"),
        found("example.com", new Look.Caa(0, "issue", "ca.example")),
        NOW);
  }

  private static HostLook host(String name) {
    try {
      InetAddress address = InetAddress.getByName("192.0.2.1");
      return new HostLook(found(name, address), Facts.notAsked(name).aaaa());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> Look<T> found(String name, T value) {
    return new Look<>(name, Look.How.FOUND, List.of(value), List.of(), true, "");
  }
}
