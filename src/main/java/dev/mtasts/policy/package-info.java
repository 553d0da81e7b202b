/**
 * What RFC 8461 (MTA-STS) and RFC 8460 (TLSRPT) define, as values: domain names, mx patterns, the
 * policy, its id, the two TXT records, and strict readers for their texts.
 *
 * <p>Pure: nothing here reads a file, a clock or the network, and only {@code java.*} is imported.
 * What a sender tolerates beyond the grammar is a {@linkplain dev.mtasts.policy.Finding warning}.
 * Not for: how a policy is fetched ({@code verify}) or where it is kept ({@code provider}).
 */
@NullMarked
package dev.mtasts.policy;

import org.jspecify.annotations.NullMarked;
