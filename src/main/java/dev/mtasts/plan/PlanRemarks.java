package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Ledger;
import dev.mtasts.policy.DomainName;
import dev.mtasts.spec.Guard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What stands against a plan as a whole, whatever is live. */
final class PlanRemarks {
  /** How far the clocks of two machines may be apart without a word. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  private PlanRemarks() {}

  static List<Diagnostic> of(Planner.Request request) {
    List<Diagnostic> out = new ArrayList<>();
    Ledger ledger = request.ledger();
    if (ledger.written().isAfter(request.now().plus(SKEW))) {
      out.add(
          warning(
              null,
              "The clock is behind: the ledger was written at "
                  + ledger.written()
                  + ", and here it is "
                  + request.now()
                  + ". What a run does now is dated as of the ledger, so nothing that waits ends"
                  + " early; what is due by now waits until this clock says so. New ids stay unique"
                  + " all the same.",
              "Check this machine's clock."));
    }
    allGone(request, out);
    Set<DomainName> names = new TreeSet<>(request.spec().domains().keySet());
    names.addAll(ledger.domains().keySet());
    for (String glob : request.selection().idle(names)) {
      out.add(
          warning(
              null,
              "No domain of the spec is called '"
                  + glob
                  + "', so leaving it in or out does nothing.",
              "Check --domain and --exclude; names are matched as A-labels (xn--…)."));
    }
    lost(request).forEach((name, why) -> out.add(lost(name, why)));
    return out;
  }

  /** Selected domains that cannot be retired, with the reason, a clause. */
  static SortedMap<DomainName, String> lost(Planner.Request request) {
    SortedMap<DomainName, String> lost = new TreeMap<>(request.lost());
    // Of a domain that the spec has, only the former place is lost.
    lost.keySet().removeAll(request.spec().domains().keySet());
    lost.keySet().removeIf(name -> !request.selection().covers(name));
    return lost;
  }

  private static Diagnostic lost(DomainName name, String why) {
    return warning(
        name,
        "The domain is in the ledger but no longer in the spec, and it cannot be retired because "
            + why
            + ". Its policy and records stay as they are.",
        "Put it and what it needs back into the spec and apply once, then take it out again; or let"
            + " the ledger forget it with: mtasts state rm "
            + name);
  }

  /** An empty file, or one of somebody else, must not begin to retire everything. */
  private static void allGone(Planner.Request request, List<Diagnostic> out) {
    Ledger ledger = request.ledger();
    Set<DomainName> wanted = request.spec().domains().keySet();
    boolean some = ledger.domains().keySet().stream().anyMatch(wanted::contains);
    List<DomainName> leaving =
        ledger.domains().keySet().stream()
            .filter(name -> !request.leaving().containsKey(name))
            .filter(name -> published(ledger.entry(name)))
            .toList();
    if (some || leaving.isEmpty() || request.allow().contains(Guard.ALL_DOMAINS_GONE)) {
      return;
    }
    boolean empty = request.spec().domains().isEmpty();
    out.add(
        new Diagnostic(
            Diagnostic.Severity.ERROR,
            Guard.ALL_DOMAINS_GONE,
            null,
            null,
            (empty ? "The spec has no domain" : "The spec has none of the ledger's domains")
                + ", but the ledger knows "
                + leaving.size()
                + ". This looks like an empty or a wrong file.",
            "Check -f and the file; --allow all-domains-gone if it is meant.",
            null,
            ""));
  }

  /** Those on their way out are not missed. */
  private static boolean published(DomainEntry entry) {
    return !entry.owned().isEmpty() && !Retirement.begun(entry);
  }

  private static Diagnostic warning(@Nullable DomainName domain, String message, String todo) {
    return new Diagnostic(Diagnostic.Severity.WARNING, null, null, domain, message, todo, null, "");
  }
}
