package dev.mtasts.ledger;

import dev.mtasts.policy.PolicyId;
import dev.mtasts.provider.Part;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of one domain. A value: every method that changes something gives another.
 *
 * @param owned what is ours, by part
 * @param intents acts whose end is not known, by part
 * @param history what senders may have met
 * @param protect whether the spec last said {@code protect: true}
 * @param block the domain's block in the spec that was last applied, as {@code DomainSpec.block};
 *     "" where an older version wrote the ledger
 * @param former the place that the policy was served from before it moved; null for none
 */
public record DomainEntry(
    Map<Part, Owned> owned,
    Map<Part, Intent> intents,
    History history,
    boolean protect,
    String block,
    @Nullable Former former) {

  /** A domain that the ledger does not know. */
  public static final DomainEntry NONE =
      new DomainEntry(Map.of(), Map.of(), History.NONE, false, "", null);

  /** Copies, sorted, so that equal entries are written equally. */
  public DomainEntry {
    owned = sorted(owned);
    intents = sorted(intents);
  }

  /** The id of the policy that is in place; null before the first. */
  public @Nullable Issued issued() {
    return history.issued();
  }

  /** Every body that was ever seen in place, oldest first. */
  public List<Served> served() {
    return history.served();
  }

  /** Ids that were used or reserved, as text. */
  public Set<String> usedIds() {
    return history.usedIds();
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
    Issued issued = intent.issued();
    return new DomainEntry(
        owned, next, issued == null ? history : history.using(issued.id()), protect, block, former);
  }

  /** Records that the act at {@code part} did not happen, for sure. */
  public DomainEntry forgetting(Part part) {
    Map<Part, Intent> next = copy(intents);
    next.remove(part);
    return new DomainEntry(owned, next, history, protect, block, former);
  }

  /** Records that {@code part} is ours as {@code thing}; null: that it is gone. */
  public DomainEntry owning(Part part, @Nullable Owned thing) {
    Map<Part, Owned> next = copy(owned);
    if (thing == null) {
      next.remove(part);
    } else {
      next.put(part, thing);
    }
    return new DomainEntry(next, intents, history, protect, block, former);
  }

  /** Records that {@code body} is in place at {@code now}, under {@code policy}'s id. */
  public DomainEntry serving(String body, Issued policy, Instant now) {
    return with(history.serving(body, policy, now));
  }

  /** Records that somebody else's {@code body} is in place at {@code now}. */
  public DomainEntry witnessing(String body, PolicyId id, Instant now) {
    return with(history.witnessing(body, id, now));
  }

  /** Records that the record names {@code id} at {@code now}; its {@code ttl} is in seconds. */
  public DomainEntry announcing(PolicyId id, int ttl, Instant now) {
    return with(history.announcing(id, ttl, now));
  }

  /** Records that the record is gone, and that resolvers have forgotten it at {@code moment}. */
  public DomainEntry withdrawing(Instant moment) {
    return with(history.withdrawing(moment));
  }

  /** Records that the policy was in place until {@code now}. */
  public DomainEntry ending(Instant now) {
    return with(history.ending(now));
  }

  /** Records an id that someone used. */
  public DomainEntry using(PolicyId id) {
    return with(history.using(id));
  }

  /** Records until when senders may hold policies that the ledger does not know. */
  public DomainEntry assuming(@Nullable Instant moment) {
    return with(history.assuming(moment));
  }

  /** Records which patterns the spec dropped and no MX uses, and since when. */
  public DomainEntry leaving(Map<String, Instant> patterns) {
    return with(history.leaving(patterns));
  }

  /** Records what the spec says of the domain, as far as it matters when it has left the spec. */
  public DomainEntry remembering(String block, boolean protect) {
    return new DomainEntry(owned, intents, history, protect, block, former);
  }

  /** Records the place that the policy was served from before. */
  public DomainEntry having(@Nullable Former place) {
    return new DomainEntry(owned, intents, history, protect, block, place);
  }

  /**
   * Records that the policy moves away from {@code next}, or is done with moving. What is ours at
   * that place is no longer what is ours here; if the policy goes back to the place that it came
   * from, what is left there is ours here again.
   */
  public DomainEntry moving(@Nullable Former next) {
    if (next == null || (former != null && former.block().equals(next.block()))) {
      return having(next);
    }
    Map<Part, Owned> here = copy(owned);
    Map<Part, Intent> begun = copy(intents);
    next.owned()
        .forEach(
            (part, thing) -> {
              here.remove(part);
              begun.remove(part);
            });
    if (former != null) {
      former.owned().forEach(here::put);
    }
    return new DomainEntry(here, begun, history, protect, block, next);
  }

  private DomainEntry with(History other) {
    return new DomainEntry(owned, intents, other, protect, block, former);
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
