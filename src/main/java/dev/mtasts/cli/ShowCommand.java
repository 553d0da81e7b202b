package dev.mtasts.cli;

import dev.mtasts.plan.SavedPlan;
import dev.mtasts.provider.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code show}: a saved plan, or what the ledger knows. Asks no provider but the ledger's. */
@Command(name = "show", description = "Show a saved plan, or without one the ledger.")
public final class ShowCommand implements Callable<Integer> {
  @ParentCommand private RootCommand root = Unset.ROOT;

  @Parameters(arity = "0..1", paramLabel = "PLANFILE", description = "A plan saved by plan --out.")
  private @Nullable Path planFile;

  @Override
  public Integer call() {
    return planFile == null ? ledger() : plan(planFile);
  }

  private int ledger() {
    try (Session session = Session.open(root)) {
      LedgerText view = new LedgerText(session.ledger(), root.selection());
      if (root.json()) {
        root.shell().out().println(view.json());
      } else {
        root.shell().out().print(view.text(session.store().place(), session.lock().holder()));
      }
      return Exit.OK;
    }
  }

  private int plan(Path path) {
    try {
      String text = Files.readString(root.shell().cwd().resolve(path));
      SavedPlan saved = SavedPlan.read(text);
      if (root.json()) {
        root.shell().out().println(saved.json());
      } else {
        root.shell().out().print(SavedPlanText.of(saved));
      }
      return Exit.OK;
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          Exit.FAILED,
          "Tried to show "
              + path
              + " but failed because "
              + (e instanceof IOException io
                  ? "it cannot be read: " + DiskFailure.because(io)
                  : e.getMessage())
              + ". Make a plan with: mtasts plan --out "
              + path);
    }
  }
}
