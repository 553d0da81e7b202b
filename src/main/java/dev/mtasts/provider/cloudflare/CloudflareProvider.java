package dev.mtasts.provider.cloudflare;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.Provider;
import java.util.Optional;

/** One token's view of Cloudflare, for one run. */
final class CloudflareProvider implements Provider {
  private final CloudflareClient client;
  private final CloudflareRecordSets records;
  private final WorkerPolicyFiles files;
  private final WorkerDomains hosts;

  /**
   * Without I/O.
   *
   * @param account the one account whose zones count
   * @param ofWorkers the account that the Worker scripts are in
   * @param mostZones how many zones one script may serve
   */
  CloudflareProvider(
      CloudflareClient client,
      Optional<String> account,
      Optional<String> ofWorkers,
      int mostZones,
      Progress progress) {
    this.client = client;
    Zones zones = new Zones(client, account);
    WorkerAccount workers = new WorkerAccount(client, zones, ofWorkers);
    WorkerScripts scripts = new WorkerScripts();
    this.records = new CloudflareRecordSets(client, zones, progress);
    this.files = new WorkerPolicyFiles(workers, zones, scripts, mostZones, progress);
    this.hosts = new WorkerDomains(workers, zones, scripts, progress);
  }

  @Override
  public Optional<Handler<DnsRecordSet>> records() {
    return Optional.of(records);
  }

  @Override
  public Optional<Handler<PolicyFile>> files() {
    return Optional.of(files);
  }

  @Override
  public Optional<Handler<PolicyHost>> hosts() {
    return Optional.of(hosts);
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return "cloudflare";
  }
}
