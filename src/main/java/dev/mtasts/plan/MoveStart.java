package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Former;
import dev.mtasts.ledger.Owned;
import dev.mtasts.plan.MoveObjections.Objection;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Part;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import java.util.Map;
import java.util.Optional;

/** Decides whether a policy leaves its place, and whether that can be done in order. */
final class MoveStart {
  private final DomainEntry entry;
  private final Whereabouts now;
  private final MoveObjections objections;
  private final Remarks remarks;

  MoveStart(DomainSpec spec, DomainEntry entry, World world, Places places, Remarks remarks) {
    this.entry = entry;
    this.remarks = remarks;
    this.now = new Whereabouts(spec, entry, world, places);
    this.objections = new MoveObjections(spec, entry, world, places, now);
  }

  /** Whether the spec wants the policy, or what serves it, at another place than it is at. */
  boolean elsewhere() {
    return now.elsewhere();
  }

  /**
   * The place that is left behind; empty where it cannot be left in order, which is remarked on.
   */
  Optional<Former> leaves() {
    Map<Part, Owned> left = now.left();
    return stands(objections.toLeaving(left))
        ? Optional.empty()
        : Optional.of(new Former(entry.block(), left, ttl(), null));
  }

  /**
   * Whether a move that has begun can still be told from one that is over; if not, that is remarked
   * on. Somebody may have taken the address out of the spec, or turned it back, on the way.
   */
  boolean canEnd() {
    return !stands(objections.toEnding());
  }

  private boolean stands(Optional<Objection> objection) {
    objection.ifPresent(one -> remarks.guard(Guard.HOST_MOVE, one.why(), one.todo()));
    return objection.isPresent();
  }

  /** For how many seconds resolvers may keep the addresses that lead to the place that is left. */
  private int ttl() {
    Former former = entry.former();
    int known = former == null ? Resources.DEFAULT_TTL : former.ttl();
    return now.live().stream().mapToInt(DnsRecordSet::lasts).reduce(known, Math::max);
  }
}
