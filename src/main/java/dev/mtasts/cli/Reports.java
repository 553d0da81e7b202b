package dev.mtasts.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.apply.Applied;
import dev.mtasts.apply.LaneEnd;
import dev.mtasts.plan.Plan;
import dev.mtasts.plan.PlanJson;
import dev.mtasts.provider.Action;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the reports on a plan that a user asked for. */
final class Reports {
  private Reports() {}

  /** After a plan, or after the run that applied it. */
  static void write(List<Report> reports, Plan plan, @Nullable Applied applied) {
    for (Report report : reports) {
      report.write(
          switch (report.format()) {
            case TEXT -> PlanText.of(plan, Paint.OFF) + text(applied);
            case MARKDOWN -> PlanMarkdown.of(plan) + markdown(applied);
            case JSON -> json(plan, applied).toPrettyString() + "\n";
            case GITLAB -> gitlab(plan).toString() + "\n";
            case SARIF, JUNIT -> throw new IllegalStateException("not of plans");
          });
    }
  }

  /** GitLab reads these three numbers from {@code artifacts:reports:terraform}. */
  private static ObjectNode gitlab(Plan plan) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("create", plan.count(Action.CREATE));
    node.put("update", plan.count(Action.UPDATE));
    return node.put("delete", plan.count(Action.DELETE));
  }

  private static ObjectNode json(Plan plan, @Nullable Applied applied) {
    ObjectNode root = PlanJson.write(plan);
    if (applied != null) {
      ObjectNode result = root.putObject("result");
      result.put("complete", applied.complete()).put("done", applied.done());
      var lanes = result.putArray("domains");
      for (LaneEnd end : applied.ends()) {
        lanes
            .addObject()
            .put("domain", end.domain().text())
            .put("end", end.how().name().toLowerCase(Locale.ROOT))
            .put("message", end.message());
      }
    }
    return root;
  }

  private static String text(@Nullable Applied applied) {
    StringBuilder out = new StringBuilder();
    if (applied != null) {
      for (LaneEnd end : applied.ends()) {
        out.append(end.domain()).append(": ").append(word(end));
        out.append(Harmless.line(end.message())).append('\n');
      }
    }
    return out.toString();
  }

  private static String markdown(@Nullable Applied applied) {
    StringBuilder out = new StringBuilder();
    if (applied != null) {
      out.append("\n| domain | result |\n|---|---|\n");
      for (LaneEnd end : applied.ends()) {
        String cell = PlanMarkdown.escape(word(end) + end.message());
        out.append("| `").append(end.domain()).append("` | ").append(cell).append(" |\n");
      }
    }
    return out.toString();
  }

  private static String word(LaneEnd end) {
    String word = end.how().name().toLowerCase(Locale.ROOT);
    return end.message().isEmpty() ? word : word + ". ";
  }
}
