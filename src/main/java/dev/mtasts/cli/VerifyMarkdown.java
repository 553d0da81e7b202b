package dev.mtasts.cli;

import dev.mtasts.verify.Check;
import java.util.List;

/** Checks as a comment on a pull request: what needs somebody's hand, then all of it, folded. */
final class VerifyMarkdown {
  private static final String HEAD =
      "| domain | check | | seen | what to do |\n|---|---|---|---|---|\n";

  private VerifyMarkdown() {}

  static String of(Verified verified) {
    StringBuilder out = new StringBuilder("### mtasts verify\n\n");
    out.append("**").append(verified.closing()).append("**\n");
    List<Verified.Domain> troubled =
        verified.domains().stream().filter(one -> one.worst() != Check.Status.OK).toList();
    if (!troubled.isEmpty()) {
      out.append('\n').append(HEAD);
      troubled.forEach(domain -> rows(domain, false, out));
    }
    out.append("\n<details><summary>All checks</summary>\n\n").append(HEAD);
    verified.domains().forEach(domain -> rows(domain, true, out));
    return out.append("\n</details>\n").toString();
  }

  private static void rows(Verified.Domain domain, boolean all, StringBuilder out) {
    for (Check check : domain.checks()) {
      if (all || check.status() != Check.Status.OK) {
        String about = check.subject().isEmpty() ? "" : check.subject() + ": ";
        out.append("| `").append(domain.name()).append("` | `");
        out.append(check.rule().word()).append("` | ").append(sign(check.status())).append(" | ");
        out.append(cell(about + check.seen() + " [" + check.section() + "]")).append(" | ");
        out.append(cell(check.todo())).append(" |\n");
      }
    }
  }

  private static String sign(Check.Status status) {
    return switch (status) {
      case OK -> "ok";
      case COULD_NOT_CHECK -> ":grey_question: could not check";
      case WARNING -> ":warning: warning";
      case ERROR -> ":x: error";
    };
  }

  private static String cell(String text) {
    return PlanMarkdown.escape(Harmless.line(text));
  }
}
