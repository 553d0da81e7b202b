package dev.mtasts.ledger;

import dev.mtasts.policy.PolicyId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A policy body that senders may have fetched.
 *
 * @param body the bytes as text
 * @param id the id that the record had, or was to get
 * @param first when it was put in place, or first seen there
 * @param last when it was last known to be there
 * @param announced when the record first named the id, as far as we know; null for not yet
 * @param ttl of the record that names it, as last seen, in seconds; 0 where {@code announced} is
 *     null
 */
public record Served(
    String body, PolicyId id, Instant first, Instant last, @Nullable Instant announced, int ttl) {
  /** A body that is put in place. */
  static Served since(Instant first, String body, PolicyId id) {
    return new Served(body, id, first, first, null, 0);
  }

  /** The same body, known to be there at {@code moment} as well. */
  Served until(Instant moment) {
    Instant later = moment.isAfter(last) ? moment : last;
    return new Served(body, id, first, later, announced, ttl);
  }

  /** The same body, named by a record since {@code moment}, if none named it before. */
  Served announced(Instant moment, int seconds) {
    Instant since = announced == null ? moment : announced;
    return new Served(body, id, first, last, since, seconds);
  }
}
