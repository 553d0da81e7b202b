package dev.mtasts.provider.cloudflare;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.ProviderException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which account the scripts are in: the one that is configured, else that of the hosts' zones. */
final class WorkerAccount {
  private final CloudflareClient client;
  private final Zones zones;
  private @Nullable WorkersApi known;

  /** Without I/O. */
  WorkerAccount(CloudflareClient client, Zones zones, Optional<String> configured) {
    this.client = client;
    this.zones = zones;
    this.known = configured.map(id -> new WorkersApi(client, id)).orElse(null);
  }

  /**
   * The calls of the account.
   *
   * @param hosts {@linkplain WorkerPlace#record records} of the hosts that are worked on
   * @throws ProviderException where none of them has a zone, or where the zones are in several
   *     accounts
   */
  synchronized WorkersApi of(Collection<DnsRecordSet> hosts) {
    if (known == null) {
      known = new WorkersApi(client, ofZones(hosts));
    }
    return known;
  }

  private String ofZones(Collection<DnsRecordSet> hosts) {
    Set<String> accounts = new TreeSet<>();
    ProviderException first = null;
    zones.prepare(hosts);
    for (DnsRecordSet host : hosts) {
      try {
        accounts.add(zones.of(host, Zone::canFront).accountId());
      } catch (ProviderException e) {
        first = first == null ? e : first;
      }
    }
    if (accounts.size() == 1) {
      return accounts.iterator().next();
    }
    if (accounts.isEmpty() && first != null) {
      throw first;
    }
    throw new Failure(
            Failure.Kind.AMBIGUOUS,
            "find the account for the Worker script",
            "the zones of the policy hosts are in " + accounts.size() + " accounts: " + accounts,
            "Make a provider for each account, with its 'account_id': a Worker serves zones of its"
                + " own account only.")
        .asException();
  }
}
