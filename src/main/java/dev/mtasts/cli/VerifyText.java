package dev.mtasts.cli;

import dev.mtasts.verify.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks as a person reads them: of one domain all, one line each; of several only what is not as
 * it should be, so that a trouble among a thousand domains is seen.
 */
final class VerifyText {
  private static final int RULE_WIDTH = 20;
  private static final int STATUS_WIDTH = 9;

  private final Paint paint;
  private final StringBuilder out = new StringBuilder();

  private VerifyText(Paint paint) {
    this.paint = paint;
  }

  static String of(Verified verified, Paint paint) {
    VerifyText text = new VerifyText(paint);
    boolean all = verified.domains().size() == 1;
    verified.domains().forEach(domain -> text.domain(domain, all));
    text.out.append(all ? "\n" : "").append(verified.closing()).append('\n');
    return text.out.toString();
  }

  private void domain(Verified.Domain domain, boolean all) {
    Check.Status worst = domain.worst();
    out.append(paint.bold(domain.name().text()));
    if (!all) {
      out.append("  ").append(painted(worst, worst.words()));
    }
    out.append('\n');
    for (Line line : lines(domain.checks())) {
      if (all || line.check().status() != Check.Status.OK) {
        line(line);
      }
    }
  }

  private void line(Line line) {
    Check check = line.check();
    out.append("  ").append(pad(check.rule().word(), RULE_WIDTH));
    out.append(painted(check.status(), pad(check.status().words(), STATUS_WIDTH)));
    out.append(line.text());
    out.append("   [").append(check.section()).append("]\n");
    if (!check.todo().isEmpty()) {
      out.append(" ".repeat(2 + RULE_WIDTH + STATUS_WIDTH));
      out.append(Harmless.line(check.todo())).append('\n');
    }
  }

  private String painted(Check.Status status, String text) {
    return switch (status) {
      case ERROR -> paint.error(text);
      case WARNING, COULD_NOT_CHECK -> paint.warning(text);
      case OK -> text;
    };
  }

  /** A check, and everything of which it says the same. */
  record Line(Check check, List<String> subjects) {
    /** What was seen, and of what. */
    String text() {
      String about = String.join(", ", subjects);
      return Harmless.line(about.isEmpty() ? check.seen() : about + ": " + check.seen());
    }
  }

  /** One line for all checks that say the same of different things. */
  static List<Line> lines(List<Check> checks) {
    Map<Check, Line> lines = new LinkedHashMap<>();
    for (Check check : checks) {
      Check same =
          new Check(check.rule(), check.status(), "", check.seen(), check.section(), check.todo());
      Line line = lines.computeIfAbsent(same, key -> new Line(key, new ArrayList<>()));
      if (!check.subject().isEmpty()) {
        line.subjects().add(check.subject());
      }
    }
    return List.copyOf(lines.values());
  }

  private static String pad(String word, int width) {
    return word.length() < width ? word + " ".repeat(width - word.length()) : word + " ";
  }
}
