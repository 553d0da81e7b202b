package dev.mtasts.policy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The {@code id} of an MTA-STS record: 1 to 32 ASCII letters and digits (RFC 8461 §3.1). Ids have
 * no order: a sender only asks whether one differs from the one it knows.
 */
public record PolicyId(String text) {
  private static final int MAX = 32;
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Checks the grammar of §3.1. */
  public PolicyId {
    if (text.isEmpty() || text.length() > MAX) {
      throw new IllegalArgumentException(
          "an id has 1 to " + MAX + " characters: '" + Excerpt.of(text) + "'");
    }
    if (!text.chars().allMatch(c -> Ascii.letterOrDigit((char) c))) {
      throw new IllegalArgumentException(
          "an id has only ASCII letters and digits: '" + Excerpt.of(text) + "'");
    }
  }

  /** The id {@code YYYYMMDDTHHMMSSZ} of a moment, in UTC, to the second. */
  public static PolicyId timestamp(Instant at) {
    return new PolicyId(TIMESTAMP.format(at));
  }

  /** The id that follows from the content alone: {@code h} and 31 hex digits of its SHA-256. */
  public static PolicyId content(Policy policy) {
    String digest = Sha256.hex(policy.content().getBytes(StandardCharsets.UTF_8));
    return new PolicyId("h" + digest.substring(0, MAX - 1));
  }

  @Override
  public String toString() {
    return text;
  }
}
