/**
 * From (spec, ledger, world, now) to a plan, by pure functions: what would change, in which order,
 * what has to be true in between, and what stands against it.
 *
 * <p>A plan is data and can be saved; apply does what it says and nothing else. Not for: reading
 * the world or changing it ({@code apply}).
 */
@NullMarked
package dev.mtasts.plan;

import org.jspecify.annotations.NullMarked;
