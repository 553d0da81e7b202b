package dev.mtasts.plan;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Reading;
import java.util.HashMap;
import java.util.Map;

/**
 * What the providers answered, by address.
 *
 * @param files policy files
 * @param records record sets
 * @param hosts policy hosts
 * @param certificates their certificates
 * @param dns what public DNS says
 */
public record World(
    Map<Address, Reading<PolicyFile>> files,
    Map<Address, Reading<DnsRecordSet>> records,
    Map<Address, Reading<PolicyHost>> hosts,
    Map<Address, Reading<Certificate>> certificates,
    PublicDns dns) {
  /** A world in which nobody was asked. */
  public static final World UNSEEN = of(Map.of(), Map.of(), Map.of(), Map.of());

  /** What the providers answered, before public DNS was asked. */
  public static World of(
      Map<Address, Reading<PolicyFile>> files,
      Map<Address, Reading<DnsRecordSet>> records,
      Map<Address, Reading<PolicyHost>> hosts,
      Map<Address, Reading<Certificate>> certificates) {
    return new World(files, records, hosts, certificates, PublicDns.UNASKED);
  }

  /** The policy file at {@code address}; absent where nobody was asked. */
  Reading<PolicyFile> file(Address address) {
    return files.getOrDefault(address, new Reading.Absent<>());
  }

  /** The record set at {@code address}; absent where nobody was asked. */
  Reading<DnsRecordSet> recordSet(Address address) {
    return records.getOrDefault(address, new Reading.Absent<>());
  }

  /** The policy host at {@code address}; absent where nobody was asked. */
  Reading<PolicyHost> host(Address address) {
    return hosts.getOrDefault(address, new Reading.Absent<>());
  }

  /** The certificate at {@code address}; absent where nobody was asked. */
  Reading<Certificate> certificate(Address address) {
    return certificates.getOrDefault(address, new Reading.Absent<>());
  }

  /** This world and what a second look at {@code more} brought. */
  public World and(World more) {
    return new World(
        union(files, more.files),
        union(records, more.records),
        union(hosts, more.hosts),
        union(certificates, more.certificates),
        dns);
  }

  /** This world with what public DNS says. */
  public World seeing(PublicDns seen) {
    return new World(files, records, hosts, certificates, seen);
  }

  private static <V> Map<Address, V> union(Map<Address, V> one, Map<Address, V> other) {
    Map<Address, V> all = new HashMap<>(one);
    all.putAll(other);
    return all;
  }
}
