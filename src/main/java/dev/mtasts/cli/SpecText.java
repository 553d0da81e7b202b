package dev.mtasts.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.mtasts.policy.DomainName;
import dev.mtasts.spec.Names;
import java.net.IDN;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values from outside, written so that a spec has them as values and as nothing else. */
final class SpecText {
  private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+");
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long WEEK = 7 * DAY;

  private SpecText() {}

  /** A value before it is quoted, in YAML or in JSON: a dollar sign would begin a variable. */
  static String value(String text) {
    return text.replace("$", "$$");
  }

  /** A value in YAML. */
  static String scalar(String text) {
    return PLAIN.matcher(text).matches()
        ? text
        : '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value(text))) + '"';
  }

  /** Values in YAML. */
  static String list(List<String> texts) {
    return texts.stream().map(SpecText::scalar).collect(Collectors.joining(", ", "[", "]"));
  }

  /**
   * Seconds in the largest unit that leaves no rest and no large number: {@code 1d}, {@code 2w}.
   */
  static String duration(long seconds) {
    if (seconds >= WEEK && seconds % WEEK == 0) {
      return seconds / WEEK + "w";
    }
    if (seconds >= DAY && seconds % DAY == 0) {
      return seconds / DAY + "d";
    }
    if (seconds >= HOUR && seconds < 2 * DAY && seconds % HOUR == 0) {
      return seconds / HOUR + "h";
    }
    return seconds >= MINUTE && seconds < 2 * HOUR && seconds % MINUTE == 0
        ? seconds / MINUTE + "m"
        : String.valueOf(seconds);
  }

  /** The name with its U-labels, where it has some and they surely mean the same name. */
  static Optional<String> unicode(DomainName name) {
    String typed = Harmless.line(IDN.toUnicode(name.text()));
    try {
      boolean same = !typed.equals(name.text()) && Names.host(typed).equals(name);
      return same ? Optional.of(typed) : Optional.empty();
    } catch (IllegalArgumentException anotherName) {
      return Optional.empty();
    }
  }
}
