package dev.mtasts.provider.zonefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SerialNumberTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  @Test
  void aCounterGoesUpByOne() {
    assertThat(next(0)).isEqualTo(1);
    assertThat(next(7)).isEqualTo(8);
    assertThat(next(1_790_000_000L)).as("a Unix time, no date").isEqualTo(1_790_000_001L);
    assertThat(next(4_294_967_294L)).isEqualTo(4_294_967_295L);
    assertThat(next(4_294_967_295L)).as("0 is skipped").isEqualTo(1);
  }

  @Test
  void aDateBecomesToday() {
    assertThat(next(2026110107)).isEqualTo(2026112300);
    assertThat(next(1999123199)).isEqualTo(2026112300);
  }

  @Test
  void aDateOfTodayOrLaterGoesUpByOne() {
    assertThat(next(2026112300)).isEqualTo(2026112301);
    assertThat(next(2026112399)).as("a busy day").isEqualTo(2026112400);
    assertThat(next(2027010100)).as("the clock went back").isEqualTo(2027010101);
  }

  @Test
  void whatOnlyLooksLikeADateIsACounter() {
    assertThat(next(2026130100)).isEqualTo(2026130101);
    assertThat(next(2026023000)).isEqualTo(2026023001);
    assertThat(next(1979010100)).isEqualTo(1979010101);
  }

  @Test
  void aSerialIsAlwaysGreaterInTheSenseOfRfc1982() {
    long seed = System.nanoTime();
    System.out.println("SerialNumberTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      long old =
          random.nextBoolean() ? random.nextLong(1L << 32) : 2026110000L + random.nextInt(3000);

      int distance = (int) (next(old) - old);

      assertThat(distance).as("from %d, seed %d", old, seed).isPositive();
      assertThat(next(old)).isBetween(1L, (1L << 32) - 1);
    }
  }

  private static long next(long old) {
    return SerialNumber.next(old, TODAY);
  }
}
