package dev.mtasts.plan;

import dev.mtasts.ledger.Caches;
import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Former;
import dev.mtasts.ledger.Intent;
import dev.mtasts.ledger.Owned;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.Policy;
import dev.mtasts.provider.Part;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import dev.mtasts.spec.Removal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans the way out of a domain that left the spec, RFC 8461 §8.3: a policy of mode none, and
 * nothing is deleted before every sender has forgotten every other policy. Where a domain stands on
 * that way follows from what is live and what the ledger knows; no step is counted.
 */
final class Retirement {
  /** What §8.3 asks to be published, in seconds. */
  private static final long MAX_AGE = 86_400;

  private final DomainSpec spec;
  private final DomainEntry entry;
  private final World world;
  private final Places places;
  private final Ids ids;
  private final Remarks remarks;
  private final Instant now;
  private final boolean ordered;
  private final List<Forecast> forecasts = new ArrayList<>();
  private int unchanged;

  /**
   * For one domain.
   *
   * @param ordered whether a command takes it away, be it in the spec or not
   */
  Retirement(
      DomainSpec spec,
      DomainEntry entry,
      World world,
      Places places,
      Ids ids,
      Remarks remarks,
      boolean ordered) {
    this.ordered = ordered;
    this.spec = spec;
    this.entry = entry;
    this.world = world;
    this.ids = ids;
    this.remarks = remarks;
    this.now = places.now();
    this.places = places;
  }

  /** What comes later; known after {@link #plan}. */
  List<Forecast> forecasts() {
    return List.copyOf(forecasts);
  }

  /** How many resources are as they should be; known after {@link #plan}. */
  int unchanged() {
    return unchanged;
  }

  /** Whether {@code entry}'s policy host has to go on answering. */
  static boolean needsHost(DomainEntry entry, Instant now) {
    Instant withdrawn = entry.history().withdrawn();
    boolean record =
        entry.owned(Part.RECORD).isPresent()
            || entry.intent(Part.RECORD).map(Intent::after).isPresent();
    return record || withdrawn == null || now.isBefore(withdrawn);
  }

  /** Whether the way out has begun: senders are told to forget, or the record is gone. */
  static boolean begun(DomainEntry entry) {
    boolean told = Published.policy(entry).map(policy -> policy.mode() == Mode.NONE).orElse(false);
    return told || entry.history().withdrawn() != null;
  }

  /** The domain's lane of today; empty where there is nothing to do. */
  Optional<Lane> plan(Removal removal) {
    if (entry.owned().isEmpty() && entry.intents().isEmpty()) {
      return forgotten();
    }
    boolean kept = entry.protect() || (ordered && spec.protect());
    if (kept && !remarks.allows(Guard.PROTECTED)) {
      remarks.guard(
          Guard.PROTECTED,
          (ordered ? "The domain is protected." : "The domain left the spec, but it is protected.")
              + " Nothing of it is touched.",
          (ordered ? "Use" : "Put it back, or use") + " --allow protected once it may go.");
      return Optional.empty();
    }
    if (ordered && Departures.leaves(spec, entry)) {
      remarks.error(
          "The spec wants the domain at "
              + spec.host().location()
              + ", but it is not there yet, so what there is to delete is not what the spec says."
              + " Nothing of it is touched.",
          "Put the host block back as it was, or apply the move first.");
      return Optional.empty();
    }
    return switch (removal) {
      case ORPHAN -> orphaned();
      case DELETE -> destroyed();
      case RETIRE -> retired();
    };
  }

  private Optional<Lane> orphaned() {
    if (teardown().sharesHost()) {
      remarks.error(
          "The domain left the spec (removal: orphan), but it shares its policy host with others"
              + " and cannot be left behind there.",
          "Put it back and give it a host of its own first, or use removal: retire.");
      return Optional.empty();
    }
    String places =
        entry.owned().values().stream().map(Owned::place).collect(Collectors.joining(", "));
    remarks.note(
        "The domain left the spec (removal: orphan). The ledger forgets it; these stay: " + places,
        "Senders go on using its policy.");
    return Optional.of(lane(List.of(), true));
  }

  /** Nothing is left but what senders may remember. */
  private Optional<Lane> forgotten() {
    Optional<Instant> horizon = Caches.horizon(entry, now);
    if (horizon.isEmpty()) {
      return Optional.of(lane(oldPlace(), true));
    }
    forecast(
        "everything is deleted, but senders may hold its policies",
        "the ledger forgets it",
        horizon.get());
    return Optional.empty();
  }

  private Optional<Lane> destroyed() {
    Optional<Instant> horizon = Caches.horizon(entry, now);
    Instant withdrawn = entry.history().withdrawn();
    if (withdrawn != null && !isOurs(Part.RECORD) && !isOurs(Part.POLICY)) {
      return afterRecord(withdrawn); // An earlier run did what senders may notice.
    }
    String cost =
        horizon
            .map(
                until ->
                    "Until "
                        + until
                        + " senders may hold a policy of it, and refuse mail when a host or a"
                        + " certificate changes (RFC 8461 §8.3).")
            .orElse("No sender holds a policy of it any more.");
    if (remarks.allows(Guard.DESTROY)) {
      remarks.note("The domain is deleted at once. " + cost, "");
    } else {
      remarks.guard(
          Guard.DESTROY,
          "The domain would be deleted at once. " + cost,
          "mtasts retire does it without that risk; --allow destroy does it now.");
    }
    Teardown teardown = teardown();
    if (teardown.unread()) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>(teardown.record());
    steps.addAll(teardown.rest());
    steps.addAll(oldPlace());
    return ended(steps, teardown);
  }

