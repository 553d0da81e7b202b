package dev.mtasts.spec;

import dev.mtasts.provider.Front;
import dev.mtasts.provider.Settings;
import java.util.Optional;

/**
 * Where a domain's policy file is kept.
 *
 * <pre>{@code
 * host: { provider: aws, kind: s3, bucket: acme-mta-sts, address: { cname: cdn.acme.example } }
 * }</pre>
 *
 * @param provider the name of a provider
 * @param kind one of its host kinds
 * @param settings the keys of that kind
 * @param location where the domain's file lies, computed by the kind
 * @param address the address records of {@code mta-sts.<domain>}, where the spec states them
 * @param front what must stand before the file, where the kind sets that up; then there is no
 *     {@code address}
 */
public record HostSpec(
    String provider,
    String kind,
    Settings settings,
    String location,
    Optional<AddressSpec> address,
    Optional<Front> front) {
  /** The same host behind {@code newFront}. */
  HostSpec behind(Front newFront) {
    return new HostSpec(provider, kind, settings, location, address, Optional.of(newFront));
  }
}
