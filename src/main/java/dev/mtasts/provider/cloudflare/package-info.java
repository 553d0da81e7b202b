/**
 * Cloudflare's API v4: DNS record sets in its zones, and policies in Workers.
 *
 * <p>{@link dev.mtasts.provider.cloudflare.CloudflareClient} speaks HTTP, {@code Zones} tells which
 * zone holds a name, {@code ZoneRecords} lists what a zone holds, {@code SetEdit} compares and
 * computes, {@code ZoneWriter} sends. For Workers, {@code PolicyData} and {@code WorkerCode} are
 * what a script holds, {@code WorkerScripts} finds it and its shards, {@code WorkerUpload} changes
 * it, {@code DomainWriter} attaches hosts. Not for: deciding which values a set should have, nor
 * for knowing what an MTA-STS record is.
 */
@NullMarked
package dev.mtasts.provider.cloudflare;

import org.jspecify.annotations.NullMarked;
