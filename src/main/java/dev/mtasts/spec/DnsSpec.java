package dev.mtasts.spec;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a domain's DNS records are kept.
 *
 * <pre>{@code
 * dns: { provider: aws, zone: Z0123456789ABC, ttl: 5m }
 * }</pre>
 *
 * @param provider the name of a provider that serves DNS
 * @param zone the zone's name or id, where the longest suffix would not settle it
 * @param ttl in seconds; absent keeps what is live, and makes new records with 300
 * @param aliases whether that provider has aliases to the policy host, which are better than a
 *     CNAME: one look-up less. A service has them to what it serves itself.
 */
public record DnsSpec(String provider, Optional<String> zone, OptionalInt ttl, boolean aliases) {}
