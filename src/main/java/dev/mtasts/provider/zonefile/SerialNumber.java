package dev.mtasts.provider.zonefile;

import java.time.DateTimeException;
import java.time.LocalDate;

/** The SOA serial: secondaries fetch a zone when it grows, RFC 1982. */
final class SerialNumber {
  private static final long MODULUS = 1L << 32;
  private static final int FIRST_YEAR = 1980;

  private SerialNumber() {}

  /**
   * The one after {@code old}: for {@code YYYYMMDDnn} the first of {@code today} or, where that is
   * not greater, one more; for other numbers one more, never 0.
   */
  static long next(long old, LocalDate today) {
    if (isDate(old)) {
      long first =
          ((today.getYear() * 100L + today.getMonthValue()) * 100 + today.getDayOfMonth()) * 100;
      // A date beyond the 32 bits would read as a small number.
      if (first > old && first < MODULUS) {
        return first;
      }
    }
    long next = (old + 1) % MODULUS;
    return next == 0 ? 1 : next;
  }

  private static boolean isDate(long serial) {
    long date = serial / 100;
    if (date / 10_000 < FIRST_YEAR) {
      return false;
    }
    try {
      LocalDate day =
          LocalDate.of((int) (date / 10_000), (int) (date / 100 % 100), (int) (date % 100));
      return day.getYear() >= FIRST_YEAR;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
