package dev.mtasts.cli;

import dev.mtasts.spec.Removal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code destroy}: domains go at once, behind a guard that says what that may cost. */
@Command(
    name = "destroy",
    description =
        "Delete domains at once, whatever senders remember; needs --allow destroy. Until their"
            + " caches have expired, mail can be refused: see retire.")
public final class DestroyCommand implements Callable<Integer> {
  @ParentCommand private RootCommand root = Unset.ROOT;
  @Mixin private ApplyRun run = new ApplyRun();

  @Parameters(
      arity = "0..*",
      paramLabel = "DOMAIN",
      description = "These domains; all of the spec and the ledger, if none.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    return new Leaving(root, run, "destroy", Removal.DELETE).call(names);
  }
}
