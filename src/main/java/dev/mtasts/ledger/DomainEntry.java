package dev.mtasts.ledger;

import dev.mtasts.policy.PolicyId;
import dev.mtasts.provider.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of one domain. A value: every {@code with…} gives another.
 *
 * @param owned what is ours, by part
 * @param intents acts whose end is not known, by part
 * @param issued the id of the policy that is in place; null before the first
 * @param served every body ever put in place, oldest first
 * @param usedIds ids that were used or reserved, as text, sorted
 * @param protect whether the spec last said {@code protect: true}
 */
public record DomainEntry(
    Map<Part, Owned> owned,
    Map<Part, Intent> intents,
    @Nullable Issued issued,
    List<Served> served,
    Set<String> usedIds,
    boolean protect) {

  /** A domain that the ledger does not know. */
  public static final DomainEntry NONE =
      new DomainEntry(Map.of(), Map.of(), null, List.of(), Set.of(), false);

  /** Copies, sorted, so that equal entries are written equally. */
  public DomainEntry {
    owned = sorted(owned);
    intents = sorted(intents);
    served = List.copyOf(served);
    usedIds = Collections.unmodifiableSet(new TreeSet<>(usedIds));
  }

  /** What is ours at {@code part}, if anything. */
  public Optional<Owned> owned(Part part) {
    return Optional.ofNullable(owned.get(part));
  }

  /** What we were about to do at {@code part}, if anything. */
  public Optional<Intent> intent(Part part) {
    return Optional.ofNullable(intents.get(part));
  }

  /** Whether {@code value} at {@code part} is ours, or would be if an unfinished act happened. */
  public boolean claims(Part part, String value) {
    return owned(part).map(Owned::values).orElse(List.of()).contains(value)
        || intent(part)
            .map(Intent::after)
            .map(after -> after.values().contains(value))
            .orElse(false);
  }

  /** Records what is about to happen; an id that it brings is used from now on. */
  public DomainEntry intending(Part part, Intent intent) {
    Map<Part, Intent> next = copy(intents);
    next.put(part, intent);
    Set<String> ids = new TreeSet<>(usedIds);
    if (intent.issued() != null) {
      ids.add(intent.issued().id().text());
    }
    return new DomainEntry(owned, next, issued, served, ids, protect);
  }

  /** Records that the act at {@code part} did not happen, for sure. */
  public DomainEntry forgetting(Part part) {
    Map<Part, Intent> next = copy(intents);
    next.remove(part);
    return new DomainEntry(owned, next, issued, served, usedIds, protect);
  }

  /** Records that {@code part} is ours as {@code thing}; null: that it is gone. */
  public DomainEntry owning(Part part, @Nullable Owned thing) {
    Map<Part, Owned> next = copy(owned);
    if (thing == null) {
      next.remove(part);
    } else {
      next.put(part, thing);
    }
    return new DomainEntry(next, intents, issued, served, usedIds, protect);
  }

  /** Records that {@code body} is in place at {@code now}, under {@code policy}'s id. */
  public DomainEntry serving(String body, Issued policy, Instant now) {
    List<Served> bodies = new ArrayList<>(served);
    int top = bodies.size() - 1;
    Served last = top < 0 ? null : bodies.get(top);
    if (last != null && last.body().equals(body) && last.id().equals(policy.id())) {
      bodies.set(top, new Served(body, policy.id(), last.first(), later(last.last(), now)));
    } else {
      if (last != null) {
        // Until this moment the old body was there.
        bodies.set(top, new Served(last.body(), last.id(), last.first(), later(last.last(), now)));
      }
      bodies.add(new Served(body, policy.id(), now, now));
    }
    Set<String> ids = new TreeSet<>(usedIds);
    ids.add(policy.id().text());
    return new DomainEntry(owned, intents, policy, bodies, ids, protect);
  }

  /** Records an id that someone used. */
  public DomainEntry using(PolicyId id) {
    Set<String> ids = new TreeSet<>(usedIds);
    ids.add(id.text());
    return new DomainEntry(owned, intents, issued, served, ids, protect);
  }

  /** Records whether the domain is protected. */
  public DomainEntry protecting(boolean on) {
    return new DomainEntry(owned, intents, issued, served, usedIds, on);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static <V> Map<Part, V> sorted(Map<Part, V> map) {
    return Collections.unmodifiableMap(copy(map));
  }

  private static <V> Map<Part, V> copy(Map<Part, V> map) {
    Map<Part, V> copy = new EnumMap<>(Part.class);
    copy.putAll(map);
    return copy;
  }
}
