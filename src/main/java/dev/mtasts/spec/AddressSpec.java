package dev.mtasts.spec;

import dev.mtasts.policy.DomainName;
import java.util.List;
import java.util.Optional;

/**
 * The address records of the policy host: an alias, or addresses.
 *
 * <pre>{@code
 * address: { cname: cdn.acme.example }
 * address: { a: [192.0.2.1], aaaa: ["2001:db8::1"] }
 * }</pre>
 *
 * @param cname the target; then no address may be given
 * @param a IPv4 addresses in canonical form
 * @param aaaa IPv6 addresses in canonical form (RFC 5952)
 */
public record AddressSpec(Optional<DomainName> cname, List<String> a, List<String> aaaa) {}
