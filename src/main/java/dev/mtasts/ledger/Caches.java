package dev.mtasts.ledger;

import dev.mtasts.policy.Mode;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.provider.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What senders may hold in their caches (RFC 8461 §3.3): every policy that could be fetched and
 * whose time is not over. The record's id cannot shorten that, since some senders look at it only
 * when max_age is over.
 */
public final class Caches {
  /** Some senders keep an enforced policy at least that long, whatever its max_age. */
  private static final Duration LEAST_ENFORCED = Duration.ofDays(7);

  /** And any other at least that long. */
  private static final Duration LEAST = Duration.ofDays(1);

  private Caches() {}

  /**
   * A policy that a sender may hold.
   *
   * @param id under which it was fetched
   * @param policy what it says
   * @param until when the last sender has forgotten it, if it were not served any more from now on
   * @param left when senders that look at the record's id have left it for a later one; null where
   *     no record named a later one
   */
  public record Cached(PolicyId id, Policy policy, Instant until, @Nullable Instant left) {
    /** A policy that is served at {@code now}, whatever its id. */
    public static Cached now(Policy policy, Instant now) {
      return begun(PolicyId.content(policy), policy, now);
    }

    private static Cached begun(PolicyId id, Policy policy, Instant now) {
      return new Cached(id, policy, now.plus(kept(policy)), null);
    }
  }

  /** Whatever senders may hold at {@code now}, oldest first. */
  public static List<Cached> at(DomainEntry entry, Instant now) {
    List<Cached> held = new ArrayList<>();
    List<Served> served = entry.served();
    for (int i = 0; i < served.size(); i++) {
      Served one = served.get(i);
      Optional<Served> later = replaced(entry, i);
      Instant until = lastServed(entry, i, later, now);
      @Nullable Instant left = later.map(Caches::resolved).orElse(null);
      PolicyParser.policy(one.body())
          .map(policy -> new Cached(one.id(), policy, until.plus(kept(policy)), left))
          .filter(cached -> !cached.until().isBefore(now))
          .ifPresent(held::add);
    }
    begun(entry, now).ifPresent(held::add);
    return List.copyOf(held);
  }

  /** An upload whose end nobody saw: where it happened, senders fetch it since. */
  private static Optional<Cached> begun(DomainEntry entry, Instant now) {
    return entry
        .intent(Part.POLICY)
        .map(Intent::issued)
        .flatMap(
            issued ->
                PolicyParser.policy(issued.content())
                    .map(policy -> Cached.begun(issued.id(), policy, now)));
  }

  /**
   * When every sender has forgotten every policy but those of mode none, if no other is served any
   * more from {@code now} on, rounded up to a second; empty where that is so already.
   */
  public static Optional<Instant> horizon(DomainEntry entry, Instant now) {
    @Nullable Instant assumed = entry.history().assumed();
    return Stream.concat(
            at(entry, now).stream()
                .filter(cached -> cached.policy().mode() != Mode.NONE)
                .map(Cached::until),
            Stream.ofNullable(assumed).filter(until -> !until.isBefore(now)))
        .max(Instant::compareTo)
        .map(Seconds::up);
  }

  /** For how long a sender may use {@code policy} without asking again. */
  public static Duration kept(Policy policy) {
    Duration least = policy.mode() == Mode.ENFORCE ? LEAST_ENFORCED : LEAST;
    Duration stated = Duration.ofSeconds(policy.maxAge());
    return stated.compareTo(least) > 0 ? stated : least;
  }

  /** The next body that a record named. */
  private static Optional<Served> replaced(DomainEntry entry, int index) {
    List<Served> served = entry.served();
    return served.subList(index + 1, served.size()).stream()
        .filter(later -> later.announced() != null)
        .findFirst();
  }

  /** When no resolver has the record before that one any more. */
  private static Instant resolved(Served one) {
    return Objects.requireNonNull(one.announced()).plusSeconds(one.ttl());
  }

  /** A body could be fetched until the record named a later one: before, edges may differ. */
  private static Instant lastServed(
      DomainEntry entry, int index, Optional<Served> replaced, Instant now) {
    Instant known = entry.served().get(index).last();
    if (replaced.isPresent()) {
      return later(known, Objects.requireNonNull(replaced.get().announced()));
    }
    boolean inPlace =
        entry.owned(Part.POLICY).isPresent()
            || entry.intent(Part.POLICY).isPresent()
            || entry.former() != null;
    return inPlace ? later(known, now) : known;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
