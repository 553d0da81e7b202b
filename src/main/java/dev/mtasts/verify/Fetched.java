package dev.mtasts.verify;

import org.jspecify.annotations.Nullable;

/**
 * What one address of the policy host answered.
 *
 * @param address the IP address asked; "" where the host has none
 * @param body the bytes as text (ISO 8859-1, so that nothing is lost); null where a sender would
 *     not have accepted the answer
 * @param fault why a sender would not have accepted it; null where it would
 * @param section the rule's source, such as {@code RFC 8461 §3.3}; "" where there is no fault
 */
public record Fetched(
    String address, @Nullable String body, @Nullable String fault, String section) {}
