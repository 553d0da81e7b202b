package dev.mtasts.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.apply.Applied;
import dev.mtasts.apply.Event;
import dev.mtasts.apply.LaneEnd;
import dev.mtasts.plan.Act;
import dev.mtasts.plan.Diagnostic;
import dev.mtasts.plan.Digest;
import dev.mtasts.plan.Plan;
import dev.mtasts.plan.PlanJson;
import dev.mtasts.plan.Step;
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
      boolean gated = false;
      for (Step step : lane.steps()) {
        gated |= step instanceof Step.Await;
        if (step instanceof Step.Acts acts) {
          for (Act act : acts.acts()) {
            ObjectNode line = line("info", "planned_change", act.address() + ": " + word(act));
            line.set("change", PlanJson.write(lane, act, gated));
            print(line);
          }
        }
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
      String url = waiting.gate().domain().policyUrl();
      ObjectNode line =
          line("info", "apply_progress", "waiting for " + url + ": " + waiting.fault());
      line.put("domain", waiting.gate().domain().text()).put("gate", "served");
      print(line.put("elapsed_seconds", waiting.elapsed().toSeconds()));
    } else if (event instanceof Event.Opened opened) {
      String url = opened.gate().domain().policyUrl();
      ObjectNode line = line("info", "gate_open", url + " is served as planned");
      line.put("domain", opened.gate().domain().text()).put("gate", "served");
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