  private Optional<Lane> retired() {
    boolean published =
        entry.owned(Part.RECORD).isPresent()
            || entry.intent(Part.RECORD).isPresent()
            || entry.intent(Part.POLICY).map(Intent::after).isPresent();
    Instant withdrawn = entry.history().withdrawn();
    if (withdrawn != null && !published) {
      return afterRecord(withdrawn);
    }
    Optional<Instant> horizon = Caches.horizon(entry, now);
    if (!published && horizon.isEmpty()) {
      return afterRecord(now); // No record ever led a sender to a policy of ours.
    }
    Teardown teardown = teardown();
    if (teardown.recordWentBefore()) {
      return Optional.of(lane(List.of(), Set.of(Part.RECORD), false));
    }
    Policy none = new Policy(Mode.NONE, spec.policy().mx(), MAX_AGE);
    DomainSpec today = spec.publishing(none).released();
    Move move = Move.of(today, entry, world, places, remarks);
    if (move.refused()) {
      return Optional.empty();
    }
    DomainPlanner planner = new DomainPlanner(today, move, world, places, ids, remarks, Map.of());
    Optional<Lane> lane = planner.plan();
    unchanged = planner.unchanged();
    forecasts.addAll(planner.forecasts());
    boolean told =
        !move.holdsBack(today)
            && lane.map(made -> made.steps().isEmpty()).orElse(!planner.unread());
    if (lane.isEmpty() && told && horizon.isEmpty()) {
      if (teardown.unread()) {
        return Optional.empty();
      }
      unchanged = 0;
      forecast(
          "senders have forgotten every policy but none, so the record goes",
          "address, policy, host and reports are deleted",
          teardown.forgotten(now));
      return Optional.of(lane(teardown.record(), teardown.gone(), false));
    }
    if (!planner.unread()) {
      Instant until =
          Stream.concat(horizon.stream(), strange(planner)).max(Instant::compareTo).orElse(now);
      forecast(
          told
              ? "mode none is published; senders may hold other policies"
              : (ordered ? "it is to go" : "it left the spec")
                  + ", and senders are told so by mode none",
          "the record is deleted",
          until);
    }
    return lane;
  }

  /** What somebody else put in place counts before the ledger knows it. */
  private Stream<Instant> strange(DomainPlanner planner) {
    return planner.livePolicy().stream()
        .filter(live -> live.mode() != Mode.NONE)
        .map(live -> now.plus(Caches.kept(live)));
  }

  private Optional<Lane> afterRecord(Instant withdrawn) {
    if (now.isBefore(withdrawn)) {
      forecast(
          "the record is deleted; resolvers may still have it",
          "address, policy, host and reports are deleted",
          withdrawn);
      return Optional.empty();
    }
    Teardown teardown = teardown();
    if (teardown.unread()) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>(teardown.rest());
    steps.addAll(oldPlace());
    return ended(steps, teardown);
  }

  /** The last lane of a domain, or the last but one where others have to let go of it first. */
  private Optional<Lane> ended(List<Step> steps, Teardown teardown) {
    if (!teardown.waits()) {
      boolean forget = Caches.horizon(entry, now).isEmpty();
      return Optional.of(lane(steps, teardown.gone(), forget));
    }
    forecast(
        "the policy host answers for others as well, until their part of an apply takes this name"
            + " off it",
        "certificate and reports are deleted by the apply after that",
        null);
    boolean nothing = steps.isEmpty() && teardown.gone().isEmpty();
    return nothing ? Optional.empty() : Optional.of(lane(steps, teardown.gone(), false));
  }

  private boolean isOurs(Part part) {
    return entry.owned(part).isPresent() || entry.intent(part).isPresent();
  }

  private Teardown teardown() {
    return new Teardown(
        spec,
        entry,
        world,
        places,
        remarks,
        ordered ? "asked for by command" : "the domain left the spec");
  }

  /** What is left at the place that the policy moved away from goes with the rest. */
  private List<Step> oldPlace() {
    Former former = entry.former();
    if (former == null) {
      return List.of();
    }
    Optional<DomainSpec> then = places.former(spec.name(), entry);
    Optional<OldPlace> place =
        then.map(old -> new OldPlace(old, former, entry, world, places, remarks))
            .filter(old -> !old.unread());
    if (place.isEmpty()) {
      remarks.note(
          Move.place(former) + ", where the policy was before it moved, stays as it is.",
          "Delete it by hand if nobody needs it.");
    }
    return place.map(OldPlace::steps).orElse(List.of());
  }

  private void forecast(String state, String next, @org.jspecify.annotations.Nullable Instant due) {
    forecasts.add(new Forecast(spec.name(), Forecast.Topic.REMOVAL, state, next, due, ""));
  }

  private Lane lane(List<Step> steps, boolean forget) {
    return lane(steps, Set.of(), forget);
  }

  private Lane lane(List<Step> steps, Set<Part> gone, boolean forget) {
    Findings findings =
        new Findings(
            Map.of(),
            gone,
            Set.of(),
            null,
            OptionalInt.empty(),
            Map.of(),
            entry.former(),
            spec.block(),
            false); // Who allowed the first step of the way out need not allow each.
    return new Lane(spec.name(), steps, null, false, findings, forget);
  }
}
