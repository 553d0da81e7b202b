package dev.mtasts.cli;

import dev.mtasts.plan.Plan;
import dev.mtasts.plan.PlanJson;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

  @Override
  public Integer call() {
    List<Report> reports = root.reports(Report.OF_PLANS);
    network.check(root);
    Path saved = planFile == null ? null : root.output(planFile);
    try (Session session = Session.open(root)) {
      Plan plan = session.plan(root.selection(), allow.guards(), network.outside(root));
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
}
