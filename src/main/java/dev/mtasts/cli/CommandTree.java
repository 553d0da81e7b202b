package dev.mtasts.cli;

import dev.mtasts.apply.Stop;
import dev.mtasts.ledger.LedgerException;
import dev.mtasts.provider.ProviderException;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command line: which commands there are, and what becomes of what they throw. */
public final class CommandTree {
  private CommandTree() {}

  /** Runs one command; the exit code is the result. */
  public static int run(String[] args, Shell shell) {
    int exit = line(shell).execute(args);
    shell.out().flush();
    shell.err().flush();
    return exit;
  }

  /** All commands, for one run in {@code shell} or for those who describe them. */
  public static CommandLine line(Shell shell) {
    RootCommand root = new RootCommand(shell);
    return new CommandLine(root)
        .addSubcommand(new InitCommand())
        .addSubcommand(new ImportCommand())
        .addSubcommand(new ValidateCommand())
        .addSubcommand(new PlanCommand())
        .addSubcommand(new ApplyCommand())
        .addSubcommand(new VerifyCommand())
        .addSubcommand(new DriftCommand())
        .addSubcommand(new StatusCommand())
        .addSubcommand(new RetireCommand())
        .addSubcommand(new DestroyCommand())
        .addSubcommand(new LintCommand())
        .addSubcommand(new RenderCommand())
        .addSubcommand(new ShowCommand())
        .addSubcommand(StateCommand.tree())
        .addSubcommand(new SchemaCommand())
        .addSubcommand(new UnlockCommand())
        .addSubcommand(new VersionCommand())
        .setOut(shell.out())
        .setErr(shell.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, words) -> usage(e, shell))
        .setExecutionExceptionHandler((e, command, parsed) -> failed(e, root))
        .setExecutionStrategy(
            parsed -> {
              Logs.at(root.logLevel());
              return new CommandLine.RunLast().execute(parsed);
            });
  }

  private static int usage(ParameterException e, Shell shell) {
    shell.err().println(e.getMessage());
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    shell.err().println("See: " + name + " --help");
    return Exit.USAGE;
  }

  private static int failed(Exception e, RootCommand root) throws Exception {
    Shell shell = root.shell();
    if (e instanceof InterruptedException) {
      return Exit.INTERRUPTED;
    }
    if (!(e instanceof RuntimeException failure)) {
      throw e;
    }
    boolean told =
        failure instanceof CommandFailure
            || failure instanceof ProviderException
            || failure instanceof LedgerException
            || failure instanceof Stop.Requested;
    int exit = Verdict.of(failure);
    if (told) {
      boolean located = exit == Exit.INVALID;
      shell
          .err()
          .println(
              (located ? "" : "Error: ") + Harmless.lines(String.valueOf(failure.getMessage())));
      return exit;
    }
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    shell.err().println("This is a fault in mtasts; please report it with the lines below.");
    shell.err().print(trace);
    return exit;
  }
}
