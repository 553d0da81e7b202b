package dev.mtasts.spec;

import static dev.mtasts.spec.SpecTexts.HEAD;
import static dev.mtasts.spec.SpecTexts.bad;
import static dev.mtasts.spec.SpecTexts.good;
import static dev.mtasts.spec.SpecTexts.goodDomain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.provider.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpecReaderTest {
  @Test
  void everyKeyOfADomainIsRead() {
    Spec spec =
        good(
            """
            version: 1
            state: { backend: store, bucket: ledger, secret_key: { file: key.txt } }
            providers:
              web: { type: web, root: ./public/ }
              ns: { type: names, api_token: { env: TOKEN }, endpoint: "https://ns.example:8443/", dry: true }
            profiles:
              empty: {}
            domains:
              acme.example:
                profile: empty
                policy: { mode: enforce, mx: [MX1.acme.example, "*.mail.acme.example"], max_age: 2w }
                id: content
                embed_id: false
                host:
                  provider: web
                  kind: bucket
                  bucket: files
                  public: false
                  address: { a: [192.0.2.1], aaaa: ["2001:DB8:0:0::1"] }
                dns: { provider: ns, zone: Z1, ttl: 5m }
                tls_rpt: { rua: ["mailto:tls@acme.example", "https://acme.example/r"] }
                verify: false
                adopt: true
                protect: true
                allow: [not-ours, max-age-short]
                removal: orphan
                rollout: { stages: [{ mode: enforce, max_age: 2w }], pause: true }
                caution: fast
            """);

    assertThat(spec.state().backend()).isEqualTo("store");
    assertThat(spec.state().settings().text("bucket")).isEqualTo("ledger");
    assertThat(spec.state().settings().secret("secret_key"))
        .contains(new Secret(Secret.Kind.FILE, "key.txt"));
    assertThat(spec.providers()).containsOnlyKeys("web", "ns");
    ProviderSpec web = SpecTexts.provider(spec, "web");
    assertThat(web.type()).isEqualTo("web");
    assertThat(web.settings().path("root")).isEqualTo(Path.of("public"));
    ProviderSpec ns = SpecTexts.provider(spec, "ns");
    assertThat(ns.settings().secret("api_token")).contains(new Secret(Secret.Kind.ENV, "TOKEN"));
    assertThat(ns.settings().endpoint("endpoint")).contains(URI.create("https://ns.example:8443"));
    assertThat(ns.settings().flag("dry")).isTrue();

    DomainSpec acme = SpecTexts.domain(spec, "acme.example");
    assertThat(acme.location())
        .isEqualTo(new Location("mtasts.yaml", 9, 3, "domains/acme.example"));
    assertThat(acme.source()).isEqualTo("  acme.example:");
    assertThat(acme.policy().mode()).isEqualTo(Mode.ENFORCE);
    assertThat(acme.policy().mx())
        .containsExactly(
            MxPattern.parse("mx1.acme.example"), MxPattern.parse("*.mail.acme.example"));
    assertThat(acme.policy().maxAge()).isEqualTo(1_209_600);
    assertThat(acme.id()).isEqualTo(IdStrategy.CONTENT);
    assertThat(acme.embedId()).isFalse();
    assertThat(acme.host().provider()).isEqualTo("web");
    assertThat(acme.host().kind()).isEqualTo("bucket");
    assertThat(acme.host().settings().flag("public")).isFalse();
    assertThat(acme.host().location()).isEqualTo("b://files/acme.example");
    assertThat(acme.host().address())
        .contains(new AddressSpec(Optional.empty(), List.of("192.0.2.1"), List.of("2001:db8::1")));
    assertThat(acme.dns())
        .isEqualTo(new DnsSpec("ns", Optional.of("Z1"), OptionalInt.of(300), false));
    assertThat(acme.tlsRpt()).containsExactly("mailto:tls@acme.example", "https://acme.example/r");
    assertThat(acme.verify()).isFalse();
    assertThat(acme.adopt()).isTrue();
    assertThat(acme.protect()).isTrue();
    assertThat(acme.allow()).isEqualTo(Set.of(Guard.NOT_OURS, Guard.MAX_AGE_SHORT));
    assertThat(acme.removal()).isEqualTo(Removal.ORPHAN);
    assertThat(acme.rollout())
        .contains(
            new Rollout(
                List.of(new Rollout.Stage(Mode.ENFORCE, 1_209_600, 0)), true, Optional.empty()));
    assertThat(acme.caution()).isEqualTo(Caution.FAST);
  }

  @Test
  void whatIsLeftOutHasADocumentedValue() {
    Spec spec = good(HEAD + "  acme.example:\n");

    assertThat(spec.state().backend()).isEqualTo("local");
    assertThat(spec.state().settings().path("path")).isEqualTo(Path.of(".mtasts/state.json"));
    DomainSpec acme = SpecTexts.domain(spec, "acme.example");
    assertThat(acme.host().kind()).isEqualTo("folder");
    assertThat(acme.host().location()).isEqualTo("public/acme.example.txt");
    assertThat(acme.host().address()).isEmpty();
    assertThat(acme.dns().zone()).isEmpty();
    assertThat(acme.dns().ttl()).isEmpty();
    assertThat(acme.tlsRpt()).isEmpty();
    assertThat(acme.id()).isEqualTo(IdStrategy.TIMESTAMP);
    assertThat(acme.embedId()).isTrue();
    assertThat(acme.verify()).isTrue();
    assertThat(acme.adopt()).isFalse();
    assertThat(acme.protect()).isFalse();
    assertThat(acme.allow()).isEmpty();
    assertThat(acme.removal()).isEqualTo(Removal.RETIRE);
    assertThat(acme.rollout()).isEmpty();
    assertThat(acme.caution()).isEqualTo(Caution.STRICT);
  }

  @Test
  void aSpecMayHaveNoDomain() {
    assertThat(good("version: 1\nproviders: {}\ndomains: {}\n").domains()).isEmpty();
  }

  @Test
  void domainsAreSortedAndProvidersKeepTheirOrder() {
    Spec spec = good(HEAD + "  zoo.example:\n  acme.example:\n");

    assertThat(spec.domains().keySet())
        .containsExactly(new DomainName("acme.example"), new DomainName("zoo.example"));
    assertThat(spec.providers().keySet()).containsExactly("web", "ns");
  }

  @Test
  void scalarsAreWhatTheUserTyped() {
    DomainSpec acme = goodDomain(HEAD + "  acme.example: { dns: { provider: ns, zone: 010 } }\n");

    assertThat(acme.dns().zone()).contains("010");
    assertThat(goodDomain(HEAD + "  acme.example: { dns: { zone: no } }\n").dns().zone())
        .contains("no");
    assertThat(goodDomain(HEAD + "  acme.example: { dns: { zone: 1e3 } }\n").dns().zone())
        .contains("1e3");
  }

  @Test
  void aPolicyOfModeNoneNeedsNoMx() {
    assertThat(
            goodDomain(HEAD + "  acme.example: { policy: { mode: none, mx: [] } }\n").policy().mx())
        .isEmpty();
    bad(HEAD + "  acme.example: { policy: { mx: [] } }\n", "10:3 acme.example has no policy/mx");
  }

  @Test
  void allProblemsAreReportedAtOnceInTheOrderOfTheFile() {
    List<Problem> problems =
        bad(
            """
            version: 1
            providers:
              web: { type: web, rot: public }
              x: { type: nothing }
            defaults: { verify: yes }
            domains:
              acme.example:
                policy: { mode: enforced, mx: mx.acme.example, maxage: 1d }
                host: { provider: webb }
                removal: forget
              shop.example: 7
            """,
            "3:8 'root' is missing",
            "3:21 unknown key 'rot'",
            "4:14 'nothing' is not a type of provider",
            "5:21 'yes' is neither true nor false",
            "7:3 acme.example has no policy/max_age",
            "7:3 acme.example has no dns",
            "8:21 'enforced' is not a mode. Did you mean 'enforce'?",
            "8:35 expected a list, found a single value",
            "8:52 unknown key 'maxage'",
            "9:23 no provider is named 'webb'",
            "10:14 'forget' is not a way to remove a domain",
            "11:17 expected a map, found a single value");

    assertThat(problems.get(1).hint()).isEqualTo("Did you mean 'root'?");
    assertThat(problems.get(8).hint()).isEqualTo("Did you mean 'max_age'?");
    assertThat(problems.get(8).source())
        .isEqualTo("    policy: { mode: enforced, mx: mx.acme.example, maxage: 1d }");
    assertThat(problems.get(8).location().path()).isEqualTo("domains/acme.example/policy/maxage");
    assertThat(problems.get(9).hint()).isEqualTo("Did you mean 'web'?");
  }

  @Test
  void aKeyInTheWrongBlockIsToldWhereItBelongs() {
    List<Problem> problems =
        bad(HEAD + "  acme.example: { mx: [mx.acme.example] }\n", "10:19 unknown key 'mx'");

    assertThat(problems.get(0).hint()).isEqualTo("It belongs inside policy.");
  }

  @Test
  void aKeyOfADomainBesideTheDomainsIsToldWhereItBelongs() {
    List<Problem> problems =
        bad("verify: true\n" + HEAD + "  acme.example: {}\n", "1:1 unknown key 'verify'");

    assertThat(problems.get(0).hint()).isEqualTo("It belongs to a domain, a profile or defaults.");
  }

  @Test
  void requiredKeysOfTheWholeAreMissedWhereTheFileBegins() {
    bad(
        "state: { backend: local }\n",
        "1:1 'version' is missing",
        "1:1 'providers' is missing",
        "1:1 'domains' is missing");
    bad("version: 1\nproviders: {}\ndomains:\n", "3:9 there is no value here, only the key");
    bad("- version: 1\n", "1:1 expected a map, found a list");
  }

  @Test
  void anotherVersionIsTheOnlyProblem() {
    bad(
        "version: 2\nanything: else\n",
        "1:10 the spec has version '2'; this program reads version 1");
    bad("version: '1.0'\n", "1:10 the spec has version '1.0'; this program reads version 1");
  }

  @Test
  void oneDomainInThreeSpellingsIsADuplicateThatNamesBothLines() {
    List<Problem> problems =
        bad(
            HEAD
                + """
                  müller.example:
                  acme.example:
                  ACME.Example:
                  acme.example.:
                  xn--mller-kva.example:
                """,
            "12:3 'ACME.Example' on line 12 is the same domain as on line 11",
            "13:3 'acme.example.' on line 13 is the same domain as on line 11",
            "14:3 'xn--mller-kva.example' on line 14 is the same domain as on line 10");

    assertThat(problems.get(2).hint()).contains("xn--mller-kva.example");
  }

  @Test
  void twoDomainsInOneFileAreReported() {
    bad(
        HEAD
            + """
              acme.example: { host: { file: one.txt } }
              shop.example: { host: { file: one.txt } }
            """,
        "11:3 shop.example on line 11 has the same policy file as acme.example on line 10");
  }

  @Test
  void theSameBucketNameAtTwoServicesIsTwoPlaces() {
    good(
        """
        version: 1
        providers:
          here: { type: both }
          there: { type: both, endpoint: "https://s3.there.example" }
        defaults:
          policy: { mode: testing, mx: [mx.acme.example], max_age: 1d }
          dns: { provider: here }
        domains:
          a.example: { host: { provider: here, bucket: b } }
          b.example: { host: { provider: there, bucket: b } }
        """);
  }

  @Test
  void hostsAreHeldToTheirKind() {
    bad(
        HEAD
            + """
              a.example: { host: { kind: bucket } }
              b.example: { host: { bucket: b } }
              c.example: { host: { kind: store, bucket: b } }
              d.example: { host: { kind: shop } }
              e.example: { host: { provider: ns } }
              f.example: { dns: { provider: web } }
            """,
        "10:3 a.example has no host/bucket",
        "11:24 unknown key 'bucket'",
        "12:30 provider web (type web) does not offer this kind",
        "13:30 'shop' is not a kind of policy host",
        "14:34 provider ns (type names) cannot host policy files",
        "15:33 provider web (type web) cannot hold DNS records");
  }

  @Test
  void addressesAreAnAliasOrAddresses() {
    assertThat(
            goodDomain(HEAD + "  a.example: { host: { address: { cname: CDN.example. } } }\n")
                .host()
                .address())
        .contains(
            new AddressSpec(Optional.of(new DomainName("cdn.example")), List.of(), List.of()));
    bad(
        HEAD
            + """
              a.example: { host: { address: { cname: cdn.example, a: [192.0.2.1] } } }
              b.example: { host: { address: { cname: mta-sts.b.example } } }
              c.example: { host: { address: { a: [192.0.2.256, localhost, 192.0.2.01] } } }
              d.example: { host: { address: { aaaa: ["::1::", "::ffff:192.0.2.1", 192.0.2.1] } } }
              e.example: { host: { address: {} } }
              f.example: { host: { address: { a: [] } } }
              g.example: { host: { address: { a: [192.0.2.1, 192.0.2.1] } } }
            """,
        "10:33 an alias cannot have addresses, too",
        "11:42 mta-sts.b.example would be an alias of itself",
        "12:39 '192.0.2.256' is not an IPv4 address",
        "12:52 'localhost' is not an IPv4 address",
        "12:63 '192.0.2.01' is not an IPv4 address",
        "13:42 '::1::' is not an IPv6 address",
        "13:51 '::ffff:192.0.2.1' is an IPv4 address written as IPv6",
        "13:71 '192.0.2.1' is not an IPv6 address",
        "14:33 this map is empty",
        "15:38 this list is empty",
        "16:50 this stands in the list for the second time");
  }

  @Test
  void unknownProfilesAreReportedWithTheKnownOnes() {
    List<Problem> problems =
        bad(
            """
            version: 1
            providers: { web: { type: web, root: p }, ns: { type: names } }
            profiles: { edge: {}, nested: { profile: edge } }
            domains: { a.example: { profile: egde } }
            """,
            "3:33 a profile cannot build on another profile",
            "4:34 no profile is named 'egde'");

    assertThat(problems.get(1).hint()).isEqualTo("Did you mean 'edge'?");
  }

  @Test
  void aFaultInDefaultsIsReportedOnceAndWhereItStands() {
    StringBuilder text = new StringBuilder(HEAD.replace("max_age: 1d", "max_age: 99w"));
    for (int i = 0; i < 50; i++) {
      text.append("  d").append(i).append(".example:\n");
    }

    bad(text.toString(), "6:60 '99w' is too long: at most 31557600 seconds (RFC 8461 §3.2)");
  }

  @Test
  void withoutALocalBackendTheStateMustBeStated() {
    SpecResult result =
        new SpecReader(List.of(FakeAdapters.NAMES), java.util.Map.of())
            .read("version: 1\nproviders: {}\ndomains: {}\n", "f");

    assertThat(SpecTexts.lines(result)).containsExactly("1:1 'state' is missing");
  }
}
