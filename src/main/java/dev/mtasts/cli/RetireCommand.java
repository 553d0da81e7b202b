package dev.mtasts.cli;

import dev.mtasts.spec.Removal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code retire}: domains go as RFC 8461 §8.3 asks; a later run goes on where this one waits. */
@Command(
    name = "retire",
    description =
        "Take domains away safely (RFC 8461 §8.3): mode none first, and nothing is deleted before"
            + " senders have forgotten. Run it again, or apply, to go on.")
public final class RetireCommand implements Callable<Integer> {
  @ParentCommand private RootCommand root = Unset.ROOT;
  @Mixin private ApplyRun run = new ApplyRun();

  @Parameters(arity = "1..*", paramLabel = "DOMAIN", description = "These domains.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    return new Leaving(root, run, "retire", Removal.RETIRE).call(names);
  }
}
