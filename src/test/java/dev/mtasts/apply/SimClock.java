package dev.mtasts.apply;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock of whole seconds that stands still until it is moved. */
final class SimClock extends Clock {
  private static final long START = Instant.parse("2027-01-01T00:00:00Z").getEpochSecond();

  /** Seconds since the year began. */
  long seconds;

  @Override
  public Instant instant() {
    return Instant.ofEpochSecond(START + seconds);
  }

  /** The second of the year that {@code moment} is. */
  static long secondsOf(Instant moment) {
    return moment.getEpochSecond() - START;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
