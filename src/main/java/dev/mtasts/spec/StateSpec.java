package dev.mtasts.spec;

import dev.mtasts.provider.Settings;

/**
 * Where the ledger is kept.
 *
 * <pre>{@code
 * state: { backend: s3, bucket: acme-mtasts-state, key: prod.json, region: eu-central-1 }
 * }</pre>
 *
 * @param backend a backend that some adapter offers; {@code local} where the block is absent
 * @param settings its keys
 */
public record StateSpec(String backend, Settings settings) {}
