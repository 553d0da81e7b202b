package dev.mtasts.plan;

import dev.mtasts.ledger.Ledger;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Action;
import dev.mtasts.spec.Guard;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * What apply would do: data, complete in itself.
 *
 * @param at the moment it was made for
 * @param ledger the ledger that it was made from
 * @param lanes one for each domain about which there is something to do or to learn
 * @param diagnostics what stands against it, or should be known
 * @param domains how many domains were looked at
 * @param unchanged how many resources are as they should be
 * @param selection which domains were looked at
 * @param allow the guards allowed on the command line
 * @param providers a digest of the settings of each provider that the plan writes to, by name
 */
public record Plan(
    Instant at,
    Ledger ledger,
    List<Lane> lanes,
    List<Diagnostic> diagnostics,
    int domains,
    int unchanged,
    Selection selection,
    Set<Guard> allow,
    SortedMap<String, String> providers) {
  /** Copies the collections. */
  public Plan {
    lanes = List.copyOf(lanes);
    diagnostics = List.copyOf(diagnostics);
    allow = Set.copyOf(allow);
  }

  /** All acts. */
  public Stream<Act> acts() {
    return lanes.stream().flatMap(Lane::acts);
  }

  /** How many resources this action is done to. */
  public long count(Action action) {
    return acts().filter(act -> act.change().action() == action).count();
  }

  /** Whether anything outside the ledger would change. */
  public boolean changesAnything() {
    return acts().findAny().isPresent();
  }

  /** Whether apply would do anything at all, the ledger included. */
  public boolean teachesAnything() {
    return !lanes.isEmpty();
  }

  /** Whether apply refuses. */
  public boolean errored() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }

  /** The id that each minted policy gets, by domain. */
  public java.util.Map<DomainName, dev.mtasts.policy.PolicyId> minted() {
    return lanes.stream()
        .filter(Lane::minted)
        .collect(
            java.util.stream.Collectors.toMap(
                Lane::domain, lane -> lane.issued().id(), (a, b) -> a, java.util.TreeMap::new));
  }
}
