package dev.mtasts.cli;

import dev.mtasts.plan.Diagnostic;
import dev.mtasts.plan.Digest;
import dev.mtasts.plan.Plan;

/** A plan as a comment on a pull request: the numbers first, the details folded. */
final class PlanMarkdown {
  private PlanMarkdown() {}

  static String of(Plan plan) {
    StringBuilder out = new StringBuilder("### mtasts plan\n\n");
    if (plan.forecast()) {
      out.append(PlanText.forecast(plan)).append("\n\n");
    }
    out.append("**").append(PlanText.counts(plan)).append("**\n\n");
    for (Diagnostic diagnostic : plan.diagnostics()) {
      out.append(diagnostic.isError() ? "- :x: " : "- :warning: ");
      if (diagnostic.domain() != null) {
        out.append('`').append(diagnostic.domain()).append("`: ");
      }
      out.append(escape(diagnostic.message()));
      diagnostic.code().ifPresent(code -> out.append(" (`").append(code).append("`)"));
      out.append(' ').append(escape(diagnostic.todo())).append('\n');
    }
    if (plan.changesAnything()) {
      String text = PlanText.of(plan, Paint.OFF);
      String fence = fence(text);
      out.append("\n<details><summary>Changes</summary>\n\n");
      out.append(fence).append("diff\n").append(signsFirst(text)).append(fence);
      out.append("\n\n</details>\n");
      if (!plan.forecast()) {
        out.append("\nDigest: `").append(Digest.of(plan)).append("`\n");
      }
    }
    return out.toString();
  }

  /** Longer than any run of backticks in the text, so that nothing in it can close the block. */
  private static String fence(String text) {
    int longest = 2;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return "`".repeat(longest + 1);
  }

  /** Diff colouring looks at the first column, where the plan has its indentation. */
  private static String signsFirst(String text) {
    StringBuilder out = new StringBuilder();
    for (String line : text.lines().toList()) {
      String body = line.stripLeading();
      boolean signed =
          line.startsWith("  ") && body.length() > 1 && "+-~".indexOf(body.charAt(0)) >= 0;
      String sign = body.startsWith("~") ? "!" : body.isEmpty() ? "" : body.substring(0, 1);
      out.append(signed ? sign + line : line).append('\n');
    }
    return out.toString();
  }

  /**
   * Text from outside must not become markup. A backslash does not keep GitHub from seeing a
   * mention, which it looks for in what is rendered; a comment behind the sign does. And an entity
   * would bring back any sign that is escaped here.
   */
  static String escape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("\\`*_~{}[]<>#|!&".indexOf(c) >= 0) {
        out.append('\\');
      }
      out.append(c == '\n' || c == '\r' ? ' ' : c).append(c == '@' ? "<!-- -->" : "");
    }
    return out.toString();
  }
}
