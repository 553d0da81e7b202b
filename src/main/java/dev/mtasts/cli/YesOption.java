package dev.mtasts.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;

/** {@code --auto-approve}, and the question that is asked without it. */
final class YesOption {
  @Option(
      names = {"-y", "--auto-approve"},
      description = "Do not ask.")
  private boolean given;

  boolean isGiven() {
    return given;
  }

  /**
   * Goes on where the user agrees.
   *
   * @param question such as {@code Forget acme.example?}
   * @param command what to type to approve beforehand, such as {@code mtasts state rm acme.example}
   * @throws CommandFailure with exit code 4 where the user does not agree, or nobody can be asked
   */
  void agree(RootCommand root, String question, String command) {
    if (given) {
      return;
    }
    if (!canAsk(root)) {
      throw new CommandFailure(
          Exit.REFUSED,
          "Nothing was changed: there is nobody to ask. Approve with: " + command + " -y");
    }
    if (!ask(root, question)) {
      throw new CommandFailure(Exit.REFUSED, "Not approved. Nothing was changed.");
    }
  }

  static boolean canAsk(RootCommand root) {
    return root.shell().interactive() && !root.json();
  }

  static boolean ask(RootCommand root, String question) {
    Shell shell = root.shell();
    shell.out().print(question + " Only 'yes' means yes: ");
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
