package dev.mtasts.plan;

import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.PolicyParser;
import java.util.Optional;
import java.util.Set;

/**
 * Compares policy bodies. What a body <em>says</em> is what a sender acts on: mode, max_age and the
 * set of its mx patterns (RFC 8461 §3.2). Line ends, the order of lines, an id line and other
 * extension fields are form.
 */
final class Bodies {
  private Bodies() {}

  /** Whether {@code body} is {@code policy} in canonical form, with or without an id line. */
  static boolean hold(String body, Policy policy) {
    return body.equals(policy.content()) || holdWithId(body, policy);
  }

  /** Whether {@code body} is {@code policy} in canonical form, with an id line. */
  static boolean holdWithId(String body, Policy policy) {
    return embeddedId(body).map(id -> body.equals(policy.body(id))).orElse(false);
  }

  /** Whether {@code body} says what {@code policy} says; never so where it breaks the grammar. */
  static boolean say(String body, Policy policy) {
    return PolicyParser.policy(body).map(live -> same(live, policy)).orElse(false);
  }

  private static boolean same(Policy one, Policy other) {
    return one.mode() == other.mode()
        && one.maxAge() == other.maxAge()
        && Set.copyOf(one.mx()).equals(Set.copyOf(other.mx()));
  }

  /** The id line of a body, where a record could carry that id. */
  static Optional<PolicyId> embeddedId(String body) {
    return PolicyParser.id(body);
  }

  /** The id that follows from what {@code body} says, in its own order. */
  static Optional<PolicyId> contentId(String body) {
    return PolicyParser.policy(body).map(PolicyId::content);
  }
}
