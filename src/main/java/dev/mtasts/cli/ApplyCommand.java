package dev.mtasts.cli;

import dev.mtasts.plan.Plan;
import dev.mtasts.plan.SavedPlan;
import dev.mtasts.policy.DomainName;
import dev.mtasts.spec.Spec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code apply}: plan, ask, apply; or apply exactly a saved plan. */
@Command(name = "apply", description = "Carry the plan out: policy first, then the record.")
public final class ApplyCommand implements Callable<Integer> {
  @ParentCommand private RootCommand root = Unset.ROOT;
  @Mixin private RebumpOption rebump = new RebumpOption();
  @Mixin private ApplyRun run = new ApplyRun();

  @Parameters(
      arity = "0..1",
      paramLabel = "PLANFILE",
      description = "A plan saved by plan --out; applied as it is, or refused as stale.")
  private @Nullable Path planFile;

  @Override
  public Integer call() throws InterruptedException {
    List<Report> reports = run.check(root);
    Optional<SavedPlan> saved =
        Optional.ofNullable(planFile).map(path -> PlanFile.read(root, path));
    if (saved.isPresent() && rebump.isGiven()) {
      throw new ParameterException(
          root.commandLine(), "A saved plan has its ids; --rebump does not go with it.");
    }
    Spec spec = Session.spec(root);
    Set<DomainName> rebumped = rebump.domains(root, spec);
    return run.call(
        root,
        new ApplyRun.Order("apply", spec, saved.isPresent(), reports),
        session ->
            saved.isPresent() ? planAgain(session, saved.get()) : planNow(session, rebumped));
  }

  private Plan planNow(Session session, Set<DomainName> rebumped) {
    return session.plan(
        root.selection(), run.guards(), request -> request.rebumping(rebumped), run.outside(root));
  }

  /** The same plan from today's world, or the end. */
  private Plan planAgain(Session session, SavedPlan saved) {
    if (!root.selection().equals(saved.selection()) && !root.selection().isAll()) {
      throw new ParameterException(
          root.commandLine(),
          "A saved plan has its domains; --domain and --exclude do not go with it.");
    }
    if (!run.guards().isEmpty()) {
      throw new ParameterException(
          root.commandLine(), "A saved plan has its guards; --allow does not go with it.");
    }
    Plan plan =
        session.plan(
            saved.selection(),
            saved.allow(),
            request -> request.at(request.now(), saved.minted()),
            run.outside(root));
    Optional<String> moved = saved.moved(plan);
    if (moved.isPresent()) {
      throw new CommandFailure(
          Exit.STALE,
          "Tried to apply the saved plan but failed because it is stale: "
              + moved.get()
              + ". Nothing was changed. Plan again.");
    }
    return plan;
  }
}
