package dev.mtasts.ledger;

import dev.mtasts.policy.PolicyId;
import java.time.Instant;

/**
 * A policy body that senders may have fetched.
 *
 * @param body the bytes as text
 * @param id the id that the record had, or was to get
 * @param first when it was put in place
 * @param last when it was last known to be there
 */
public record Served(String body, PolicyId id, Instant first, Instant last) {}
