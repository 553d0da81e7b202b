package dev.mtasts.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code version}. */
@Command(name = "version", description = "Print the version.")
public final class VersionCommand implements Callable<Integer> {
  @ParentCommand private RootCommand root = Unset.ROOT;

  @Override
  public Integer call() {
    String version =
        Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
            .orElse("unpackaged");
    root.shell().out().println("mtasts " + version + " (Java " + Runtime.version() + ")");
    return Exit.OK;
  }
}
