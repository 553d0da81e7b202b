package dev.mtasts.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code import}: a spec for what is live, from public DNS and HTTPS; no account, no spec. */
@Command(
    name = "import",
    description = "Print a spec for what is live, from public DNS and HTTPS; no spec needed.")
public final class ImportCommand implements Callable<Integer> {
  @ParentCommand private RootCommand root = Unset.ROOT;

  @Parameters(paramLabel = "DOMAIN", arity = "1..*", description = "These domains.")
  private List<String> names = new ArrayList<>();

  @Mixin private LiveOptions live = new LiveOptions();

  @Override
  public Integer call() {
    Import found = live.look(root, names);
    Shell shell = root.shell();
    if (root.json()) {
      shell.out().println(ImportJson.of(found).toPrettyString());
    } else {
      shell.out().print(ImportYaml.of(found));
    }
    shell.out().flush();
    found.warn(shell.err());
    return found.exit();
  }
}
