package dev.mtasts.cli;

import dev.mtasts.ledger.Caches;
import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Lock;
import dev.mtasts.ledger.Owned;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.Part;
import dev.mtasts.spec.Spec;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code state rm}: the ledger forgets a domain; the world stays as it is. */
@Command(
    name = "rm",
    description = "Let the ledger forget one domain. Nothing is deleted: what is live stays live.")
public final class StateRmCommand implements Callable<Integer> {
  @ParentCommand private StateCommand state = new StateCommand();
  @Mixin private YesOption yes = new YesOption();
  @Mixin private LockOption lock = new LockOption();

  @Parameters(paramLabel = "DOMAIN", description = "The domain.")
  private String typed = "";

  @Override
  public Integer call() throws InterruptedException {
    RootCommand root = state.root();
    DomainName name = state.name(typed);
    Spec spec = Session.spec(root);
    try (Blobs blobs = Session.blobs(root, spec);
        Lock.Held held = lock.take(root, blobs, "state rm");
        LeaseKeeper keeper = new LeaseKeeper(held);
        Session session = Session.open(root, spec, blobs)) {
      keeper.start(root.shell().stop());
      @Nullable DomainEntry entry = session.ledger().domains().get(name);
      if (entry == null) {
        throw StateCommand.unknown(name);
      }
      if (!root.json()) {
        tell(root.shell(), entry, spec.domains().containsKey(name), name);
      }
      yes.agree(root, "Forget " + name + "?", "mtasts state rm " + name);
      session.store().save(session.ledger().with(Map.of(name, DomainEntry.NONE)));
      root.shell()
          .out()
          .println(
              root.json()
                  ? new EntryText(name, entry, root.shell().clock().instant()).json()
                  : "The ledger has forgotten " + name + ".");
      return Exit.OK;
    }
  }

  /** Nobody would know any more when senders have forgotten the name there. */
  private static Optional<String> shared(DomainEntry entry, DomainName name) {
    String own = name.policyHost().text();
    return entry
        .owned(Part.HOST)
        .filter(host -> host.values().contains(own) && host.values().size() > 1)
        .map(
            host ->
                "shared, and still needed: "
                    + host.place()
                    + " also answers for "
                    + host.values().stream()
                        .filter(other -> !other.equals(own))
                        .collect(Collectors.joining(", "))
                    + ". Once "
                    + name
                    + " is forgotten, plans for those are refused until it is back or they are"
                    + " given --allow host-move, which takes "
                    + own
                    + " off that host at once. To take it off safely, retire it instead.");
  }

  private static void tell(Shell shell, DomainEntry entry, boolean stays, DomainName name) {
    PrintWriter out = shell.out();
    for (Owned thing : entry.owned().values()) {
      out.println(Harmless.line("stays live, and nobody's: " + thing.place()));
    }
    Caches.horizon(entry, shell.clock().instant())
        .ifPresent(
            until ->
                out.println(
                    "Senders may hold a policy of "
                        + name
                        + " until "
                        + until
                        + "; nothing will remember that."));
    if (stays) {
      out.println("The spec still has it: the next apply takes over what equals the spec.");
    } else {
      shared(entry, name).ifPresent(text -> out.println(Harmless.line(text)));
    }
  }
}
