package dev.mtasts.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
    String java = Runtime.version().toString();
    root.shell()
        .out()
        .println(
            root.json()
                ? JsonNodeFactory.instance.objectNode().put("mtasts", version).put("java", java)
                : "mtasts " + version + " (Java " + java + ")");
    return Exit.OK;
  }
}
