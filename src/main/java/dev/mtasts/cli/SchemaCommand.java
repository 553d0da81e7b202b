package dev.mtasts.cli;

import dev.mtasts.spec.JsonSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code schema}: the JSON Schema of the spec, for editors and linters. */
@Command(name = "schema", description = "Print the JSON Schema (draft-07) of the spec.")
public final class SchemaCommand implements Callable<Integer> {
  @ParentCommand private RootCommand root = Unset.ROOT;

  @Override
  public Integer call() {
    root.shell().out().println(JsonSchema.render(root.shell().factories()).stripTrailing());
    return Exit.OK;
  }
}
