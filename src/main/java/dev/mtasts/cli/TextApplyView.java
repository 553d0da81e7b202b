package dev.mtasts.cli;

import dev.mtasts.apply.Applied;
import dev.mtasts.apply.Event;
import dev.mtasts.apply.LaneEnd;
import dev.mtasts.plan.Act;
import dev.mtasts.plan.Plan;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Action;
import dev.mtasts.provider.Outcome;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run as a person follows it. */
final class TextApplyView implements ApplyView {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final RootCommand root;
  private final PrintWriter out;
  private final Paint paint;
  private final Map<DomainName, Said> said = new HashMap<>();
  private final Map<Action, Integer> done = new EnumMap<>(Action.class);

  /** What was last said of a closed gate, and when. */
  private record Said(String fault, Duration at) {}

  TextApplyView(RootCommand root) {
    this.root = root;
    this.out = root.shell().out();
    this.paint = root.paint();
  }

  @Override
  public void planned(Plan plan) {
    out.print(PlanText.of(plan, paint));
    out.flush();
  }

  @Override
  public void on(Event event) {
    if (event instanceof Event.Finished finished && finished.outcome() instanceof Outcome.Done) {
      Act act = finished.act();
      Action action = act.change().action();
      done.merge(action, 1, Integer::sum);
      if (!root.quiet()) {
        String text = act.address() + " " + action.word() + "d";
        out.println(paint.sign(PlanText.sign(action), text));
      }
    } else if (event instanceof Event.Waiting waiting) {
      waiting(waiting);
    } else if (event instanceof Event.Opened opened) {
      if (!root.quiet()) {
        out.println(opened.gate().domain() + ": " + opened.gate().opened());
      }
    } else if (event instanceof Event.Ended ended && ended.end().how() != LaneEnd.How.DONE) {
      LaneEnd end = ended.end();
      out.println(paint.error("Error: ") + end.domain() + ": " + Harmless.line(end.message()));
    }
    out.flush();
  }

  /** A line when the answer changes, else one every ten seconds. */
  private void waiting(Event.Waiting event) {
    DomainName domain = event.gate().domain();
    @Nullable Said last = said.get(domain);
    boolean news =
        last == null
            || !last.fault().equals(event.fault())
            || event.elapsed().minus(last.at()).compareTo(PAUSE) >= 0;
    if (news && !root.quiet()) {
      said.put(domain, new Said(event.fault(), event.elapsed()));
      String time = String.format(Locale.ROOT, "%ds", event.elapsed().toSeconds());
      out.println(
          "waiting for "
              + Harmless.line(event.gate().awaited())
              + " "
              + time
              + ": "
              + Harmless.line(event.fault()));
    }
  }

  @Override
  public void ended(Plan plan, Applied applied) {
    String head = applied.complete() ? "Apply complete: " : "Apply incomplete: ";
    RuntimeException trouble = applied.trouble();
    if (trouble != null) {
      out.println(paint.error("Error: ") + Harmless.line(String.valueOf(trouble.getMessage())));
    }
    out.println(
        head
            + done.getOrDefault(Action.CREATE, 0)
            + " created, "
            + done.getOrDefault(Action.UPDATE, 0)
            + " updated, "
            + done.getOrDefault(Action.DELETE, 0)
            + " deleted"
            + (applied.complete()
                ? "."
                : "; " + bad(applied) + " of " + plan.lanes().size() + " domains not finished."));
    out.flush();
  }

  private static long bad(Applied applied) {
    return applied.ends().size() - applied.count(LaneEnd.How.DONE);
  }
}
