package dev.mtasts.plan;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Reading;
import java.util.Map;

/**
 * What the providers answered.
 *
 * @param files policy files, by address
 * @param records record sets, by address
 */
public record World(
    Map<Address, Reading<PolicyFile>> files, Map<Address, Reading<DnsRecordSet>> records) {

  /** The policy file at {@code address}; absent where nobody was asked. */
  Reading<PolicyFile> file(Address address) {
    return files.getOrDefault(address, new Reading.Absent<>());
  }

  /** The record set at {@code address}; absent where nobody was asked. */
  Reading<DnsRecordSet> recordSet(Address address) {
    return records.getOrDefault(address, new Reading.Absent<>());
  }
}
