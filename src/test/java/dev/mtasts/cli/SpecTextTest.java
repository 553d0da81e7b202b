package dev.mtasts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.Providers;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.spec.Durations;
import dev.mtasts.spec.SpecReader;
import dev.mtasts.spec.SpecResult;
import dev.mtasts.verify.Check;
import dev.mtasts.verify.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values from outside in a spec: they come back as they were, and are nothing but values. */
class SpecTextTest {
  private static final DomainName NAME = DomainName.parse("acme.example");
  private static final String SIGNS =
      "\"'\\\\#:,-?*&!%@`|>{}[]$\n\r\t \u0085\u2028\u00fc\ue000\ufeffa0";

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "59, 59",
    "90, 90",
    "300, 5m",
    "3600, 1h",
    "90000, 25h",
    "86400, 1d",
    "172800, 2d",
    "604800, 1w",
    "1209600, 2w",
    "31536000, 365d",
    "31557600, 31557600"
  })
  void aDurationIsWrittenForPeopleWhereThatIsExact(long seconds, String text) {
    assertThat(SpecText.duration(seconds)).isEqualTo(text);
    assertThat(Durations.seconds(text)).isEqualTo(seconds);
  }

  @Test
  void whateverStandsInACommentTheSpecIsTheSame() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Policy policy =
        PolicyParser.parse("version: STSv1\nmode: testing\nmx: mx.acme.example\nmax_age: 86400\n")
            .policy()
            .orElseThrow();
    for (int i = 0; i < 300; i++) {
      String uri = "mailto:" + signs(random, "a$b'*&=.+") + "x@acme.example";
      String hostile = signs(random, SIGNS);
      SpecResult read =
          new SpecReader(Providers.all(), Map.of())
              .read(ImportYaml.of(imported(policy, uri, hostile)), "import");

      assertThat(read.problems()).as("seed %s, comment %s, uri %s", seed, hostile, uri).isEmpty();
      var spec = Objects.requireNonNull(read.spec()).domains();
      assertThat(spec.keySet()).as("seed %s", seed).containsExactly(NAME);
      assertThat(Objects.requireNonNull(spec.get(NAME)).policy()).isEqualTo(policy);
      assertThat(Objects.requireNonNull(spec.get(NAME)).tlsRpt()).containsExactly(uri);
    }
  }

  private static String signs(Random random, String from) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      out.append(from.charAt(random.nextInt(from.length())));
    }
    return out.toString();
  }

  private static Import imported(Policy policy, String uri, String hostile) {
    Check check =
        new Check(Rule.RECORD_OTHERS, Check.Status.WARNING, hostile, hostile, "RFC", hostile);
    Imported domain =
        new Imported(
            NAME,
            Optional.of(policy),
            "",
            Optional.empty(),
            true,
            List.of(uri),
            Optional.empty(),
            OptionalInt.empty(),
            List.of(),
            Optional.of(new HostGuess("aws", "s3", hostile, true)),
            List.of(hostile),
            List.of(check));
    return new Import(Instant.EPOCH, List.of(domain));
  }
}
