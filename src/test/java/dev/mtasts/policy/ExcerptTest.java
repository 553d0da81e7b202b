package dev.mtasts.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  @Test
  void controlsOfBothBlocksAndDirectionMarksAreReplaced() {
    assertThat(Excerpt.of("a\u0000\u001b\u007f\u0085\u009b\u200f\u202e\u2028\uFEFFz"))
        .isEqualTo("a?????????z");
  }

  @Test
  void lettersOfAnyScriptStay() {
    assertThat(Excerpt.of("grüße 例 👋")).isEqualTo("grüße 例 👋");
  }

  @Test
  void aLoneSurrogateIsReplacedAndAPairIsNeverCut() {
    assertThat(Excerpt.of("a\uD83D")).isEqualTo("a?");
    assertThat(Excerpt.of("👋👋👋", 2)).isEqualTo("👋👋…");
  }

  @Test
  void theCutIsMarkedOnlyWhereThereIsOne() {
    assertThat(Excerpt.of("a".repeat(80))).isEqualTo("a".repeat(80));
    assertThat(Excerpt.of("a".repeat(81))).isEqualTo("a".repeat(80) + "…");
  }
}
