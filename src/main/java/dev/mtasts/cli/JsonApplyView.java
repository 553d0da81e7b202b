package dev.mtasts.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.apply.Applied;
import dev.mtasts.apply.Event;
import dev.mtasts.apply.LaneEnd;
import dev.mtasts.plan.Act;
import dev.mtasts.plan.Diagnostic;
import dev.mtasts.plan.Digest;
import dev.mtasts.plan.Gate;
import dev.mtasts.plan.Plan;
import dev.mtasts.plan.PlanJson;
import dev.mtasts.provider.Action;
import dev.mtasts.provider.Outcome;
import java.util.EnumMap;
import java.util.Map;

/** A run as one JSON object a line, with Terraform's event types where it has one. */
final class JsonApplyView implements ApplyView {
  private final RootCommand root;
  private final Map<Action, Integer> done = new EnumMap<>(Action.class);

  JsonApplyView(RootCommand root) {
    this.root = root;
  }

  @Override
  public void planned(Plan plan) {
    for (var lane : plan.lanes()) {
      for (ObjectNode change : PlanJson.changes(lane)) {
        String action = change.at("/change/actions/0").asText();
        String what = change.path("address").asText() + ": " + action;
        ObjectNode line = line("info", "planned_change", what);
        line.set("change", change);
        print(line);
      }
    }
    for (Diagnostic diagnostic : plan.diagnostics()) {
      String level = diagnostic.isError() ? "error" : "warn";
      ObjectNode line = line(level, "diagnostic", diagnostic.message());
      line.set("diagnostic", PlanJson.write(diagnostic));
      print(line);
    }
    ObjectNode line = line("info", "change_summary", PlanText.counts(plan));
    line.put("digest", Digest.of(plan));
    ObjectNode counts = line.putObject("changes");
    counts.put("add", plan.count(Action.CREATE)).put("change", plan.count(Action.UPDATE));
    counts.put("remove", plan.count(Action.DELETE)).put("operation", "plan");
    print(line);
  }

  @Override
  public void on(Event event) {
    if (event instanceof Event.Started started) {
      print(about(started.act(), "info", "apply_start", word(started.act())));
    } else if (event instanceof Event.Finished finished) {
      finished(finished);
    } else if (event instanceof Event.Waiting waiting) {
      Gate gate = waiting.gate();
      String message = "waiting for " + gate.awaited() + ": " + waiting.fault();
      ObjectNode line = line("info", "apply_progress", message);
      line.put("domain", gate.domain().text()).put("gate", gate.word());
      print(line.put("elapsed_seconds", waiting.elapsed().toSeconds()));
    } else if (event instanceof Event.Opened opened) {
      Gate gate = opened.gate();
      ObjectNode line = line("info", "gate_open", gate.domain() + ": " + gate.opened());
      line.put("domain", gate.domain().text()).put("gate", gate.word());
      print(line.put("elapsed_seconds", opened.elapsed().toSeconds()));
    } else if (event instanceof Event.Ended ended && ended.end().how() != LaneEnd.How.DONE) {
      ObjectNode line = line("error", "diagnostic", ended.end().message());
      print(line.put("domain", ended.end().domain().text()));
    }
  }

  private void finished(Event.Finished event) {
    if (event.outcome() instanceof Outcome.Done) {
      done.merge(event.act().change().action(), 1, Integer::sum);
      print(about(event.act(), "info", "apply_complete", word(event.act()) + "d"));
    } else {
      print(about(event.act(), "error", "apply_errored", word(event.act()) + " failed"));
    }
  }

  @Override
  public void ended(Plan plan, Applied applied) {
    RuntimeException trouble = applied.trouble();
    if (trouble != null) {
      print(line("error", "diagnostic", String.valueOf(trouble.getMessage())));
    }
    String message = applied.complete() ? "Apply complete" : "Apply incomplete";
    ObjectNode line = line("info", "change_summary", message);
    line.put("complete", applied.complete()).put("done", applied.done());
    ObjectNode counts = line.putObject("changes"); // What was done, not what was planned.
    counts.put("add", done.getOrDefault(Action.CREATE, 0));
    counts.put("change", done.getOrDefault(Action.UPDATE, 0));
    counts.put("remove", done.getOrDefault(Action.DELETE, 0)).put("operation", "apply");
    print(line);
  }

  private static String word(Act act) {
    return act.change().action().word();
  }

  private ObjectNode about(Act act, String level, String type, String what) {
    ObjectNode line = line(level, type, act.address() + ": " + what);
    return line.put("address", act.address().toString()).put("action", word(act));
  }

  private ObjectNode line(String level, String type, String message) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("@level", level).put("@message", message);
    line.put("@timestamp", root.shell().clock().instant().toString());
    return line.put("type", type);
  }

  private void print(ObjectNode line) {
    root.shell().out().println(line);
    root.shell().out().flush();
  }
}
