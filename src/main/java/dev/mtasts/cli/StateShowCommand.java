package dev.mtasts.cli;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.policy.DomainName;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code state show}: all that the ledger has of one domain. */
@Command(name = "show", description = "Show all that the ledger has of one domain.")
public final class StateShowCommand implements Callable<Integer> {
  @ParentCommand private StateCommand state = new StateCommand();

  @Parameters(paramLabel = "DOMAIN", description = "The domain.")
  private String typed = "";

  @Override
  public Integer call() {
    RootCommand root = state.root();
    DomainName name = state.name(typed);
    try (Session session = Session.open(root)) {
      @Nullable DomainEntry entry = session.ledger().domains().get(name);
      if (entry == null) {
        throw StateCommand.unknown(name);
      }
      EntryText view = new EntryText(name, entry, root.shell().clock().instant());
      if (root.json()) {
        root.shell().out().println(view.json());
      } else {
        root.shell().out().print(view.text());
      }
      return Exit.OK;
    }
  }
}
