package dev.mtasts.cli;

import dev.mtasts.plan.Digest;
import dev.mtasts.plan.Plan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a plan may be applied: the user said so beforehand, or says so now. */
final class Approval {
  private final RootCommand root;
  private final boolean beforehand;
  private final @Nullable String digest;

  Approval(RootCommand root, boolean beforehand, @Nullable String digest) {
    this.root = root;
    this.beforehand = beforehand;
    this.digest = digest;
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
    if (!root.shell().interactive() || root.json()) {
      return Optional.of(
          new CommandFailure(
              Exit.REFUSED,
              "Nothing was changed: there is nobody to ask. Approve in one of three ways:\n"
                  + "  mtasts plan --out FILE, then mtasts apply FILE\n"
                  + "  mtasts apply --plan-digest "
                  + Digest.of(plan)
                  + "\n  mtasts apply --auto-approve"));
    }
    return ask()
        ? Optional.empty()
        : Optional.of(new CommandFailure(Exit.REFUSED, "Not approved. Nothing was changed."));
  }

  private boolean ask() {
    Shell shell = root.shell();
    shell.out().print("Apply these changes? Only 'yes' means yes: ");
    shell.out().flush();
    return shell.stop().orLeave(() -> saysYes(shell.in()));
  }

  private static boolean saysYes(InputStream stream) {
    try {
      // One line only: what follows on standard input is not ours to take.
      BufferedReader in =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8), 1);
      return "yes".equals(in.readLine());
    } catch (IOException e) {
      return false;
    }
  }
}
