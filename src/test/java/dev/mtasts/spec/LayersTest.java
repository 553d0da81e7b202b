package dev.mtasts.spec;

import static dev.mtasts.spec.SpecTexts.bad;
import static dev.mtasts.spec.SpecTexts.domain;
import static dev.mtasts.spec.SpecTexts.good;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LayersTest {
  private static final String TOP =
      """
      version: 1
      providers:
        web: { type: web, root: public }
        ns: { type: names }
        both: { type: both }
      defaults:
        policy: { mode: testing, mx: [a.example, b.example], max_age: 1d }
        host: { provider: web, kind: bucket, bucket: shared, address: { a: [192.0.2.1], aaaa: ["::1"] } }
        dns: { provider: ns, zone: Z1, ttl: 60 }
        tls_rpt: { rua: ["mailto:a@a.example"] }
        allow: [not-ours]
      profiles:
        strict:
          policy: { mode: enforce, max_age: 2w }
          dns: { ttl: 120 }
      domains:
      """;

  @Test
  void mapsMergeAndEverythingElseReplacesWithTheDomainOnTop() {
    Spec spec =
        good(
            TOP
                + """
                  plain.example:
                  strict.example:
                    profile: strict
                    policy: { mx: [c.example], max_age: 3w }
                    allow: []
                """);

    DomainSpec plain = domain(spec, "plain.example");
    assertThat(plain.policy().mode()).isEqualTo(Mode.TESTING);
    assertThat(plain.policy().mx()).hasSize(2);
    assertThat(plain.dns().ttl()).hasValue(60);
    assertThat(plain.allow()).containsExactly(Guard.NOT_OURS);

    DomainSpec strict = domain(spec, "strict.example");
    assertThat(strict.policy().mode()).isEqualTo(Mode.ENFORCE);
    assertThat(strict.policy().mx()).containsExactly(MxPattern.parse("c.example"));
    assertThat(strict.policy().maxAge()).isEqualTo(1_814_400);
    assertThat(strict.dns())
        .isEqualTo(new DnsSpec("ns", Optional.of("Z1"), OptionalInt.of(120), false));
    assertThat(strict.allow()).isEmpty();
  }

  @Test
  void anotherProviderTakesNothingFromTheBlockBelowButTheTtl() {
    Spec spec =
        good(
            TOP
                + """
                  a.example:
                    host: { provider: both, bucket: own }
                    dns: { provider: both }
                """);

    DomainSpec a = domain(spec, "a.example");
    assertThat(a.host().kind()).isEqualTo("store");
    assertThat(a.host().settings().text("bucket")).isEqualTo("own");
    assertThat(a.host().address()).isEmpty();
    assertThat(a.dns()).isEqualTo(new DnsSpec("both", Optional.empty(), OptionalInt.of(60), false));
  }

  @Test
  void anAddressIsOneValue() {
    Spec spec =
        good(
            TOP
                + """
                  a.example: { host: { address: { cname: cdn.example } } }
                  b.example: { host: { address: { a: [192.0.2.9] } } }
                """);

    assertThat(domain(spec, "a.example").host().address().orElseThrow().cname()).isPresent();
    assertThat(domain(spec, "b.example").host().address())
        .contains(new AddressSpec(Optional.empty(), List.of("192.0.2.9"), List.of()));
  }

  @Test
  void noneSwitchesOffWhatALayerGives() {
    Spec spec =
        good(
            TOP
                + """
                  a.example: { tls_rpt: none, host: { address: none } }
                  b.example: {}
                """);

    assertThat(domain(spec, "a.example").tlsRpt()).isEmpty();
    assertThat(domain(spec, "a.example").host().address()).isEmpty();
    assertThat(domain(spec, "b.example").tlsRpt()).containsExactly("mailto:a@a.example");
    bad(TOP + "  a.example: { tls_rpt: {} }\n", "17:25 this map is empty");
    bad(TOP + "  a.example: { tls_rpt: }\n", "17:24 there is no value here, only the key");
    bad(
        TOP + "  a.example: { tls_rpt: off }\n",
        "17:25 expected a map or none, found a single value");
  }

  @Test
  void defaultsMayNameTheProfileOfDomainsThatNameNone() {
    Spec spec =
        good(
            """
            version: 1
            providers: { both: { type: both } }
            defaults:
              profile: one
              host: { provider: both, bucket: b }
              dns: { provider: both }
            profiles:
              one: { policy: { mode: testing, mx: [mx.example], max_age: 1d } }
              two: { policy: { mode: none, max_age: 1d } }
            domains:
              a.example:
              b.example: { profile: two }
            """);

    assertThat(domain(spec, "a.example").policy().mode()).isEqualTo(Mode.TESTING);
    assertThat(domain(spec, "b.example").policy().mode()).isEqualTo(Mode.NONE);
  }

  @Test
  void aProblemPointsToTheLayerWhereTheValueStands() {
    List<Problem> problems =
        bad(
            TOP.replace("ttl: 120", "ttl: soon").replace("a.example, b.example", "a.example, 9")
                + "  x.example: { profile: strict }\n",
            "7:44 '9' is a number or an address, not a name",
            "15:17 'soon' is not a duration");

    assertThat(problems.get(0).location().path()).isEqualTo("defaults/policy/mx/1");
    assertThat(problems.get(1).location().path()).isEqualTo("profiles/strict/dns/ttl");
  }

  @Test
  void unusedProfilesAreCheckedToo() {
    bad(
        TOP.replace("dns: { ttl: 120 }", "dns: { tll: 120 }") + "  x.example:\n",
        "15:12 unknown key 'tll'");
  }
}
