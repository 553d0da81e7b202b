package dev.mtasts.cli;

import dev.mtasts.spec.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 90s 5m 12h 1d 2w} or seconds, as in the spec. */
final class DurationConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      return Duration.ofSeconds(Durations.seconds(text));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage() + "; write 90s, 5m, 12h, 1d or 2w");
    }
  }
}
