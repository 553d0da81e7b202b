package dev.mtasts.plan;

import dev.mtasts.ledger.Ledger;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.provider.Action;
import dev.mtasts.spec.Guard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What apply would do: data, complete in itself.
 *
 * @param at the moment it was made for
 * @param ledger the ledger that it was made from
 * @param lanes one for each domain about which there is something to do or to learn
 * @param forecasts what comes later, by later runs
 * @param undecided domains whose next step hangs on what public DNS says, where it was not asked
 * @param diagnostics what stands against it, or should be known
 * @param domains how many domains were looked at
 * @param unchanged how many resources are as they should be
 * @param selection which domains were looked at
 * @param allow the guards allowed on the command line
 * @param providers a digest of the settings of each provider that the plan writes to, by name
 * @param drift where the world is not as the ledger has it
 * @param forecast whether it is for a moment to come, so that nobody can apply it
 */
public record Plan(
    Instant at,
    Ledger ledger,
    List<Lane> lanes,
    List<Forecast> forecasts,
    SortedSet<DomainName> undecided,
    List<Diagnostic> diagnostics,
    int domains,
    int unchanged,
    Selection selection,
    Set<Guard> allow,
    SortedMap<String, String> providers,
    List<Difference> drift,
    boolean forecast) {
  /** Copies the collections. */
  public Plan {
    lanes = List.copyOf(lanes);
    forecasts = List.copyOf(forecasts);
    diagnostics = List.copyOf(diagnostics);
    allow = Set.copyOf(allow);
    drift = List.copyOf(drift);
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
    return acts().findAny().isPresent() || !forgotten().isEmpty();
  }

  /** Domains of which things stay that the ledger forgets: nobody knows them afterwards. */
  public List<DomainName> forgotten() {
    return lanes.stream()
        .filter(lane -> lane.forget() && lane.steps().isEmpty())
        .map(Lane::domain)
        .filter(domain -> !ledger.entry(domain).owned().isEmpty())
        .toList();
  }

  /** Whether apply would do anything at all, the ledger included. */
  public boolean teachesAnything() {
    return !lanes.isEmpty();
  }

  /** Whether apply refuses. */
  public boolean errored() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }

  /** The same plan with one more thing to know, before all others. */
  public Plan warning(Diagnostic first) {
    List<Diagnostic> all = new ArrayList<>(diagnostics);
    all.add(0, first);
    return new Plan(
        at, ledger, lanes, forecasts, undecided, all, domains, unchanged, selection, allow,
        providers, drift, forecast);
  }

  /** The same plan, which is for a moment to come. */
  public Plan asForecast() {
    return new Plan(
        at,
        ledger,
        lanes,
        forecasts,
        undecided,
        diagnostics,
        domains,
        unchanged,
        selection,
        allow,
        providers,
        drift,
        true);
  }

  /** The id that each minted policy gets, by domain. */
  public Map<DomainName, PolicyId> minted() {
    return lanes.stream()
        .filter(Lane::minted)
        .collect(
            Collectors.toMap(
                Lane::domain,
                lane -> Objects.requireNonNull(lane.issued()).id(),
                (a, b) -> a,
                TreeMap::new));
  }
}
