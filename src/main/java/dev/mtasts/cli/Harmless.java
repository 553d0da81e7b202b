package dev.mtasts.cli;

import dev.mtasts.policy.Excerpt;
import java.util.stream.Collectors;

/**
 * Text from outside on its way to a terminal. Anybody may put anything into a TXT record; it must
 * neither move the cursor nor look like a line of ours.
 */
final class Harmless {
  private Harmless() {}

  /** As one line. */
  static String line(String text) {
    return Excerpt.of(text, Integer.MAX_VALUE);
  }

  /** Lines stay lines: for messages that this program composed of several. */
  static String lines(String text) {
    return text.lines().map(Harmless::line).collect(Collectors.joining("\n"));
  }
}
