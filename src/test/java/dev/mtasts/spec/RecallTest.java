package dev.mtasts.spec;

import static dev.mtasts.spec.SpecTexts.domain;
import static dev.mtasts.spec.SpecTexts.good;
import static dev.mtasts.spec.SpecTexts.goodDomain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.DomainName;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecallTest {
  private static final String TOP =
      """
      version: 1
      providers:
        web: { type: web, root: public }
        ns: { type: names }
        edge: { type: edge }
        both: { type: both }
      defaults:
        policy: { mode: testing, mx: [mx.acme.example], max_age: 1d }
        host: { provider: web }
        dns: { provider: ns }
      profiles:
        shared: { host: { provider: edge, share: one }, dns: { provider: edge } }
      domains:
      """;

  private static final SortedMap<DomainName, Recall.Memory> NONE = Collections.emptySortedMap();

  @Test
  void withoutMemoriesASpecIsWhatWasRead() {
    Spec spec =
        good(
            TOP
                + """
                  a.example: { profile: shared }
                  b.example: { profile: shared, dns: { provider: ns } }
                  c.example: { host: { provider: edge }, dns: { provider: edge } }
                  d.example:
                """);

    Recall.Recalled recalled = recall(spec, NONE, NONE);

    assertThat(recalled.spec()).isEqualTo(spec);
    assertThat(recalled.lost()).isEmpty();
  }

  @Test
  void whatHasLeftComesBackFromItsBlockAlone() {
    DomainSpec before =
        goodDomain(
            TOP
                + """
                  a.example:
                    policy: { mode: enforce, max_age: 2w }
                    rollout: { wave: { size: 5, every: 1d } }
                    removal: delete
                    protect: true
                    dns: { zone: "a$$b${ROOT}" }
                """);

    Recall.Recalled recalled = recall(good(TOP + "  b.example:\n"), memories(before, true), NONE);

    DomainSpec back = one(recalled.spec().departed(), "a.example");
    assertThat(SpecTexts.anywhere(back)).isEqualTo(SpecTexts.anywhere(before));
    assertThat(back.dns().zone()).contains("a$b/srv");
    assertThat(back.location()).isEqualTo(new Location("the ledger", 1, 1, "domains/a.example"));
    assertThat(back.source()).isEmpty();
    assertThat(recalled.spec().domains()).containsOnlyKeys(new DomainName("b.example"));
    assertThat(recalled.lost()).isEmpty();
  }

  @Test
  void aBlockIsOneLineOfWhatWasReadNotOfWhatWasTyped() {
    String block =
        goodDomain(
                TOP
                    + """
                      a.example:
                        dns: { ttl: 5m }
                        tls_rpt: { rua: ["mailto:$$x@a.example"] }
                        rollout: { stages: [{ mode: testing, max_age: 1h, hold: 1w }, { mode: testing, max_age: 1d }] }
                        allow: [no-tlsrpt, not-ours]
                    """)
            .block();

    assertThat(block)
        .isEqualTo(
            "{'policy':{'mode':'testing','mx':['mx.acme.example'],'max_age':86400},"
                    .replace('\'', '"')
                + ("'rollout':{'stages':[{'mode':'testing','max_age':3600,'hold':604800},"
                        + "{'mode':'testing','max_age':86400}],'pause':false},'caution':'strict',"
                        + "'host':{'provider':'web','kind':'folder','file':'{domain}.txt'},"
                        + "'dns':{'provider':'ns','ttl':300},"
                        + "'tls_rpt':{'rua':['mailto:$$x@a.example']},'id':'timestamp',"
                        + "'embed_id':true,'verify':true,'adopt':false,'protect':false,"
                        + "'allow':['not-ours','no-tlsrpt'],'removal':'retire'}")
                    .replace('\'', '"'));
    assertThat(
            goodDomain(
                    TOP
                        + """
                          A.example:
                            allow: [not-ours, no-tlsrpt]
                            tls_rpt: { rua: ["mailto:$$x@a.example"] }
                            rollout: { pause: "false", stages: [{ hold: 7d, max_age: 3600, mode: testing }, { mode: testing, max_age: 24h }] }
                            dns: { provider: ns, ttl: "${NOTHING:-300}" }
                            verify: true
                        """)
                .block())
        .isEqualTo(block);
  }

  @Test
  void secretsPathsAndEndpointsComeBackAsTheyWere() {
    for (String host :
        List.of(
            "{ provider: edge, key: { env: KEY }, store: ., origin: 'https://o.example:8443' }",
            "{ provider: edge, key: { file: 'k$$1.txt' }, store: '../a$$b', share: 'x$$y' }",
            "{ provider: web, kind: bucket, bucket: '010', public: false, address: none }",
            "{ provider: web, address: { a: [192.0.2.1], aaaa: ['2001:db8::1'] } }",
            "{ provider: web, address: { cname: cdn.example } }")) {
      DomainSpec before = goodDomain(TOP + "  a.example: { host: " + host + " }\n");

      assertThat(before.block()).doesNotContain("hunter2");
      assertComesBack(before);
    }
  }

  @Test
  void aRolloutToModeNoneComesBack() {
    DomainSpec before =
        goodDomain(TOP + "  a.example: { rollout: standard, policy: { mode: none } }\n");

    assertComesBack(before);
  }

  @Test
  void aSharedHostKeepsTheNamesThatStillNeedIt() {
    Spec all = good(TOP + shared("a", "b", "c", "d"));
    SortedMap<DomainName, Recall.Memory> departed = memories(domain(all, "b.example"), true);
    departed.putAll(memories(domain(all, "c.example"), false));
    SortedMap<DomainName, Recall.Memory> formers = memories(domain(all, "d.example"), true);
    Spec now = good(TOP + shared("a") + "  d.example:\n");
    assertThat(names(domain(now, "a.example"))).containsExactly("a.example");

    Spec spec = recall(now, departed, formers).spec();

    assertThat(names(domain(spec, "a.example")))
        .containsExactly("a.example", "b.example", "d.example");
    assertThat(names(one(spec.departed(), "b.example")))
        .containsExactly("a.example", "b.example", "d.example");
    assertThat(names(one(spec.departed(), "c.example")))
        .containsExactly("a.example", "b.example", "c.example", "d.example");
    assertThat(names(one(spec.formers(), "d.example")))
        .containsExactly("a.example", "b.example", "d.example");
    assertThat(domain(spec, "d.example").host().front()).isEmpty();
  }

  @Test
  void theLastOfASharedHostHasItAlone() {
    Spec all = good(TOP + shared("a", "b"));
    SortedMap<DomainName, Recall.Memory> departed = memories(domain(all, "a.example"), false);
    departed.putAll(memories(domain(all, "b.example"), false));

    Spec spec = recall(good(TOP + "  c.example:\n"), departed, NONE).spec();

    assertThat(names(one(spec.departed(), "a.example"))).containsExactly("a.example");
    assertThat(names(one(spec.departed(), "b.example"))).containsExactly("b.example");
  }

  @Test
  void aFormerHostOfTheSameGroupHasTheNameOnce() {
    Spec before = good(TOP + "  a.example: { profile: shared, host: { store: old } }\n");
    Spec now = good(TOP + shared("a"));

    Spec spec = recall(now, NONE, memories(domain(before, "a.example"), true)).spec();

    assertThat(names(domain(spec, "a.example"))).containsExactly("a.example");
    assertThat(one(spec.formers(), "a.example").host().location()).isEqualTo("e://old/a.example");
  }

  @Test
  void aBlockWhoseProviderIsGoneIsLost() {
    Spec all = good(TOP + shared("a") + "  b.example:\n  c.example: { dns: { provider: both } }\n");
    SortedMap<DomainName, Recall.Memory> departed = new TreeMap<>();
    all.domains().values().forEach(domain -> departed.putAll(memories(domain, true)));
    String without =
        TOP.replace("  edge: { type: edge }\n", "")
            .replace("  both: { type: both }\n", "")
            .replace(
                "  shared: { host: { provider: edge, share: one }, dns: { provider: edge } }",
                "  x: {}");

    Recall.Recalled recalled = recall(good(without + "  d.example:\n"), departed, NONE);

    assertThat(recalled.spec().departed()).containsOnlyKeys(new DomainName("b.example"));
    assertThat(recalled.lost())
        .containsEntry(new DomainName("a.example"), "its provider 'edge' has left the spec")
        .containsEntry(new DomainName("c.example"), "its provider 'both' has left the spec")
        .hasSize(2);
  }

  @Test
  void aFileThatAnotherDomainHasNowIsNobodysToRetire() {
    DomainSpec before = goodDomain(TOP + "  a.example: { host: { file: one.txt } }\n");
    Spec now = good(TOP + "  b.example: { host: { file: one.txt } }\n");

    assertThat(recall(now, memories(before, true), NONE).lost())
        .containsExactlyEntriesOf(
            new TreeMap<>(
                Map.of(new DomainName("a.example"), "its policy file is that of b.example now")));
    assertThat(recall(now, NONE, memories(before, true)).lost()).hasSize(1);
    DomainSpec itself = domain(now, "b.example");
    assertThat(recall(now, NONE, memories(itself, true)).lost()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "[]",
        "null",
        "{",
        "{}",
        "{\"policy\":null}",
        "{\"host\":{\"provider\":\"web\",\"kind\":\"shop\"}}",
        "{\"policy\":{\"mode\":\"testing\",\"mx\":[\"mx.a.example\"],\"max_age\":1},"
            + "\"host\":{\"provider\":\"edge\",\"share\":\"bad\"},\"dns\":{\"provider\":\"edge\"}}",
        "{\"policy\":{\"mode\":\"testing\",\"mx\":[\"mx.a.example\"],\"max_age\":1},"
            + "\"host\":{\"provider\":\"web\"},\"dns\":{\"provider\":\"${NS}\"}}",
        "{\"policy\":{\"mode\":\"testing\",\"mx\":[\"mx.a.example\"],\"max_age\":1},"
            + "\"host\":{\"provider\":\"web\"},\"dns\":{\"provider\":\"ns\"},\"new\":1}"
      })
  void aBlockThatCannotBeReadIsLostAndHarmsNothing(String block) {
    Spec now = good(TOP + "  b.example:\n");
    SortedMap<DomainName, Recall.Memory> memories = new TreeMap<>();
    memories.put(new DomainName("a.example"), new Recall.Memory(block, true));

    Recall.Recalled recalled = recall(now, memories, memories);

    assertThat(recalled.spec()).isEqualTo(now);
    assertThat(recalled.lost()).containsOnlyKeys(new DomainName("a.example"));
    assertThat(recalled.lost().values()).allMatch(why -> why.matches("(what|its) .*[^.]"));
  }

  private static Recall.Recalled recall(
      Spec spec,
      SortedMap<DomainName, Recall.Memory> departed,
      SortedMap<DomainName, Recall.Memory> formers) {
    return new Recall(FakeAdapters.ALL).recall(spec, departed, formers);
  }

  private static SortedMap<DomainName, Recall.Memory> memories(DomainSpec domain, boolean hosted) {
    SortedMap<DomainName, Recall.Memory> memories = new TreeMap<>();
    memories.put(domain.name(), new Recall.Memory(domain.block(), hosted));
    return memories;
  }

  private static void assertComesBack(DomainSpec before) {
    Recall.Recalled recalled = recall(good(TOP + "  z.example:\n"), memories(before, true), NONE);

    assertThat(recalled.lost()).isEmpty();
    assertThat(SpecTexts.anywhere(one(recalled.spec().departed(), before.name().text())))
        .isEqualTo(SpecTexts.anywhere(before));
  }

  private static String shared(String... names) {
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append("  ").append(name).append(".example: { profile: shared }\n");
    }
    return text.toString();
  }

  private static DomainSpec one(SortedMap<DomainName, DomainSpec> domains, String name) {
    return Objects.requireNonNull(domains.get(new DomainName(name)));
  }

  private static List<String> names(DomainSpec domain) {
    return domain.host().front().orElseThrow().host().names();
  }
}
