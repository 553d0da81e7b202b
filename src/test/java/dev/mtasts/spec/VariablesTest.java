package dev.mtasts.spec;

import static dev.mtasts.spec.SpecTexts.HEAD;
import static dev.mtasts.spec.SpecTexts.bad;
import static dev.mtasts.spec.SpecTexts.goodDomain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {
  private static String zone(String value) {
    return HEAD + "  a.example: { dns: { zone: '" + value + "' } }\n";
  }

  @ParameterizedTest
  @CsvSource({
    "${MODE}, enforce",
    "x-${MODE}-${ROOT}, x-enforce-/srv",
    "${MODE:-other}, enforce",
    "${UNSET:-other}, other",
    "${EMPTY:-other}, other",
    "a${EMPTY}b, ab",
    "${UNSET:-}b, b",
    "${MODE:?is needed}, enforce",
    "$$, $",
    "$${MODE}, ${MODE}",
    "$$$$, $$",
    "cost$$5, cost$5"
  })
  void variablesAreReplaced(String typed, String read) {
    assertThat(goodDomain(zone(typed)).dns().zone()).contains(read);
  }

  @ParameterizedTest
  @CsvSource({
    "${UNSET}, the environment variable UNSET is not set",
    "${UNSET:?set it to the zone}, the environment variable UNSET is not set: set it to the zone",
    "${EMPTY:?}, the environment variable EMPTY is not set",
    "$MODE, this '$' does not begin a variable",
    "${1A}, this '$' does not begin a variable",
    "${MODE, this '$' does not begin a variable",
    "${UNSET:-${MODE}}, this '$' does not begin a variable",
    "${}, this '$' does not begin a variable",
    "5$, this '$' does not begin a variable"
  })
  void whatCannotBeReplacedIsALocatedProblem(String typed, String message) {
    bad(zone(typed), "10:29 " + message);
  }

  @Test
  void aValueIsNotLookedAtForVariablesAgain() {
    SpecResult result =
        new SpecReader(FakeAdapters.ALL, java.util.Map.of("A", "${B}", "B", "b"))
            .read(zone("${A}"), "f");

    assertThat(result.problems()).isEmpty();
    assertThat(java.util.Objects.requireNonNull(result.spec()).domains().values())
        .allMatch(domain -> domain.dns().zone().orElseThrow().equals("${B}"));
  }

  @Test
  void everyKindOfScalarMayBeAVariable() {
    DomainSpec domain =
        goodDomain(
            HEAD
                + """
                  a.example:
                    policy: { mode: "${MODE}", mx: ["${UNSET:-mx.a.example}"], max_age: "${UNSET:-2d}" }
                    dns: { provider: "${UNSET:-ns}", ttl: "${UNSET:-60}" }
                    verify: ${UNSET:-false}
                    allow: ["${UNSET:-not-ours}"]
                """);

    assertThat(domain.policy().mode()).isEqualTo(Mode.ENFORCE);
    assertThat(domain.policy().maxAge()).isEqualTo(172_800);
    assertThat(domain.verify()).isFalse();
  }

  @Test
  void keysAreNotReplaced() {
    List<Problem> problems =
        bad(
            HEAD + "  ${MODE}.example:\n",
            "10:3 '${MODE}.example' is not a domain name: '$' is not a letter, digit or hyphen");

    assertThat(problems.get(0).hint()).isEqualTo("Variables can stand in values, not in keys.");
  }

  @Test
  void theValueOfAVariableIsInNoMessage() {
    String text =
        """
        version: ${SECRET_VALUE:-1}
        """;
    assertSilent(text);
    String[] values = {
      "policy: { mode: '${SECRET_VALUE}' }",
      "policy: { max_age: '${SECRET_VALUE}' }",
      "policy: { mx: ['${SECRET_VALUE}_', '*.${SECRET_VALUE}.'] }",
      "policy: { mx: ['${SECRET_VALUE}', '${SECRET_VALUE}'] }",
      "tls_rpt: { rua: ['${SECRET_VALUE}', 'mailto:${SECRET_VALUE}'] }",
      "host: { provider: '${SECRET_VALUE}' }",
      "host: { kind: '${SECRET_VALUE}' }",
      "host: { address: { a: ['${SECRET_VALUE}'], aaaa: ['::${SECRET_VALUE}'] } }",
      "host: { address: { cname: '${SECRET_VALUE}_' } }",
      "dns: { provider: '${SECRET_VALUE}' }",
      "dns: { ttl: '${SECRET_VALUE}' }",
      "profile: '${SECRET_VALUE}'",
      "verify: '${SECRET_VALUE}'",
      "id: '${SECRET_VALUE}'",
      "allow: ['${SECRET_VALUE}']"
    };
    for (String value : values) {
      assertSilent(HEAD + "  a.example: { " + value + " }\n");
    }
    assertSilent(
        HEAD
            + "  a.example: { host: { file: '${SECRET_VALUE}' } }\n"
            + "  b.example: { host: { file: '${SECRET_VALUE}' } }\n");
    assertSilent(
        "version: 1\nproviders: { a: { type: '${SECRET_VALUE}' },"
            + " b: { type: names, endpoint: '${SECRET_VALUE}' },"
            + " c: { type: names, dry: '${SECRET_VALUE}' },"
            + " d: { type: names, api_token: '${SECRET_VALUE}' },"
            + " e: { type: names, api_token: { env: '${SECRET_VALUE}' } },"
            + " f: { type: web, root: '~${SECRET_VALUE}' } }\n"
            + "state: { backend: '${SECRET_VALUE}' }\ndomains: {}\n");
  }

  private static void assertSilent(String text) {
    List<Problem> problems = SpecTexts.read(text).problems();
    assertThat(problems).as(text).isNotEmpty();
    assertThat(problems.toString()).doesNotContain("hunter2secret");
  }
}
