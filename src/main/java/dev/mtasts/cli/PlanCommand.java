package dev.mtasts.cli;

import dev.mtasts.plan.Plan;
import dev.mtasts.plan.PlanJson;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;

/** {@code plan}: what apply would do. Reads, never writes, never locks. */
@Command(name = "plan", description = "Show what apply would do.")
public final class PlanCommand implements Callable<Integer> {
  @ParentCommand private RootCommand root = Unset.ROOT;
  @Mixin private GuardOption allow = new GuardOption();

  @Mixin private NetworkOptions network = new NetworkOptions();

  @Option(names = "--out", paramLabel = "FILE", description = "Save the plan for apply FILE.")
  private @Nullable Path planFile;

  @Option(
      names = "--detailed-exitcode",
      description = "Exit with 2 where there are changes, 0 where there are none.")
  private boolean detailed;

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description =
          "Forecast: what would be due then, if the world stays as it is; 2026-12-07T12:00:00Z or a"
              + " date.")
  private @Nullable Instant at;

  @Override
  public Integer call() {
    checkMoment();
    List<Report> reports = root.reports(Report.OF_PLANS);
    network.check(root);
    Path saved = planFile == null ? null : root.output(planFile);
    try (Session session = Session.open(root)) {
      Plan plan = plan(session);
      Shell shell = root.shell();
      if (root.json()) {
        shell.out().println(PlanJson.write(plan));
      } else {
        shell.out().print(PlanText.of(plan, root.paint()));
      }
      shell.out().flush();
      Reports.write(reports, plan, null);
      if (saved != null) {
        new Report(Report.Format.JSON, saved).write(PlanJson.write(plan).toPrettyString() + "\n");
      }
      if (plan.errored()) {
        return Verdict.of(plan);
      }
      return detailed && plan.changesAnything() ? Exit.CHANGES : Exit.OK;
    }
  }

  private void checkMoment() {
    if (at == null) {
      return;
    }
    if (planFile != null) {
      throw new ParameterException(
          root.commandLine(), "A forecast cannot be applied; --out does not go with --at.");
    }
    Instant now = root.shell().clock().instant();
    if (at.isBefore(now)) {
      throw new CommandFailure(
          Exit.USAGE, "--at looks ahead, and " + at + " is over: now it is " + now + ".");
    }
  }

  private Plan plan(Session session) {
    Instant moment = at;
    Plan plan =
        session.plan(
            root.selection(),
            allow.guards(),
            request -> moment == null ? request : request.at(moment, request.given()),
            network.outside(root));
    return moment == null ? plan : plan.asForecast();
  }
}
