package dev.mtasts.ledger;

import dev.mtasts.provider.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place where a policy was served before its host moved.
 *
 * @param block the domain's spec block as it was then
 * @param owned what is ours there, by part
 * @param ttl for how many seconds resolvers may keep the addresses that led there
 * @param until the moment from which nobody can be led there any more; null while addresses may
 */
public record Former(String block, Map<Part, Owned> owned, int ttl, @Nullable Instant until) {
  /** Parts that a place has, with what they are called when they are those of a former one. */
  public static final Map<Part, Part> OLD =
      Collections.unmodifiableMap(
          new EnumMap<>(
              Map.of(
                  Part.POLICY, Part.OLD_POLICY,
                  Part.HOST, Part.OLD_HOST,
                  Part.CERTIFICATE, Part.OLD_CERTIFICATE,
                  Part.VALIDATION, Part.OLD_VALIDATION)));

  /** For resolvers and senders that keep an address beyond its time. */
  private static final Duration SPARE = Duration.ofHours(24);

  /** Copies the map. */
  public Former {
    Map<Part, Owned> copy = new EnumMap<>(Part.class);
    copy.putAll(owned);
    owned = Collections.unmodifiableMap(copy);
  }

  /** What {@code old} was when the policy was served there; empty for a part of today's place. */
  public static Optional<Part> part(Part old) {
    return OLD.entrySet().stream()
        .filter(entry -> entry.getValue() == old)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** What is ours there at {@code part}, if anything. */
  public Optional<Owned> owned(Part part) {
    return Optional.ofNullable(owned.get(part));
  }

  /** The same where addresses may lead there again. */
  public Former reopened() {
    return new Former(block, owned, ttl, null);
  }

  /** The same where addresses lead elsewhere since {@code moment}. */
  public Former left(Instant moment) {
    return new Former(block, owned, ttl, moment.plusSeconds(ttl).plus(SPARE));
  }

  /** The same without {@code part}; null where nothing is left. */
  public @Nullable Former without(Part part) {
    Map<Part, Owned> rest = new EnumMap<>(Part.class);
    rest.putAll(owned);
    rest.remove(part);
    return rest.isEmpty() ? null : new Former(block, rest, ttl, until);
  }

  /** When resolvers that keep to the TTL have forgotten the way there; null as for until. */
  public @Nullable Instant forgotten() {
    return until == null ? null : until.minus(SPARE);
  }
}
