package dev.mtasts.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What we are about to do to one part of a domain. Written before the act and removed after it: a
 * run that finds one knows that the act may or may not have happened, and that its result is ours.
 *
 * @param after what would be ours afterwards; null for a deletion
 * @param issued the id and content that a policy upload brings; null for anything else
 * @param at when we wrote this
 */
public record Intent(@Nullable Owned after, @Nullable Issued issued, Instant at) {}
