/**
 * Reads the world for a plan and carries a plan out: every lane by itself, changes of many lanes in
 * one batch, gates side by side, the ledger one step ahead of each act.
 *
 * <p>Not for: deciding anything that the plan does not say.
 */
@NullMarked
package dev.mtasts.apply;

import org.jspecify.annotations.NullMarked;
