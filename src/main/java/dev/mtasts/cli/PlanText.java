package dev.mtasts.cli;

import dev.mtasts.plan.Act;
import dev.mtasts.plan.Diagnostic;
import dev.mtasts.plan.Digest;
import dev.mtasts.plan.Fields;
import dev.mtasts.plan.Forecast;
import dev.mtasts.plan.Gate;
import dev.mtasts.plan.Lane;
import dev.mtasts.plan.Plan;
import dev.mtasts.plan.Step;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Action;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Part;
import dev.mtasts.spec.Location;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A plan as a person reads it on a terminal. */
final class PlanText {
  private final Paint paint;
  private final StringBuilder out = new StringBuilder();

  private PlanText(Paint paint) {
    this.paint = paint;
  }

  /** The whole plan. */
  static String of(Plan plan, Paint paint) {
    PlanText text = new PlanText(paint);
    if (plan.forecast()) {
      text.line(forecast(plan) + "\n");
    }
    text.domains(plan);
    plan.diagnostics().forEach(text::diagnostic);
    text.closing(plan);
    return text.out.toString();
  }

  /** What a forecast is, in sentences. */
  static String forecast(Plan plan) {
    return "Forecast for "
        + plan.at()
        + ", if the world stays as it is until then. A promotion also depends on what DNS and"
        + " verify say on that day.";
  }

  /** One diagnostic. */
  static String of(Diagnostic diagnostic, Paint paint) {
    PlanText text = new PlanText(paint);
    text.diagnostic(diagnostic);
    return text.out.toString();
  }

  /** A domain that only waits has a place among the others. */
  private void domains(Plan plan) {
    SortedMap<DomainName, Optional<Lane>> lanes = new TreeMap<>();
    Map<DomainName, List<Forecast>> waiting =
        plan.forecasts().stream().collect(Collectors.groupingBy(Forecast::domain));
    waiting.keySet().forEach(domain -> lanes.put(domain, Optional.empty()));
    plan.lanes().stream()
        .filter(lane -> shows(lane) || lanes.containsKey(lane.domain()))
        .forEach(lane -> lanes.put(lane.domain(), Optional.of(lane)));
    lanes.forEach(
        (domain, lane) -> {
          line(paint.bold(domain.text()));
          lane.ifPresent(this::lane);
          waiting.getOrDefault(domain, List.of()).forEach(this::forecast);
          line("");
        });
  }

  /** What only the ledger takes note of, such as other settings, is no news for a reader. */
  private static boolean shows(Lane lane) {
    return !lane.steps().isEmpty()
        || !lane.findings().found().isEmpty()
        || !lane.findings().gone().isEmpty()
        || lane.forget();
  }

  private void forecast(Forecast forecast) {
    line("  . " + pad(forecast.topic().word()) + Harmless.line(forecast.text()));
  }

  private void lane(Lane lane) {
    @Nullable Gate after = null;
    for (Step step : lane.steps()) {
      if (step instanceof Step.Await await) {
        after = await.gate();
        begun(after);
      } else if (step instanceof Step.Acts acts) {
        for (Act act : acts.acts()) {
          act(act, after);
        }
      }
    }
    for (Part part : lane.findings().found().keySet().stream().sorted().toList()) {
      line("  = " + pad(part.word()) + "live and as wanted: taken into the ledger");
    }
    for (Part part : lane.findings().gone().stream().sorted().toList()) {
      line("  = " + pad(part.word()) + "gone and not wanted: dropped from the ledger");
    }
    if (lane.forget()) {
      line("  = " + pad("ledger") + "forgets the domain");
    }
  }

  /** What an earlier run began and did not see the end of. */
  private void begun(Gate gate) {
    if (!gate.state().isEmpty()) {
      line("  . waiting for " + Harmless.line(gate.awaited() + ": " + gate.state()));
    }
  }

  private void act(Act act, @Nullable Gate after) {
    char sign = sign(act.change().action());
    String place = Harmless.line(place(act));
    String head = "  " + sign + " " + pad(act.address().part().word()) + place;
    line(paint.sign(sign, head) + (after == null ? "" : "   (after " + after.opened() + ")"));
    if (act.change().action() != Action.CREATE) {
      line("      # " + Harmless.line(act.change().why()));
    }
    for (Fields.Diff diff : Fields.diff(act.change())) {
      String value = Harmless.line(value(diff));
      line(
          paint.sign(
              diff.sign(),
              "      " + diff.sign() + " " + pad(Harmless.line(diff.name())) + "= " + value));
    }
  }

  /** From what to what, or what alone. */
  static String value(Fields.Diff diff) {
    if (diff.before() == null || diff.after() == null) {
      return diff.before() == null ? String.valueOf(diff.after()) : diff.before();
    }
    boolean kept = diff.before().equals(diff.after());
    return kept ? diff.before() + "   (stays)" : diff.before() + " -> " + diff.after();
  }

  private static String place(Act act) {
    Address address = act.address();
    String place = act.change().subject().place();
    return address.part() == Part.POLICY
        ? address.domain().policyUrl() + "   (" + place + ")"
        : place;
  }

  private void diagnostic(Diagnostic diagnostic) {
    String head = diagnostic.isError() ? paint.error("Error: ") : paint.warning("Warning: ");
    String code = diagnostic.code().map(word -> "   [" + word + "]").orElse("");
    String about = diagnostic.domain() == null ? "" : diagnostic.domain() + ": ";
    line(head + about + Harmless.line(diagnostic.message()) + code);
    Location at = diagnostic.location();
    if (at != null && !diagnostic.source().isBlank()) {
      line("  on " + at.file() + " line " + at.line() + ", in " + at.path() + ":");
      line("  " + at.line() + ": " + Harmless.line(diagnostic.source()));
    }
    if (!diagnostic.todo().isEmpty()) {
      line("  " + Harmless.line(diagnostic.todo()));
    }
    line("");
  }

  private void closing(Plan plan) {
    if (plan.errored()) {
      long errors = plan.diagnostics().stream().filter(Diagnostic::isError).count();
      line(
          "This plan cannot be applied: "
              + errors
              + (errors == 1 ? " error" : " errors")
              + " above. Leave a domain out with --exclude to go on with the others.");
    }
    if (plan.changesAnything()) {
      line(counts(plan));
      if (!plan.forecast()) {
        line("Digest: " + Digest.of(plan));
      }
    } else if (!plan.errored()) {
      String learn = plan.teachesAnything() ? " Apply would only bring the ledger up to date." : "";
      line("No changes. " + waiting(plan) + plan.unchanged() + " unchanged." + learn);
    }
  }

  /** The line with the numbers. */
  static String counts(Plan plan) {
    return "Plan: "
        + plan.count(Action.CREATE)
        + " to create, "
        + plan.count(Action.UPDATE)
        + " to update, "
        + plan.count(Action.DELETE)
        + " to delete. "
        + waiting(plan)
        + plan.unchanged()
        + " unchanged.";
  }

  /** How many things wait for their time, and when the first is due; "" for none. */
  private static String waiting(Plan plan) {
    if (plan.forecasts().isEmpty()) {
      return "";
    }
    Optional<Instant> next =
        plan.forecasts().stream()
            .map(Forecast::due)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder());
    return plan.forecasts().size()
        + " waiting"
        + next.map(due -> " (next: " + due + "). ").orElse(". ");
  }

  static char sign(Action action) {
    return switch (action) {
      case CREATE -> '+';
      case UPDATE -> '~';
      case DELETE -> '-';
    };
  }

  private static String pad(String word) {
    return word.length() < 9 ? word + " ".repeat(9 - word.length()) : word + " ";
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
