package dev.mtasts.ledger;

import dev.mtasts.policy.PolicyId;

/**
 * An id and the one content that it stands for.
 *
 * @param id the id
 * @param content the canonical policy without its id line
 */
public record Issued(PolicyId id, String content) {}
