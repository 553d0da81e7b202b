/**
 * A sending MTA's view of a live domain: how its host resolves, and how its policy is fetched (RFC
 * 8461 §3.3), with the rule that failed named. Not for: changing anything, nor for deciding what
 * must be served.
 */
@NullMarked
package dev.mtasts.verify;

import org.jspecify.annotations.NullMarked;
