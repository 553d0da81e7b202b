package dev.mtasts.cli;

import dev.mtasts.plan.Digest;
import dev.mtasts.plan.Plan;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a plan may be applied: the user said so beforehand, or says so now. */
final class Approval {
  private final RootCommand root;
  private final boolean beforehand;
  private final @Nullable String digest;
  private final String command;

  /**
   * For one run.
   *
   * @param command what was typed, as {@link ApplyRun.Order#command}
   */
  Approval(RootCommand root, boolean beforehand, @Nullable String digest, String command) {
    this.root = root;
    this.beforehand = beforehand;
    this.digest = digest;
    this.command = command;
  }

  /** Why not; empty where it may be applied. */
  Optional<CommandFailure> refusal(Plan plan) {
    if (digest != null && !digest.matches("sha256:[0-9a-f]{64}")) {
      return Optional.of(
          new CommandFailure(
              Exit.USAGE,
              "--plan-digest takes sha256: and 64 hex digits, as plan prints them, not '"
                  + digest
                  + "'. Nothing was changed."));
    }
    if (digest != null) {
      String now = Digest.of(plan);
      return digest.equals(now)
          ? Optional.empty()
          : Optional.of(
              new CommandFailure(
                  Exit.STALE,
                  "Tried to apply the approved plan "
                      + digest
                      + " but failed because the plan is another by now: "
                      + now
                      + ". Nothing was changed. Look at the new plan and approve it."));
    }
    if (beforehand) {
      return Optional.empty();
    }
    if (!YesOption.canAsk(root)) {
      return Optional.of(
          new CommandFailure(
              Exit.REFUSED, "Nothing was changed: there is nobody to ask. " + ways(plan)));
    }
    return YesOption.ask(root, "Apply these changes?")
        ? Optional.empty()
        : Optional.of(new CommandFailure(Exit.REFUSED, "Not approved. Nothing was changed."));
  }

  /** A saved plan has no domains that a command takes away. */
  private String ways(Plan plan) {
    String ways =
        command.equals("apply")
            ? "Approve in one of three ways:\n  mtasts plan --out FILE, then mtasts apply FILE\n"
            : "Approve in one of two ways:\n";
    String typed = "  mtasts " + command;
    return ways + typed + " --plan-digest " + Digest.of(plan) + "\n" + typed + " --auto-approve";
  }
}
