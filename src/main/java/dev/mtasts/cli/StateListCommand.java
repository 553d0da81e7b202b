package dev.mtasts.cli;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.plan.Published;
import dev.mtasts.policy.DomainName;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code state list}: what the ledger has, a line a domain. */
@Command(name = "list", description = "List the domains of the ledger, and what of them is ours.")
public final class StateListCommand implements Callable<Integer> {
  @ParentCommand private StateCommand state = new StateCommand();

  @Override
  public Integer call() {
    RootCommand root = state.root();
    try (Session session = Session.open(root)) {
      if (root.json()) {
        root.shell().out().println(new LedgerText(session.ledger(), root.selection()).json());
        return Exit.OK;
      }
      TextTable table = new TextTable("DOMAIN", "ID", "MODE", "OURS");
      for (Map.Entry<DomainName, DomainEntry> line : session.ledger().domains().entrySet()) {
        if (root.selection().covers(line.getKey())) {
          DomainEntry entry = line.getValue();
          table.row(
              line.getKey().text(),
              entry.issued() == null ? "" : entry.issued().id().text(),
              Published.policy(entry).map(policy -> policy.mode().toString()).orElse(""),
              entry.owned().keySet().stream()
                  .map(Object::toString)
                  .collect(Collectors.joining(" ")));
        }
      }
      root.shell().out().print(table.text());
      return Exit.OK;
    }
  }
}
