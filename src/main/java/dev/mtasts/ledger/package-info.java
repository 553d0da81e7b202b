/**
 * The state: only what the world cannot tell us. Which things we own, every policy body we served
 * and under which id, ids that may never be used again, and what we were about to do when we last
 * looked away. Losing it never breaks a domain.
 *
 * <p>Not for: what is live (that is read from the providers, every time) or what is wanted ({@code
 * spec}).
 */
@NullMarked
package dev.mtasts.ledger;

import org.jspecify.annotations.NullMarked;
