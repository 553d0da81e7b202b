package dev.mtasts.ledger;

import dev.mtasts.policy.PolicyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What senders may have met of a domain, and so may remember. A value: every method gives another.
 *
 * @param issued the id of the policy that is in place; null before the first
 * @param served every body that was ever seen in place, ours or not, oldest first
 * @param usedIds ids that were used or reserved, as text, sorted
 * @param assumed until when senders may hold policies that this ledger does not know; null for none
 * @param withdrawn from when no resolver has the record any more, because it was deleted; null
 *     while there is one, or never was
 * @param unused mx patterns that the spec dropped, and since when public DNS was seen without a
 *     host that they cover
 */
public record History(
    @Nullable Issued issued,
    List<Served> served,
    Set<String> usedIds,
    @Nullable Instant assumed,
    @Nullable Instant withdrawn,
    Map<String, Instant> unused) {
  /** Nobody met anything. */
  public static final History NONE = new History(null, List.of(), Set.of(), null, null, Map.of());

  /** Copies, sorted, so that equal histories are written equally. */
  public History {
    served = List.copyOf(served);
    usedIds = Collections.unmodifiableSet(new TreeSet<>(usedIds));
    unused = Collections.unmodifiableMap(new TreeMap<>(unused));
  }

  /** The body that was last seen in place. */
  public Optional<Served> top() {
    return served.isEmpty() ? Optional.empty() : Optional.of(served.get(served.size() - 1));
  }

  /** {@code body} is in place at {@code now}, under {@code policy}'s id. */
  History serving(String body, Issued policy, Instant now) {
    return with(policy, showing(body, policy.id(), now)).using(policy.id());
  }

  /** {@code body} is in place at {@code now}, and somebody else put it there. */
  History witnessing(String body, PolicyId id, Instant now) {
    return with(issued, showing(body, id, now));
  }

  /** The record names {@code id} at {@code now}. */
  History announcing(PolicyId id, int ttl, Instant now) {
    List<Served> bodies = new ArrayList<>(served);
    int top = bodies.size() - 1;
    if (top >= 0 && bodies.get(top).id().equals(id)) {
      bodies.set(top, bodies.get(top).announced(now, ttl));
    }
    return new History(issued, bodies, usedIds, assumed, null, unused);
  }

  /** The record is gone, and resolvers have forgotten it at {@code moment}. */
  History withdrawing(Instant moment) {
    return new History(issued, served, usedIds, assumed, moment, unused);
  }

  /** Somebody used {@code id}. */
  History using(PolicyId id) {
    Set<String> ids = new TreeSet<>(usedIds);
    ids.add(id.text());
    return new History(issued, served, ids, assumed, withdrawn, unused);
  }

  /** Senders may hold what we do not know until {@code moment}. */
  History assuming(@Nullable Instant moment) {
    return new History(issued, served, usedIds, moment, withdrawn, unused);
  }

  /** Those patterns are dropped and unused since then. */
  History leaving(Map<String, Instant> patterns) {
    return new History(issued, served, usedIds, assumed, withdrawn, patterns);
  }

  /** The body in place was there until {@code now}. */
  History ending(Instant now) {
    List<Served> bodies = new ArrayList<>(served);
    int top = bodies.size() - 1;
    if (top >= 0) {
      bodies.set(top, bodies.get(top).until(now));
    }
    return with(issued, bodies);
  }

  private List<Served> showing(String body, PolicyId id, Instant now) {
    // Until this moment the body before was there.
    List<Served> bodies = new ArrayList<>(ending(now).served);
    int top = bodies.size() - 1;
    boolean same =
        top >= 0 && bodies.get(top).body().equals(body) && bodies.get(top).id().equals(id);
    if (!same) {
      bodies.add(Served.since(now, body, id));
    }
    return bodies;
  }

  private History with(@Nullable Issued policy, List<Served> bodies) {
    return new History(policy, bodies, usedIds, assumed, withdrawn, unused);
  }
}
