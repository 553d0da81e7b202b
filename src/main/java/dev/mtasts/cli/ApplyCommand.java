package dev.mtasts.cli;

import dev.mtasts.apply.Applied;
import dev.mtasts.apply.Applier;
import dev.mtasts.apply.Gates;
import dev.mtasts.apply.ServedCheck;
import dev.mtasts.ledger.Lock;
import dev.mtasts.plan.Plan;
import dev.mtasts.plan.SavedPlan;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Blobs;
import dev.mtasts.spec.Spec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code apply}: plan, ask, apply; or apply exactly a saved plan. */
@Command(name = "apply", description = "Carry the plan out: policy first, then the record.")
public final class ApplyCommand implements Callable<Integer> {
  @ParentCommand private RootCommand root = Unset.ROOT;
  @Mixin private GuardOption allow = new GuardOption();
  @Mixin private RebumpOption rebump = new RebumpOption();

  @Parameters(
      arity = "0..1",
      paramLabel = "PLANFILE",
      description = "A plan saved by plan --out; applied as it is, or refused as stale.")
  private @Nullable Path planFile;

  @Option(
      names = {"-y", "--auto-approve"},
      description = "Do not ask.")
  private boolean approve;

  @Option(
      names = "--plan-digest",
      paramLabel = "sha256:…",
      description = "Approve the plan that has this digest, and no other.")
  private @Nullable String digest;

  @Option(
      names = "--lock-timeout",
      paramLabel = "DURATION",
      defaultValue = "0s",
      converter = DurationConverter.class,
      description = "How long to wait for another run (default: ${DEFAULT-VALUE}).")
  private Duration lockTimeout = Duration.ZERO;

  @Mixin private GateOptions gates = new GateOptions();

  private boolean toldOfLock;

  @Override
  public Integer call() throws InterruptedException {
    List<Report> reports = root.reports(Report.OF_PLANS);
    gates.check(root);
    Optional<SavedPlan> saved =
        Optional.ofNullable(planFile).map(path -> PlanFile.read(root, path));
    if (saved.isPresent() && rebump.isGiven()) {
      throw new ParameterException(
          root.commandLine(), "A saved plan has its ids; --rebump does not go with it.");
    }
    Spec spec = Session.spec(root);
    Set<DomainName> rebumped = rebump.domains(root, spec);
    Shell shell = root.shell();
    try (Blobs blobs = Session.blobs(root, spec)) {
      Lock lock = new Lock(blobs, shell.clock());
      try (Lock.Held held =
              lock.acquire(Caller.name(shell.env()), "apply", lockTimeout, this::waitForLock);
          LeaseKeeper keeper = new LeaseKeeper(held);
          Session session = Session.open(root, spec, blobs)) {
        keeper.start(shell.stop());
        Plan plan =
            saved.isPresent()
                ? planAgain(session, saved.get())
                : session.plan(
                    root.selection(),
                    allow.guards(),
                    request -> request.rebumping(rebumped),
                    gates.outside(root));
        return apply(session, plan, saved.isPresent(), reports);
      }
    }
  }

  private void waitForLock(Duration time) throws InterruptedException {
    if (!toldOfLock) {
      root.say("Another run holds the lock; waiting up to " + lockTimeout.toSeconds() + " s …");
      toldOfLock = true;
    }
    root.shell().stop().sleep(time);
  }

  private int apply(Session session, Plan plan, boolean approved, List<Report> reports) {
    ApplyView view = root.json() ? new JsonApplyView(root) : new TextApplyView(root);
    view.planned(plan);
    if (plan.errored()) {
      Reports.write(reports, plan, null);
      return Verdict.of(plan);
    }
    if (!plan.teachesAnything()) {
      Reports.write(reports, plan, null);
      return Exit.OK;
    }
    Optional<CommandFailure> refusal =
        !plan.changesAnything()
            ? Optional.empty()
            : new Approval(root, approve || approved, digest).refusal(plan);
    if (refusal.isPresent()) {
      Reports.write(reports, plan, null);
      throw refusal.get();
    }
    Applied applied;
    try (ServedCheck check = new ServedCheck(() -> gates.fetcher(root))) {
      applied =
          new Applier(
                  session.providers(),
                  session.store(),
                  new Gates(session.providers(), check),
                  root.shell().clock(),
                  view,
                  root.shell().stop())
              .apply(plan, gates::patience, gates.parallelism());
    }
    view.ended(plan, applied);
    Reports.write(reports, plan, applied);
    return Verdict.of(applied, root.shell().stop());
  }

  /** The same plan from today's world, or the end. */
  private Plan planAgain(Session session, SavedPlan saved) {
    if (!root.selection().equals(saved.selection()) && !root.selection().isAll()) {
      throw new ParameterException(
          root.commandLine(),
          "A saved plan has its domains; --domain and --exclude do not go with it.");
    }
    if (!allow.guards().isEmpty()) {
      throw new ParameterException(
          root.commandLine(), "A saved plan has its guards; --allow does not go with it.");
    }
    Plan plan =
        session.plan(
            saved.selection(),
            saved.allow(),
            request -> request.at(request.now(), saved.minted()),
            gates.outside(root));
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
