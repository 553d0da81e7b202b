package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Former;
import dev.mtasts.ledger.Issued;
import dev.mtasts.ledger.Owned;
import dev.mtasts.ledger.Seconds;
import dev.mtasts.provider.Part;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Durations;
import dev.mtasts.spec.Guard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way of a policy from one place to another. Senders follow the address of the policy host, and
 * resolvers keep the old one for a while: so both places serve the same bytes until nobody can be
 * led to the old one, and only then is that taken away.
 *
 * @param entry what the ledger knows, with what is ours at the old place told from what is ours
 *     here
 * @param known the old place as the ledger has it; null for none
 * @param held the body that has to stay as it is for now
 * @param refused whether nothing may be done; it is remarked on
 * @param old the domain as it was at the old place, where that can be taken away now
 */
record Move(
    DomainEntry entry,
    @Nullable Former known,
    Optional<String> held,
    boolean refused,
    Optional<DomainSpec> old) {

  /** The way of one domain's policy, as far as it is now. */
  static Move of(DomainSpec spec, DomainEntry entry, World world, Places places, Remarks remarks) {
    boolean allowed = remarks.allows(Guard.HOST_MOVE);
    DomainEntry here = entry;
    boolean refused = false;
    Optional<String> lost = places.whyLost(spec.name(), entry);
    if (lost.isPresent()) {
      remarks.guard(
          Guard.HOST_MOVE,
          "The policy of "
              + spec.name()
              + " moved, and the place where it was cannot be looked at because "
              + lost.get()
              + ".",
          "Put it back into the spec until the move is over, or use --allow host-move to have that"
              + " place forgotten: what is there is left as it is.");
      refused = !allowed;
      here = allowed ? entry.moving(null) : entry;
    }
    MoveStart start = new MoveStart(spec, here, world, places, remarks);
    if (!refused && start.elsewhere()) {
      Optional<Former> left = start.leaves();
      refused = left.isEmpty() && !allowed;
      here = left.isPresent() ? here.moving(left.get()) : here;
    } else if (!refused && going(here.former())) {
      refused = !start.canEnd() && !allowed;
    }
    boolean over = over(here.former(), places.now());
    return new Move(
        here,
        entry.former(),
        allowed ? Optional.empty() : held(here, places.now()),
        refused,
        over ? places.former(spec.name(), here) : Optional.empty());
  }

  private static boolean over(@Nullable Former former, Instant now) {
    return former != null && former.until() != null && !now.isBefore(former.until());
  }

  /** What both places serve, as long as anybody may be led to either of them. */
  private static Optional<String> held(DomainEntry here, Instant now) {
    Former former = here.former();
    Issued issued = here.issued();
    if (former == null || issued == null) {
      return Optional.empty();
    }
    Instant forgotten = former.forgotten();
    if (forgotten != null && !now.isBefore(forgotten)) {
      return Optional.empty();
    }
    return here.owned(Part.POLICY)
        .or(() -> former.owned(Part.POLICY))
        .map(Owned::values)
        .filter(values -> values.size() == 1)
        .map(values -> values.get(0));
  }

  /** The old place; null for none. */
  @Nullable Former former() {
    return entry.former();
  }

  /** Whether addresses may still lead to the old place. */
  boolean going() {
    return going(entry.former());
  }

  private static boolean going(@Nullable Former former) {
    return former != null && former.until() == null;
  }

  /** The domain with the policy that it may have for now. */
  DomainSpec publishing(DomainSpec spec) {
    return held.isEmpty() ? spec : Published.policy(entry).map(spec::publishing).orElse(spec);
  }

  /** Whether {@code spec} wants another policy than the one that has to stay for now. */
  boolean holdsBack(DomainSpec spec) {
    return held.map(body -> !Bodies.say(body, spec.policy())).orElse(false);
  }

  /** Why nothing is promoted now, a clause; "" where the policy is free to change. */
  String keepsStage() {
    if (held.isEmpty()) {
      return "";
    }
    Former former = entry.former();
    Instant forgotten = former == null ? null : former.forgotten();
    return "its policy moves, and stays as it is until resolvers have forgotten the old place"
        + (forgotten == null ? "" : ", at " + Seconds.up(forgotten));
  }

  /**
   * What comes later.
   *
   * @param spec the domain as it is wanted today
   * @param next the old place after the plan; null for none
   * @param keeps why it is kept although its time is over, a clause; "" for nothing
   */
  List<Forecast> forecasts(DomainSpec spec, @Nullable Former next, String keeps) {
    List<Forecast> out = new ArrayList<>();
    if (next != null && !next.owned().isEmpty()) {
      boolean going = next.until() == null;
      String place = place(next);
      out.add(
          new Forecast(
              spec.name(),
              Forecast.Topic.MOVE,
              going
                  ? "its policy moves from " + place + " to " + spec.host().location()
                  : "the old place " + place + " is kept",
              going
                  ? "the old place is deleted, "
                      + Durations.text(next.ttl())
                      + " and 24 h after the last address led there"
                  : "the old place is deleted",
              next.until(),
              keeps));
    }
    if (next != null && holdsBack(spec)) {
      out.add(
          new Forecast(
              spec.name(),
              Forecast.Topic.MOVE,
              "the policy stays as it is while resolvers may lead to both places",
              "it becomes what the spec says",
              next.forgotten(),
              ""));
    }
    return out;
  }

  /** How a person calls a former place. */
  static String place(Former former) {
    return former
        .owned(Part.POLICY)
        .or(() -> former.owned().values().stream().findFirst())
        .map(Owned::place)
        .orElse("");
  }

  /** Whether the ledger learns of another old place by {@code next}. */
  boolean teaches(@Nullable Former next) {
    return !Objects.equals(known, next);
  }
}
