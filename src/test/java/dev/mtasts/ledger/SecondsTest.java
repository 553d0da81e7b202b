package dev.mtasts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecondsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-01-01T09:00:00Z, 2026-01-01T09:00:00Z",
    "2026-01-01T09:00:00.000000001Z, 2026-01-01T09:00:01Z",
    "2026-12-31T23:59:59.999999999Z, 2027-01-01T00:00:00Z",
  })
  void aMomentIsNeverToldTooEarly(Instant moment, Instant told) {
    assertThat(Seconds.up(moment)).isEqualTo(told);
  }
}
