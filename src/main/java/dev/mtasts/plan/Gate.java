package dev.mtasts.plan;

import dev.mtasts.policy.DomainName;

/**
 * A condition between two steps: every address of the policy host serves {@code body}, as a sender
 * would fetch it. RFC 8461 §8.1: only then may the record announce the new policy.
 *
 * @param domain the mail domain
 * @param body what must be served, byte for byte
 */
public record Gate(DomainName domain, String body) {
  /** The name of this kind of gate in plans. */
  public static final String SERVED = "served";
}
