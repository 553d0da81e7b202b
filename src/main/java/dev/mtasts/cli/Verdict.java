package dev.mtasts.cli;

import dev.mtasts.apply.Applied;
import dev.mtasts.apply.LaneEnd;
import dev.mtasts.apply.Stop;
import dev.mtasts.ledger.LedgerException;
import dev.mtasts.plan.Diagnostic;
import dev.mtasts.plan.Drift;
import dev.mtasts.plan.Plan;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.ProviderException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what happened into an exit code. */
final class Verdict {
  private Verdict() {}

  /** Of a plan with errors: credentials before anything else, then what was unread, then guards. */
  static int of(Plan plan) {
    List<Diagnostic> errors = plan.diagnostics().stream().filter(Diagnostic::isError).toList();
    if (errors.stream().anyMatch(error -> error.failure() == Failure.Kind.CREDENTIALS)) {
      return Exit.CREDENTIALS;
    }
    return errors.stream().anyMatch(error -> error.failure() != null) ? Exit.FAILED : Exit.REFUSED;
  }

  /** Of drift: what could not be looked at comes first, since it may hide more. */
  static int of(Drift drift) {
    if (drift.unread().stream().anyMatch(one -> one.failure().kind() == Failure.Kind.CREDENTIALS)) {
      return Exit.CREDENTIALS;
    }
    if (!drift.unread().isEmpty()) {
      return Exit.FAILED;
    }
    return drift.differences().isEmpty() ? Exit.OK : Exit.CHANGES;
  }

  /** Of a run. */
  static int of(Applied applied, Stop stop) {
    if (applied.complete()) {
      return Exit.OK;
    }
    RuntimeException trouble = applied.trouble();
    if (trouble != null) {
      return of(trouble);
    }
    List<LaneEnd> bad =
        applied.ends().stream().filter(end -> end.how() != LaneEnd.How.DONE).toList();
    if (bad.stream().allMatch(end -> end.how() == LaneEnd.How.MOVED)) {
      return Exit.STALE;
    }
    if (bad.stream().allMatch(end -> end.failure() == Failure.Kind.CREDENTIALS)) {
      return Exit.CREDENTIALS;
    }
    @Nullable String reason = stop.reason();
    return reason != null && applied.count(LaneEnd.How.STOPPED) == bad.size()
        ? Exit.INTERRUPTED
        : Exit.FAILED;
  }

  /** Of an exception that ended a command. */
  static int of(RuntimeException e) {
    if (e instanceof CommandFailure failure) {
      return failure.exit();
    }
    if (e instanceof ProviderException provider) {
      boolean credentials = provider.failure().kind() == Failure.Kind.CREDENTIALS;
      return credentials ? Exit.CREDENTIALS : Exit.FAILED;
    }
    if (e instanceof LedgerException ledger) {
      return ledger.reason() == LedgerException.Reason.LOCKED ? Exit.LOCKED : Exit.FAILED;
    }
    return e instanceof Stop.Requested ? Exit.INTERRUPTED : Exit.BUG;
  }
}
