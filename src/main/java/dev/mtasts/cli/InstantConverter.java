package dev.mtasts.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment in RFC 3339, or a date, which stands for its first moment in UTC. */
final class InstantConverter implements ITypeConverter<Instant> {
  private static final int DATE = "2026-12-07".length();

  @Override
  public Instant convert(String text) {
    try {
      return text.length() == DATE
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "'" + text + "' is no moment; write 2026-12-07T12:00:00Z, or a date");
    }
  }
}
