package dev.mtasts.apply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Simulated years: a domain's administrator edits at random and heeds what plans say, the tool runs
 * now and then and dies now and then, and senders of every habit deliver mail. The property: no
 * sender ever refuses mail because of us. {@code -Dyears=N} soaks from a random seed, {@code
 * -Dseed=S} replays one year.
 */
class SimulatedYearTest {
  private static final int YEARS = 2_000;

  @Test
  void noSenderEverRefusesMailBecauseOfUs() {
    Long replay = Long.getLong("seed");
    Integer soak = Integer.getInteger("years");
    long first = replay != null ? replay : soak != null ? System.nanoTime() & 0xffffffffL : 1;
    int years = replay != null ? 1 : soak != null ? soak : YEARS;
    SimCounts counts = new SimCounts();
    for (long seed = first; seed < first + years; seed++) {
      live(seed, counts);
    }
    System.out.println("Seeds " + first + " to " + (first + years - 1) + ":\n" + counts);
    assertThat(counts.refused).isZero();
    if (years == YEARS) {
      // Everything happened that could go wrong, or the years teach nothing.
      assertThat(counts.crashes).isGreaterThan(YEARS);
      assertThat(counts.retired).isGreaterThan(YEARS / 4);
      assertThat(counts.mxAdded).isGreaterThan(YEARS);
      assertThat(counts.promotions).isGreaterThan(YEARS);
      assertThat(counts.enforced).isGreaterThan(100L * YEARS);
    }
  }

  /** Beyond the years above; some fault, of the tool or of this simulation, showed in each. */
  @ParameterizedTest
  @ValueSource(longs = {245_088_396L, 963_410_410L})
  void aYearThatOnceFailedFailsNoMore(long seed) {
    SimCounts counts = new SimCounts();
    live(seed, counts);
    assertThat(counts.deliveries).isPositive();
    assertThat(counts.refused).isZero();
  }

  /** Fast, and once more with a tale where it fails. */
  private static void live(long seed, SimCounts counts) {
    try {
      new SimYear(seed, counts, false).live();
    } catch (AssertionError found) {
      new SimYear(seed, new SimCounts(), true).live();
      throw found;
    }
  }
}
