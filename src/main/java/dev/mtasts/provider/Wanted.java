package dev.mtasts.provider;

import org.jspecify.annotations.Nullable;

/**
 * A question to a provider: what is live where {@code expected} should be?
 *
 * @param expected what the engine believes to be there; its place says where to look
 * @param version what the provider called this very content when it was last seen, such as an ETag.
 *     Where a listing shows the same version, {@code expected} is the answer and nothing more need
 *     be fetched.
 */
public record Wanted<R extends Resource>(R expected, @Nullable String version) {}
