package dev.mtasts.cli;

import dev.mtasts.ledger.Ledger;
import dev.mtasts.plan.Diagnostic;
import dev.mtasts.plan.Plan;
import dev.mtasts.plan.Selection;
import dev.mtasts.policy.DomainName;
import dev.mtasts.spec.Names;
import dev.mtasts.spec.Removal;
import dev.mtasts.spec.Spec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;

/**
 * Takes domains away, whether the spec still has them or not: what {@code retire} and {@code
 * destroy} share.
 *
 * @param word the command
 * @param removal how they go
 */
record Leaving(RootCommand root, ApplyRun run, String word, Removal removal) {
  private static final int MOST_NAMED = 5;

  /** Those that the user typed; none stands for all. */
  int call(List<String> typed) throws InterruptedException {
    List<Report> reports = run.check(root);
    SortedSet<DomainName> named = named(typed);
    Spec spec = Session.spec(root);
    String command = word + named.stream().map(name -> " " + name).collect(Collectors.joining());
    return run.call(
        root,
        new ApplyRun.Order(command, spec, false, reports),
        session -> plan(session, spec, named));
  }

  private Plan plan(Session session, Spec spec, SortedSet<DomainName> named) {
    SortedSet<DomainName> known = known(spec, session.ledger());
    named.stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new CommandFailure(
                  Exit.USAGE,
                  "Neither the spec nor the ledger knows "
                      + name
                      + ", so there is nothing to "
                      + word
                      + ". Nothing was changed.");
            });
    SortedMap<DomainName, Removal> away = new TreeMap<>();
    known.stream()
        .filter(name -> named.isEmpty() ? root.selection().covers(name) : named.contains(name))
        .forEach(name -> away.put(name, removal));
    List<String> names = away.keySet().stream().map(DomainName::text).toList();
    Selection selection =
        named.isEmpty() ? root.selection() : new Selection(names, root.selection().exclude());
    Plan plan =
        session.plan(selection, run.guards(), request -> request.taking(away), run.outside(root));
    @Nullable Diagnostic stay = stillThere(spec, away);
    return stay == null ? plan : plan.warning(stay);
  }

  private static SortedSet<DomainName> known(Spec spec, Ledger ledger) {
    SortedSet<DomainName> known = new TreeSet<>(spec.domains().keySet());
    known.addAll(ledger.domains().keySet());
    return known;
  }

  private static @Nullable Diagnostic stillThere(Spec spec, Map<DomainName, Removal> away) {
    List<DomainName> still =
        spec.domains().keySet().stream()
            .filter(away::containsKey)
            .sorted(Comparator.naturalOrder())
            .toList();
    if (still.isEmpty()) {
      return null;
    }
    String names =
        still.stream().limit(MOST_NAMED).map(DomainName::text).collect(Collectors.joining(", "));
    int more = still.size() - MOST_NAMED;
    return new Diagnostic(
        Diagnostic.Severity.WARNING,
        null,
        null,
        still.size() == 1 ? still.get(0) : null,
        (still.size() == 1
                ? "The domain is still"
                : names + (more > 0 ? " and " + more + " more" : "") + " are still")
            + " in the spec: the next apply publishes what it says.",
        "Take " + (still.size() == 1 ? "it" : "them") + " out of the spec.",
        null,
        "");
  }

  private SortedSet<DomainName> named(List<String> typed) {
    SortedSet<DomainName> names = new TreeSet<>();
    for (String text : typed) {
      DomainName name;
      try {
        name = Names.mailDomain(text);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(root.commandLine(), String.valueOf(e.getMessage()));
      }
      if (!root.selection().covers(name)) {
        throw new ParameterException(
            root.commandLine(), "--domain and --exclude leave " + name + " out of this run.");
      }
      names.add(name);
    }
    return names;
  }
}
