package dev.mtasts.spec;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as specs and flags write them: {@code 90s 5m 12h 1d 2w}, or bare seconds. */
public final class Durations {
  static final String PATTERN = "(0|[1-9][0-9]{0,11})([smhdw]?)";
  static final String HINT = "Write seconds, or a number and a unit: 90s, 5m, 12h, 1d, 2w.";

  private static final Pattern DURATION = Pattern.compile(PATTERN);
  private static final Map<String, Long> SECONDS =
      Map.of("", 1L, "s", 1L, "m", 60L, "h", 3_600L, "d", 86_400L, "w", 604_800L);

  private Durations() {}

  /**
   * The span in seconds.
   *
   * @throws IllegalArgumentException saying what a duration looks like
   */
  public static long seconds(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a duration");
    }
    return Long.parseLong(matcher.group(1)) * SECONDS.getOrDefault(matcher.group(2), 1L);
  }

  /** The shortest way to write {@code seconds}, such as {@code 2w}. */
  public static String text(long seconds) {
    for (String unit : List.of("w", "d", "h", "m")) {
      long size = SECONDS.getOrDefault(unit, 1L);
      if (seconds > 0 && seconds % size == 0) {
        return seconds / size + unit;
      }
    }
    return seconds + "s";
  }
}
