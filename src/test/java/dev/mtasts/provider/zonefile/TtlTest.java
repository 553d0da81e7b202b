package dev.mtasts.provider.zonefile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TtlTest {
  @Test
  void numbersAreSecondsAndUnitsAddUp() throws MasterSyntaxException {
    assertThat(Ttl.seconds("0")).isZero();
    assertThat(Ttl.seconds("300")).isEqualTo(300);
    assertThat(Ttl.seconds("1h")).isEqualTo(3_600);
    assertThat(Ttl.seconds("1W2D3h4M5s")).isEqualTo(604_800 + 172_800 + 10_800 + 240 + 5);
    assertThat(Ttl.seconds("2147483647")).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void whatIsNoTtlIsNotTakenForOne() {
    for (String word : List.of("", "h", "1x", "1h30", "-1", "1.5h", "IN", "TXT", "1 h")) {
      assertThat(Ttl.looksLike(word)).as(word).isFalse();
    }
    assertThatThrownBy(() -> Ttl.seconds("2147483648")).hasMessageContaining("longer than 68");
    assertThatThrownBy(() -> Ttl.seconds("4000w")).hasMessageContaining("longer than 68");
  }
}
