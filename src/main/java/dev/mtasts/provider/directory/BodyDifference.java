package dev.mtasts.provider.directory;

import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyFile;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Says in one line each how a policy file differs from what was expected. */
final class BodyDifference {
  private static final int SHORT = 60;

  private BodyDifference() {}

  static Outcome.Moved of(@Nullable PolicyFile before, byte @Nullable [] now) {
    if (before == null || now == null) {
      return new Outcome.Moved(
          "body", before == null ? "no file" : "a file", now == null ? "no file" : "a file");
    }
    String[] expected = before.body().split("\n", -1);
    String[] found = new String(now, StandardCharsets.UTF_8).split("\n", -1);
    int line = 0;
    while (line < expected.length && line < found.length && expected[line].equals(found[line])) {
      line++;
    }
    return new Outcome.Moved("body", shown(expected, line), shown(found, line));
  }

  private static String shown(String[] lines, int line) {
    if (line >= lines.length) {
      return "nothing from line " + (line + 1);
    }
    String text = lines[line].replace("\r", "\\r");
    String cut = text.length() > SHORT ? text.substring(0, SHORT) + "…" : text;
    return "line " + (line + 1) + " '" + cut + "'";
  }
}
