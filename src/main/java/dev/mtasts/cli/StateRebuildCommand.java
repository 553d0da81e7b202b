package dev.mtasts.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Lock;
import dev.mtasts.plan.Planner;
import dev.mtasts.plan.Rebuild;
import dev.mtasts.plan.World;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.Failure;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Durations;
import dev.mtasts.spec.Spec;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * {@code state rebuild}: a ledger again, from the spec and what is live. The world is only read.
 */
@Command(
    name = "rebuild",
    description =
        "Make a lost ledger anew: what is live at the spec's places becomes ours, whatever it says."
            + " Only the ledger is written.")
public final class StateRebuildCommand implements Callable<Integer> {
  @ParentCommand private StateCommand state = new StateCommand();
  @Mixin private YesOption yes = new YesOption();
  @Mixin private LockOption lock = new LockOption();

  @Option(
      names = "--assume-horizon",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "For how long senders may hold policies that nobody knows any more (default: the live"
              + " policy's max_age or the spec's, whichever is longer).")
  private @Nullable Duration known;

  @Override
  public Integer call() throws InterruptedException {
    RootCommand root = state.root();
    Spec spec = Session.spec(root);
    try (Blobs blobs = Session.blobs(root, spec);
        Lock.Held held = lock.take(root, blobs, "state rebuild");
        LeaseKeeper keeper = new LeaseKeeper(held);
        Session session = Session.open(root, spec, blobs)) {
      keeper.start(root.shell().stop());
      return rebuild(root, spec, session);
    }
  }

  private int rebuild(RootCommand root, Spec spec, Session session) {
    Planner.Request request = session.request(root.selection(), Set.of(), wish -> wish);
    Set<DomainName> kept = session.ledger().domains().keySet();
    List<DomainSpec> missing =
        spec.domains().values().stream()
            .filter(domain -> root.selection().covers(domain.name()))
            .filter(domain -> !kept.contains(domain.name()))
            .toList();
    World world =
        missing.isEmpty() ? World.UNSEEN : root.shell().stop().orLeave(() -> session.look(request));
    Instant now = root.shell().clock().instant();
    List<Rebuild> made =
        missing.stream()
            .map(domain -> Rebuild.of(domain, world, now, Optional.ofNullable(known)))
            .toList();
    if (!root.json()) {
      tell(root.shell().out(), made, kept, now);
    }
    Map<DomainName, DomainEntry> entries = new TreeMap<>();
    made.forEach(one -> one.entry().ifPresent(entry -> entries.put(one.domain(), entry)));
    if (!entries.isEmpty()) {
      yes.agree(root, "Take all of this into the ledger?", "mtasts state rebuild");
      session.store().save(session.ledger().with(entries));
    }
    if (root.json()) {
      root.shell().out().println(json(made, kept, now));
    } else {
      root.shell().out().println(closing(entries.size(), made));
    }
    return made.stream().allMatch(one -> one.unread().isEmpty()) ? Exit.OK : Exit.FAILED;
  }

  private void tell(PrintWriter out, List<Rebuild> made, Set<DomainName> kept, Instant now) {
    kept.forEach(name -> out.println(name + ": the ledger has it; left as it is"));
    for (Rebuild one : made) {
      for (Failure failure : one.unread()) {
        String story = "tried to " + failure.tried() + " but failed because " + failure.because();
        out.println(one.domain() + ": " + Harmless.line(story));
      }
      if (one.unread().isEmpty() && one.entry().isEmpty()) {
        out.println(one.domain() + ": nothing is live, so the ledger has nothing of it");
      }
      one.entry().ifPresent(entry -> taken(out, one, entry, now));
    }
    out.println();
  }

  private void taken(PrintWriter out, Rebuild one, DomainEntry entry, Instant now) {
    out.println(one.domain());
    entry
        .owned()
        .forEach((part, thing) -> out.println(Harmless.line("  = " + part + "  " + thing.place())));
    out.println(
        "  senders may hold policies that this ledger does not know until "
            + now.plus(one.assumed())
            + ", assumed from "
            + one.because()
            + " ("
            + Durations.text(one.assumed().toSeconds())
            + ")"
            + (known == null ? "; --assume-horizon 1w if you know better" : ""));
  }

  private static String closing(int taken, List<Rebuild> made) {
    long unread = made.stream().filter(one -> !one.unread().isEmpty()).count();
    if (taken == 0) {
      return "The ledger stays as it is." + unread(unread);
    }
    return "Taken into the ledger: "
        + taken
        + (taken == 1 ? " domain." : " domains.")
        + unread(unread)
        + " Domains that left the spec before are not remembered.";
  }

  private static String unread(long count) {
    return count == 0 ? "" : " " + count + " could not be read; run it again for them.";
  }

  private static ObjectNode json(List<Rebuild> made, Set<DomainName> kept, Instant now) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    kept.forEach(name -> root.withArray("kept").add(name.text()));
    ArrayNode domains = root.putArray("domains");
    for (Rebuild one : made) {
      ObjectNode node = domains.addObject().put("domain", one.domain().text());
      node.put("taken", one.entry().isPresent());
      node.put("assumed", one.entry().isPresent() ? now.plus(one.assumed()).toString() : null);
      node.put("because", one.because());
      one.unread().forEach(failure -> node.withArray("unread").add(failure.because()));
    }
    return root;
  }
}
