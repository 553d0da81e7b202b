/**
 * Cloudflare's API v4: DNS record sets in its zones.
 *
 * <p>{@link dev.mtasts.provider.cloudflare.CloudflareClient} speaks HTTP, {@code Zones} tells which
 * zone holds a name, {@code ZoneRecords} lists what a zone holds, {@code SetEdit} compares and
 * computes, {@code ZoneWriter} sends. Not for: deciding which values a set should have, nor for
 * knowing what an MTA-STS record is.
 */
@NullMarked
package dev.mtasts.provider.cloudflare;

import org.jspecify.annotations.NullMarked;
