package dev.mtasts.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Moments that people read: in whole seconds, and never before what they stand for. */
public final class Seconds {
  private static final long ALMOST_ONE = 999_999_999;

  private Seconds() {}

  /** The first whole second that is not before {@code moment}. */
  public static Instant up(Instant moment) {
    return moment.plusNanos(ALMOST_ONE).truncatedTo(ChronoUnit.SECONDS);
  }
}
