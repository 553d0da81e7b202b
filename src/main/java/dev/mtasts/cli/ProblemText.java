package dev.mtasts.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.plan.PlanJson;
import dev.mtasts.spec.Location;
import dev.mtasts.spec.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Problems of a spec, as text or as one JSON object a line. */
final class ProblemText {
  private ProblemText() {}

  static String of(List<Problem> problems, boolean json) {
    return problems.stream()
        .map(problem -> json ? json(problem).toString() : text(problem))
        .collect(Collectors.joining("\n"));
  }

  private static String text(Problem problem) {
    Location at = problem.location();
    String head = at.file() + ":" + at.line() + ":" + at.column() + ": error: " + problem.message();
    String in = at.path().isEmpty() ? "" : "\n  in " + at.path();
    String source = problem.source().isBlank() ? "" : "\n  " + at.line() + ": " + problem.source();
    String hint = problem.hint().isEmpty() ? "" : "\n  " + problem.hint();
    return head + in + source + hint;
  }

  private static ObjectNode json(Problem problem) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("severity", "error");
    node.put("summary", problem.message()).put("detail", problem.hint());
    PlanJson.location(problem.location(), problem.source(), node.putObject("range"));
    return node;
  }
}
