package dev.mtasts.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.ledger.Issued;
import dev.mtasts.ledger.Ledger;
import dev.mtasts.plan.PublicDns.Issuers;
import dev.mtasts.plan.PublicDns.Seen;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.Reading;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import dev.mtasts.spec.Spec;
import dev.mtasts.spec.SpecReader;
import dev.mtasts.testing.MemoryWorld;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DnsRemarksTest {
  private static final DomainName ACME = new DomainName("acme.example");
  private static final DomainName SHOP = new DomainName("shop.example");
  private static final String ENFORCE =
      "policy: { mode: enforce, mx: [mx1.acme.example, '*.mail.acme.example'], max_age: 1w }";
  private static final String TESTING = ENFORCE.replace("enforce", "testing");
  private static final Step SERVED = new Step.Await(new Gate.Served(ACME, "body"));

  @Test
  void coveredHostsAndNoHostsAreFine() {
    assertThat(aboutMx(ENFORCE, List.of("mx1.acme.example", "a.mail.acme.example"))).isEmpty();
    assertThat(aboutMx(ENFORCE, List.of())).isEmpty();
  }

  @Test
  void hostsThatAnEnforcedPolicyLeavesOutAreAnErrorInOneMessage() {
    List<Diagnostic> said =
        aboutMx(
            ENFORCE, List.of("mx1.acme.example", "backup.example.net", "a.b.mail.acme.example"));

    assertThat(said).hasSize(1);
    assertThat(said.get(0).isError()).isTrue();
    assertThat(said.get(0).code()).contains("enforce-mx-mismatch");
    assertThat(said.get(0).message())
        .isEqualTo(
            "DNS sends mail for acme.example to backup.example.net, a.b.mail.acme.example, but no"
                + " mx of the policy covers these hosts (RFC 8461 §4.1). In mode enforce, senders"
                + " do not deliver there.");
    assertThat(said.get(0).location()).isNotNull();
  }

  @Test
  void inTestingTheSameIsAWarningOfTheSameName() {
    List<Diagnostic> said = aboutMx(TESTING, List.of("backup.example.net"));

    assertThat(said).hasSize(1);
    assertThat(said.get(0).isError()).isFalse();
    assertThat(said.get(0).code()).contains("enforce-mx-mismatch");
    assertThat(said.get(0).message()).contains("covers that host").contains("In mode testing");
  }

  @Test
  void modeNoneCoversNobodyAndNeedsTo() {
    String none = ENFORCE.replace("enforce", "none");

    assertThat(aboutMx(none, List.of("backup.example.net"))).isEmpty();
  }

  @Test
  void whoAllowsAGuardHearsNothingOfIt() {
    String allowed = ENFORCE + ", allow: [enforce-mx-mismatch]";

    assertThat(aboutMx(allowed, List.of("backup.example.net"))).isEmpty();
    assertThat(aboutMx(allowed.replace("enforce,", "testing,"), List.of("x.example"))).isEmpty();
  }

  @Test
  void whatDnsSaysIsShownHarmlesslyAndNotAtAnyLength() {
    String[] hosts = new String[7];
    Arrays.setAll(hosts, i -> "m" + i + ".example.net");
    hosts[0] = "bad\u001b[2J_name";

    assertThat(aboutMx(ENFORCE, List.of(hosts)).get(0).message())
        .contains("to bad?[2J_name, m1.example.net, ")
        .contains("m4.example.net and 2 more, but")
        .doesNotContain("\u001b");
  }

  @Test
  void aPatternThatIsDroppedWhileDnsNeedsItIsNamed() {
    Policy live = policy(Mode.ENFORCE, "mx1.acme.example", "*.old.example");

    List<Diagnostic> said =
        aboutMx(ENFORCE, live, List.of("a.old.example", "b.old.example", "backup.example.net"));

    assertThat(said)
        .extracting(one -> one.code().orElse(""))
        .containsExactly("mx-dropped-still-live", "enforce-mx-mismatch");
    assertThat(said).allMatch(Diagnostic::isError);
    assertThat(said.get(0).message())
        .isEqualTo(
            "The policy would no longer have mx: *.old.example, but DNS still sends mail for"
                + " acme.example to a.old.example, b.old.example, which it covers. In mode enforce,"
                + " senders stop delivering there (RFC 8461 §4.1).");
    assertThat(said.get(1).message()).contains("to backup.example.net, but");
  }

  @Test
  void aPatternThatDnsNoLongerNeedsMayGo() {
    Policy live = policy(Mode.ENFORCE, "mx1.acme.example", "*.old.example");

    assertThat(aboutMx(ENFORCE, live, List.of("mx1.acme.example"))).isEmpty();
  }

  @Test
  void aPatternThatAnotherReplacesMayGo() {
    Policy live = policy(Mode.TESTING, "a.mail.acme.example");

    assertThat(aboutMx(ENFORCE, live, List.of("a.mail.acme.example"))).isEmpty();
  }

  @Test
  void thePatternsOfALivePolicyInModeNoneCountForNothing() {
    Policy live = policy(Mode.NONE, "*.old.example");

    assertThat(aboutMx(ENFORCE, live, List.of("a.old.example")))
        .extracting(one -> one.code().orElse(""))
        .containsExactly("enforce-mx-mismatch");
  }

  @Test
  void droppingAPatternInTestingIsAWarningOnly() {
    Policy live = policy(Mode.ENFORCE, "*.old.example");

    assertThat(aboutMx(TESTING, live, List.of("a.old.example"))).noneMatch(Diagnostic::isError);
  }

  @Test
  void aHostWithoutAddressIsAnErrorWhereTheRecordWouldWaitForIt() {
    PublicDns nowhere = hosts(new Seen.Known<>(List.of()));

    List<Diagnostic> said = remarks(ENFORCE, List.of(SERVED), nowhere);

    assertThat(said).extracting(one -> one.code().orElse("")).containsExactly("host-unreachable");
    assertThat(said.get(0).message()).startsWith("mta-sts.acme.example has no address in DNS");
    assertThat(remarks(ENFORCE, List.of(), nowhere)).as("nothing waits for it").isEmpty();
    assertThat(remarks(ENFORCE, List.of(SERVED), hosts(new Seen.Known<>(List.of("192.0.2.1")))))
        .isEmpty();
    assertThat(remarks(ENFORCE, List.of(SERVED), hosts(new Seen.Unknown<>("?")))).isEmpty();
  }

  @Test
  void anAddressThatIsStatedOrMadeIsAwaited() {
    PublicDns nowhere = hosts(new Seen.Known<>(List.of()));
    String stated = ENFORCE + ", host: { provider: m, address: { a: [192.0.2.1] } }";
    String made = ENFORCE + ", host: { provider: m, kind: edge }";

    assertThat(remarks(stated, List.of(SERVED), nowhere)).isEmpty();
    assertThat(remarks(made, List.of(SERVED), nowhere)).isEmpty();
  }

  @Test
  void caaRecordsThatDoNotNameTheAuthorityForbidTheCertificate() {
    assertThat(aboutCaa(new Issuers(false, List.of("other.example", "more.example"), "example")))
        .extracting(Diagnostic::message)
        .containsExactly(
            "The certificate for mta-sts.acme.example would be issued by ca.example, but the CAA"
                + " records at example allow certificates by other.example, more.example only"
                + " (RFC 8659).");
    assertThat(aboutCaa(new Issuers(false, List.of(), "acme.example")).get(0).message())
        .contains("by nobody at all");
    assertThat(aboutCaa(new Issuers(false, List.of(), "acme.example")).get(0).guard())
        .isEqualTo(Guard.CAA_FORBIDS);
  }

  @Test
  void caaRecordsThatNameTheAuthorityOrNobodyAllowIt() {
    assertThat(aboutCaa(Issuers.UNRESTRICTED)).isEmpty();
    assertThat(aboutCaa(new Issuers(true, List.of(), "acme.example"))).isEmpty();
    assertThat(aboutCaa(new Issuers(false, List.of("x.example", "ca.example"), "acme.example")))
        .isEmpty();
  }

  @Test
  void caaMattersOnlyToWhoAwaitsACertificate() {
    PublicDns dns = caa(new Seen.Known<>(new Issuers(false, List.of(), "acme.example")));
    String distribution = ENFORCE + ", host: { provider: m, kind: distribution }";

    assertThat(remarks(distribution, List.of(SERVED), dns)).isEmpty();
  }

  @Test
  void whatCouldNotBeAskedStopsNothingAndIsSaidOnce() {
    PublicDns dns =
        new PublicDns(
            Map.of(
                ACME, new Seen.Unknown<>("no usable answer"),
                SHOP, new Seen.Known<>(List.of("mx1.acme.example"))),
            Map.of(),
            Map.of(ACME, new Seen.Unknown<>("silence"), SHOP, new Seen.Unknown<>("silence")),
            Map.of());

    assertThat(remarks(ENFORCE, List.of(SERVED), dns)).isEmpty();
    Diagnostic said = DnsRemarks.unchecked(dns, Set.of()).orElseThrow();
    assertThat(said.isError()).isFalse();
    assertThat(said.domain()).isNull();
    assertThat(said.message())
        .isEqualTo(
            "Public DNS could not be asked about 2 domains (acme.example, shop.example), so the"
                + " plan says nothing there of enforce-mx-mismatch, mx-dropped-still-live,"
                + " host-unreachable. One reason: no usable answer.");
  }

  @Test
  void whatWasAskedOrIsAllowedAnywayIsNotMissed() {
    PublicDns dns = hosts(new Seen.Unknown<>("silence"));

    assertThat(DnsRemarks.unchecked(dns, Set.of())).isPresent();
    assertThat(DnsRemarks.unchecked(dns, Set.of(Guard.HOST_UNREACHABLE))).isEmpty();
    assertThat(DnsRemarks.unchecked(hosts(new Seen.Known<>(List.of())), Set.of())).isEmpty();
    assertThat(DnsRemarks.unchecked(PublicDns.UNASKED, Set.of())).isEmpty();
  }

  @Test
  void onlyWhatAGuardNeedsIsAsked() {
    Spec spec =
        spec(
            """
              acme.example: { %s }
              none.example: { policy: { mode: none, max_age: 1d } }
              off.example: { %s, verify: false }
              fixed.example: { %s, host: { provider: m, address: { cname: a.example } } }
              edge.example: { %s, host: { provider: m, kind: edge } }
              dist.example: { %s, host: { provider: m, kind: distribution } }
            """
                .formatted(ENFORCE, TESTING, ENFORCE, ENFORCE, ENFORCE));

    DnsQuestions asked = asked(spec, Selection.ALL, World.UNSEEN);

    assertThat(asked.mx())
        .extracting(DomainName::text)
        .containsExactly(
            "acme.example", "dist.example", "edge.example", "fixed.example", "off.example");
    assertThat(asked.hosts())
        .extracting(DomainName::text)
        .containsExactly("acme.example", "none.example");
    assertThat(asked.caa()).extracting(DomainName::text).containsExactly("dist.example");
    Selection some = new Selection(List.of("acme.*"), List.of());
    assertThat(asked(spec, some, World.UNSEEN).mx()).containsExactly(ACME);
  }

  @Test
  void whoHasACertificateIsNotAskedAboutCaa() {
    Spec spec =
        spec("  acme.example: { " + ENFORCE + ", host: { provider: m, kind: distribution } }");

    assertThat(asked(spec, Selection.ALL, withCertificate(true)).caa()).isEmpty();
    assertThat(asked(spec, Selection.ALL, withCertificate(false)).caa()).containsExactly(ACME);
  }

  private static DnsQuestions asked(Spec spec, Selection selection, World world) {
    Planner.Request request =
        Planner.Request.of(spec, selection, Ledger.fresh(), Instant.parse("2026-11-23T12:00:00Z"));
    return DnsQuestions.of(spec, Planner.plan(request, world));
  }

  private static World withCertificate(boolean issued) {
    Address at = new Address(ACME, Part.CERTIFICATE);
    Certificate certificate =
        new Certificate(
            at,
            "CA",
            List.of("mta-sts.acme.example"),
            "id",
            issued,
            "",
            List.of(
                new Certificate.Proof("mta-sts.acme.example", "_p.acme.example", "ca.example")));
    return World.of(
        Map.of(), Map.of(), Map.of(), Map.of(at, new Reading.Live<>(certificate, null, true)));
  }

  private static List<Diagnostic> aboutMx(String domain, List<String> mx) {
    return remarks(domain, Optional.empty(), List.of(SERVED), mx(mx));
  }

  private static List<Diagnostic> aboutMx(String domain, Policy live, List<String> mx) {
    return remarks(domain, Optional.of(live), List.of(SERVED), mx(mx));
  }

  private static List<Diagnostic> aboutCaa(Issuers issuers) {
    Certificate wanted =
        Certificate.wanted(
            new Address(ACME, Part.CERTIFICATE), "CA", List.of("mta-sts.acme.example"));
    return remarks(
        ENFORCE + ", host: { provider: m, kind: distribution }",
        List.of(new Step.Await(new Gate.Issued(ACME, "m", wanted)), SERVED),
        caa(new Seen.Known<>(issuers)));
  }

  private static List<Diagnostic> remarks(String domain, List<Step> steps, PublicDns dns) {
    return remarks(domain, Optional.empty(), steps, dns);
  }

  private static List<Diagnostic> remarks(
      String domain, Optional<Policy> live, List<Step> steps, PublicDns dns) {
    DomainSpec spec =
        Objects.requireNonNull(spec("  acme.example: { " + domain + " }").domains().get(ACME));
    Remarks remarks = new Remarks(spec, Set.of());
    Issued issued = new Issued(new PolicyId("1"), spec.policy().content());
    Findings nothing =
        new Findings(
            Map.of(), Set.of(), Set.of(), null, OptionalInt.empty(), Map.of(), null, "", false);
    Lane lane = new Lane(spec.name(), steps, issued, true, nothing, false);
    DnsRemarks.on(spec, lane, live, dns, remarks);
    return remarks.list();
  }

  private static PublicDns mx(List<String> hosts) {
    return new PublicDns(Map.of(ACME, new Seen.Known<>(hosts)), Map.of(), Map.of(), Map.of());
  }

  private static PublicDns hosts(Seen<List<String>> addresses) {
    return new PublicDns(Map.of(), Map.of(), Map.of(ACME, addresses), Map.of());
  }

  private static PublicDns caa(Seen<Issuers> issuers) {
    return new PublicDns(Map.of(), Map.of(ACME, issuers), Map.of(), Map.of());
  }

  private static Policy policy(Mode mode, String... mx) {
    return new Policy(mode, Arrays.stream(mx).map(MxPattern::parse).toList(), 86_400);
  }

  private static Spec spec(String domains) {
    String head =
        "version: 1\nproviders: { m: { type: memory } }\n"
            + "defaults: { host: { provider: m }, dns: { provider: m } }\ndomains:\n";
    var result =
        new SpecReader(List.of(new MemoryWorld()), Map.of()).read(head + domains, "mtasts.yaml");
    assertThat(result.problems()).isEmpty();
    return Objects.requireNonNull(result.spec());
  }
}
