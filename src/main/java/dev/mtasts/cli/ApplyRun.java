package dev.mtasts.cli;

import dev.mtasts.apply.Applied;
import dev.mtasts.apply.Applier;
import dev.mtasts.apply.Gates;
import dev.mtasts.apply.ServedCheck;
import dev.mtasts.ledger.Lock;
import dev.mtasts.plan.Plan;
import dev.mtasts.provider.Blobs;
import dev.mtasts.spec.Guard;
import dev.mtasts.spec.Spec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A plan carried out under the lock: what {@code apply}, {@code retire}, {@code destroy} share. */
final class ApplyRun {
  @Mixin private GuardOption allow = new GuardOption();
  @Mixin private YesOption yes = new YesOption();
  @Mixin private LockOption lock = new LockOption();
  @Mixin private GateOptions gates = new GateOptions();

  @Option(
      names = "--plan-digest",
      paramLabel = "sha256:…",
      description = "Approve the plan that has this digest, and no other.")
  private @Nullable String digest;

  /**
   * What is to be done.
   *
   * @param command the command and its operands, such as {@code retire acme.example}
   * @param spec what is wanted
   * @param approved whether the user has approved the plan already, by naming its file
   * @param reports where to report
   */
  record Order(String command, Spec spec, boolean approved, List<Report> reports) {
    /** The command's own word. */
    String word() {
      return command.split(" ", 2)[0];
    }
  }

  /** The reports asked for; finds what is wrong with the options before anything is done. */
  List<Report> check(RootCommand root) {
    List<Report> reports = root.reports(Report.OF_PLANS);
    gates.check(root);
    return reports;
  }

  Set<Guard> guards() {
    return allow.guards();
  }

  Outside outside(RootCommand root) {
    return gates.outside(root);
  }

  /** Takes the lock, plans, asks, applies. */
  int call(RootCommand root, Order order, Function<Session, Plan> planning)
      throws InterruptedException {
    try (Blobs blobs = Session.blobs(root, order.spec());
        Lock.Held held = lock.take(root, blobs, order.word());
        LeaseKeeper keeper = new LeaseKeeper(held);
        Session session = Session.open(root, order.spec(), blobs)) {
      keeper.start(root.shell().stop());
      return apply(root, session, planning.apply(session), order);
    }
  }

  private int apply(RootCommand root, Session session, Plan plan, Order order) {
    List<Report> reports = order.reports();
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
            : new Approval(root, yes.isGiven() || order.approved(), digest, order.command())
                .refusal(plan);
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
}
