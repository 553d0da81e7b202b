package dev.mtasts.policy;

import java.util.List;

/**
 * An MTA-STS policy that may be published (RFC 8461 §3.2).
 *
 * @param mode what senders do on failure
 * @param mx the patterns, in the order in which they are published; empty only in mode none
 * @param maxAge for how many seconds a sender may keep the policy, 0 to {@value #MAX_AGE_LIMIT}
 */
public record Policy(Mode mode, List<MxPattern> mx, long maxAge) {
  /** The most that §3.2 allows, in seconds: about a year. */
  public static final long MAX_AGE_LIMIT = 31_557_600;

  private static final String EOL = "\r\n";

  /** Checks what §3.2 asks of every policy. */
  public Policy {
    mx = List.copyOf(mx);
    if (mx.isEmpty() && mode != Mode.NONE) {
      throw new IllegalArgumentException("mode " + mode + " needs at least one mx");
    }
    if (maxAge < 0 || maxAge > MAX_AGE_LIMIT) {
      throw new IllegalArgumentException("max_age " + maxAge + " is not 0 to " + MAX_AGE_LIMIT);
    }
  }

  /**
   * The canonical body without an id: what decides whether a new id is due. CRLF after every line,
   * the last included; {@code mx} lines are kept in mode none as well, since some senders want one.
   */
  public String content() {
    StringBuilder out = new StringBuilder("version: STSv1").append(EOL);
    out.append("mode: ").append(mode).append(EOL);
    mx.forEach(pattern -> out.append("mx: ").append(pattern).append(EOL));
    return out.append("max_age: ").append(maxAge).append(EOL).toString();
  }

  /** The canonical body with the id as an extension field, which senders ignore (§3.2). */
  public String body(PolicyId id) {
    return content() + "id: " + id + EOL;
  }

  /** Whether a sender under this policy may deliver to {@code host} (§4.1). */
  public boolean covers(DomainName host) {
    return mx.stream().anyMatch(pattern -> pattern.matches(host));
  }
}
