package dev.mtasts.plan;

import dev.mtasts.ledger.Seconds;
import dev.mtasts.policy.DomainName;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What will become of a domain later, by a later run.
 *
 * @param domain the mail domain
 * @param topic what it is about
 * @param state how things stand, as a clause
 * @param next what comes then, as a clause
 * @param due when that may happen at the earliest, in whole seconds; null where nobody can tell
 * @param held what keeps it from happening although its time has come, as a clause; "" for nothing
 */
public record Forecast(
    DomainName domain, Topic topic, String state, String next, @Nullable Instant due, String held) {
  /** Rounds {@code due} up. */
  public Forecast {
    due = due == null ? null : Seconds.up(due);
  }

  /** What a forecast is about. */
  public enum Topic {
    /** The stages on the way to the policy. */
    ROLLOUT,
    /** Hosts that receive mail, and the patterns of the policy. */
    MX,
    /** The way out, RFC 8461 §8.3. */
    REMOVAL,
    /** The place that the policy is served from. */
    MOVE;

    /** The word in plans. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** All of it in one sentence without its full stop. */
  public String text() {
    String when = due == null ? "" : " from " + due;
    String why = held.isEmpty() ? "" : " (held: " + held + ")";
    return state + "; next: " + next + (held.isEmpty() ? when : "") + why;
  }
}
