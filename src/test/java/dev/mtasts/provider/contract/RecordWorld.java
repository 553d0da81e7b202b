package dev.mtasts.provider.contract;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.RecordType;
import java.util.List;
import java.util.Optional;

/**
 * A DNS service as the contract sees it: through the adapter, and around it.
 *
 * <p>At the start of a test it serves the zones {@code acme.example}, {@code other.example} and
 * {@code dept.other.example}, with SOA and NS and nothing else. {@code missing.example} is not
 * served. TTLs of 300 and 3600 are usable in it.
 */
public interface RecordWorld {
  /** What the world holds at one name and type. */
  record Found(int ttl, List<String> values) {}

  /** The adapter under test, the same at each call. */
  Handler<DnsRecordSet> handler();

  /**
   * Makes the set what is said, without the adapter and as another tool would: no mark of ours.
   *
   * @param zone the zone that holds it, such as {@code acme.example}
   * @param name the owner name, without the last dot
   * @param values in the form of {@link DnsRecordSet#values}
   */
  void put(String zone, String name, RecordType type, int ttl, List<String> values);

  /** What the zone holds, without the adapter, in the form of {@link DnsRecordSet#values}. */
  Optional<Found> get(String zone, String name, RecordType type);

  /**
   * Whether what the adapter made is {@linkplain dev.mtasts.provider.Reading.Live#marked marked}.
   */
  default boolean marks() {
    return false;
  }

  /** Whether a CNAME beside other data is refused, as RFC 1034 §3.6.2 wants; moto does not. */
  default boolean refusesCnameBesideData() {
    return true;
  }
}
