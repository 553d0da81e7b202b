package dev.mtasts.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mtasts.ledger.Lock;
import dev.mtasts.provider.Blobs;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code unlock}: breaks the lock of a run that is dead. */
@Command(name = "unlock", description = "Break the lock of a run that is dead.")
public final class UnlockCommand implements Callable<Integer> {
  @ParentCommand private RootCommand root = Unset.ROOT;

  @Parameters(paramLabel = "ID", description = "The id that the locked command named.")
  private String id = "";

  @Override
  public Integer call() {
    try (Blobs blobs = Session.blobs(root, Session.spec(root))) {
      Lock.Holder holder = new Lock(blobs, root.shell().clock()).release(id);
      root.shell()
          .out()
          .println(
              root.json()
                  ? JsonNodeFactory.instance
                      .objectNode()
                      .put("unlocked", id)
                      .put("held_by", holder.who())
                  : "Unlocked; it was held by " + Harmless.line(holder.who()) + ".");
      return Exit.OK;
    }
  }
}
