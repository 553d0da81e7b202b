package dev.mtasts.cli;

import dev.mtasts.policy.DomainName;
import dev.mtasts.spec.Names;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;

/** {@code state}: care for the ledger. */
@Command(
    name = "state",
    synopsisSubcommandLabel = "COMMAND",
    description = "Look at the ledger, mend it, or take a domain out of it.")
public final class StateCommand implements Runnable {
  @ParentCommand private RootCommand root = Unset.ROOT;

  static CommandLine tree() {
    return new CommandLine(new StateCommand())
        .addSubcommand(new StateListCommand())
        .addSubcommand(new StateShowCommand())
        .addSubcommand(new StateRebuildCommand())
        .addSubcommand(new StateRmCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(root.commandLine(), "Name a command: list, show, rebuild or rm.");
  }

  RootCommand root() {
    return root;
  }

  /** The domain that the user typed. */
  DomainName name(String typed) {
    try {
      return Names.mailDomain(typed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(root.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  /** For a name that the ledger does not have. */
  static CommandFailure unknown(DomainName name) {
    return new CommandFailure(
        Exit.USAGE,
        "The ledger does not know " + name + ". See which it knows with: mtasts state list");
  }
}
