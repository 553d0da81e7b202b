package dev.mtasts.plan;

import dev.mtasts.ledger.Caches;
import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Issued;
import dev.mtasts.ledger.Served;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How all domains stand, and what comes next for each.
 *
 * @param at the moment it is about
 * @param rows by domain
 */
public record Fleet(Instant at, List<Row> rows) {
  /** Copies the list. */
  public Fleet {
    rows = List.copyOf(rows);
  }

  /**
   * One domain.
   *
   * @param domain its name
   * @param mode what is published, as the ledger has it; null for nothing
   * @param stage where it stands on its rollout, such as {@code 2/4}; "leaving" on its way out; ""
   *     for neither
   * @param id the id of its policy; null for none
   * @param since when that policy was put in place; null for not yet
   * @param horizon until when senders may hold a policy, if it were not served any more from now
   *     on; null where nobody holds one
   * @param next what comes next, a clause; "" for nothing
   * @param due when that may happen at the earliest; null for now, or where nobody can tell
   */
  public record Row(
      DomainName domain,
      @Nullable Mode mode,
      String stage,
      @Nullable PolicyId id,
      @Nullable Instant since,
      @Nullable Instant horizon,
      String next,
      @Nullable Instant due) {}

  /** The fleet as {@code plan}, made for {@code request}, finds it. */
  public static Fleet of(Planner.Request request, Plan plan) {
    SortedSet<DomainName> names = new TreeSet<>(request.spec().domains().keySet());
    names.addAll(request.ledger().domains().keySet());
    names.removeIf(name -> !request.selection().covers(name));
    Told told = Told.of(request, plan);
    List<Row> rows = new ArrayList<>();
    names.forEach(name -> rows.add(row(name, request, told)));
    return new Fleet(request.now(), rows);
  }

  /** What the plan tells of each domain: of thousands, none looks through all of it. */
  private record Told(
      Map<DomainName, List<Forecast>> forecasts,
      Map<DomainName, Diagnostic> errors,
      Map<DomainName, Lane> lanes,
      Map<DomainName, String> lost) {
    static Told of(Planner.Request request, Plan plan) {
      Map<DomainName, Diagnostic> errors = new HashMap<>();
      for (Diagnostic one : plan.diagnostics()) {
        DomainName domain = one.domain();
        if (one.isError() && domain != null) {
          errors.putIfAbsent(domain, one);
        }
      }
      return new Told(
          plan.forecasts().stream()
              .sorted(Comparator.comparing(Fleet::order))
              .collect(Collectors.groupingBy(Forecast::domain)),
          errors,
          plan.lanes().stream().collect(Collectors.toMap(Lane::domain, lane -> lane)),
          PlanRemarks.lost(request));
    }
  }

  private static Row row(DomainName name, Planner.Request request, Told told) {
    DomainEntry entry = request.ledger().entry(name);
    Optional<DomainSpec> spec = Optional.ofNullable(request.spec().domains().get(name));
    Optional<Policy> inPlace = Published.policy(entry);
    // The id of what was taken away is remembered, not published.
    Optional<PolicyId> id =
        Optional.ofNullable(entry.issued()).filter(one -> inPlace.isPresent()).map(Issued::id);
    List<Forecast> forecasts = told.forecasts().getOrDefault(name, List.of());
    Optional<String> lost =
        Optional.ofNullable(told.lost().get(name)).map(why -> "cannot be retired: " + why);
    String done = lost.orElseGet(() -> todo(name, told));
    Optional<Forecast> first = done.isEmpty() ? forecasts.stream().findFirst() : Optional.empty();
    return new Row(
        name,
        inPlace.map(Policy::mode).orElse(null),
        spec.map(one -> stage(one, entry)).orElse("leaving"),
        id.orElse(null),
        id.flatMap(current -> since(entry, current)).orElse(null),
        Caches.horizon(entry, request.now()).orElse(null),
        first.map(Fleet::text).orElse(done),
        first.map(Forecast::due).orElse(null));
  }

  /** What nobody can date comes last. */
  private static Instant order(Forecast forecast) {
    return forecast.due() == null ? Instant.MAX : forecast.due();
  }

  private static String text(Forecast forecast) {
    return forecast.next() + (forecast.held().isEmpty() ? "" : " (held: " + forecast.held() + ")");
  }

  /** What the next apply does, or why it cannot; "" where there is nothing to do now. */
  private static String todo(DomainName name, Told told) {
    Optional<Diagnostic> error = Optional.ofNullable(told.errors().get(name));
    if (error.isPresent()) {
      return error
          .map(one -> one.failure() != null ? "could not be read" : refused(one))
          .orElseThrow();
    }
    Optional<Lane> lane = Optional.ofNullable(told.lanes().get(name));
    if (lane.isEmpty()) {
      return "";
    }
    long acts = lane.get().acts().count();
    if (acts == 0) {
      return "apply: the ledger only";
    }
    return "apply: " + acts + (acts == 1 ? " change" : " changes");
  }

  private static String refused(Diagnostic error) {
    return "apply refuses" + error.code().map(code -> ": " + code).orElse("");
  }

  private static String stage(DomainSpec spec, DomainEntry entry) {
    Optional<Rollout> rollout = spec.rollout().filter(way -> Published.policy(entry).isPresent());
    return rollout
        .map(way -> Standing.of(way, entry).index() + 1 + "/" + way.stages().size())
        .orElse("");
  }

  /** The last unbroken run under that id. */
  private static Optional<Instant> since(DomainEntry entry, PolicyId id) {
    @Nullable Instant since = null;
    for (int i = entry.served().size() - 1; i >= 0; i--) {
      Served one = entry.served().get(i);
      if (!one.id().equals(id)) {
        break;
      }
      since = one.first();
    }
    return Optional.ofNullable(since);
  }
}
