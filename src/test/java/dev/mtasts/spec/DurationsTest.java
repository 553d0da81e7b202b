package dev.mtasts.spec;

import static dev.mtasts.spec.SpecTexts.HEAD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "604800, 604800",
    "90s, 90",
    "5m, 300",
    "12h, 43200",
    "1d, 86400",
    "2w, 1209600"
  })
  void aDurationIsSecondsOrANumberWithAUnit(String typed, long seconds) {
    assertThat(Durations.seconds(typed)).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "-1",
        "+1",
        "1.5h",
        "1h30m",
        "1 d",
        "1D",
        "2y",
        "010",
        "1e3",
        "1_000",
        "٣",
        "9999999999999"
      })
  void otherFormsAreRefused(String typed) {
    assertThatThrownBy(() -> Durations.seconds(typed))
        .hasMessage("'" + typed + "' is not a duration");
  }

  @Test
  void maxAgeEndsWhereTheRfcEndsIt() {
    assertThat(policyMaxAge("31557600")).isEqualTo(31_557_600);
    assertThat(policyMaxAge("0")).isZero();
    for (String over : new String[] {"31557601", "53w", "366d"}) {
      assertThat(SpecTexts.read(withMaxAge(over)).problems())
          .singleElement()
          .satisfies(problem -> assertThat(problem.message()).contains("31557600", "§3.2"));
    }
  }

  @Test
  void aTtlFitsIntoThirtyOneBits() {
    assertThat(ttl("2147483647")).isEqualTo(Integer.MAX_VALUE);
    assertThat(ttl("0")).isZero();
    assertThat(SpecTexts.read(withTtl("2147483648")).problems()).hasSize(1);
  }

  private static String withMaxAge(String typed) {
    return HEAD + "  a.example: { policy: { max_age: " + typed + " } }\n";
  }

  private static long policyMaxAge(String typed) {
    return SpecTexts.goodDomain(withMaxAge(typed)).policy().maxAge();
  }

  private static String withTtl(String typed) {
    return HEAD + "  a.example: { dns: { ttl: " + typed + " } }\n";
  }

  private static int ttl(String typed) {
    return SpecTexts.goodDomain(withTtl(typed)).dns().ttl().orElseThrow();
  }
}
