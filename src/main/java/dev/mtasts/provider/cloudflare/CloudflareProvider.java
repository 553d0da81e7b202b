package dev.mtasts.provider.cloudflare;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.Provider;
import java.util.Optional;

/** One token's view of Cloudflare, for one run. */
final class CloudflareProvider implements Provider {
  private final CloudflareClient client;
  private final CloudflareRecordSets records;

  CloudflareProvider(CloudflareClient client, Optional<String> account, Progress progress) {
    this.client = client;
    this.records = new CloudflareRecordSets(client, new Zones(client, account), progress);
  }

  @Override
  public Optional<Handler<DnsRecordSet>> records() {
    return Optional.of(records);
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
