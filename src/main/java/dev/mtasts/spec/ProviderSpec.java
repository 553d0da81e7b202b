package dev.mtasts.spec;

import dev.mtasts.provider.Settings;

/**
 * One entry of {@code providers}.
 *
 * <pre>{@code
 * providers:
 *   aws: { type: aws, region: eu-central-1 }
 * }</pre>
 *
 * @param name how domains refer to it
 * @param type which adapter
 * @param settings the adapter's keys
 */
public record ProviderSpec(String name, String type, Settings settings) {}
