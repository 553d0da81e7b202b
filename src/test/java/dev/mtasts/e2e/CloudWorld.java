package dev.mtasts.e2e;

import dev.mtasts.Providers;
import dev.mtasts.provider.ProviderFactory;
import dev.mtasts.provider.aws.QuickAws;
import dev.mtasts.provider.cloudflare.QuickCloudflare;
import dev.mtasts.provider.directory.DirectoryFactory;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.FaultyProxy;
import dev.mtasts.testing.S3Server;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Policies, ledger and lock in a bucket of a real S3 server, records at a DNS service. */
abstract class CloudWorld extends World {
  static final S3Server STORE = S3Server.shared();
  static final String LEDGER_KEY = "state/prod.json";

  final String bucket = STORE.newBucket();
  final FaultyProxy s3 = new FaultyProxy(STORE.endpoint());
  final FaultyProxy dnsService;
  private Duration patience;

  CloudWorld(Path folder, URI dnsEndpoint) {
    super(folder);
    dnsService = new FaultyProxy(dnsEndpoint);
    listen();
  }

  /** No faults any more, and an empty list of requests. */
  void heal() {
    s3.heal();
    dnsService.heal();
    traffic.clear();
    listen();
  }

  private void listen() {
    s3.always(request -> note("s3 " + request), new FaultyProxy.Fault.After(() -> {}));
    dnsService.always(request -> note("dns " + request), new FaultyProxy.Fault.After(() -> {}));
  }

  /** Matches nothing: the request goes its way. */
  private boolean note(String request) {
    traffic.add(request);
    return false;
  }

  /** Where the published policy lies in the bucket. */
  static String key(String domain) {
    return domain + "/.well-known/mta-sts.txt";
  }

  @Override
  Optional<String> policy(String domain) {
    return STORE.text(bucket, key(domain));
  }

  @Override
  Optional<String> ledger() {
    return STORE.text(bucket, LEDGER_KEY);
  }

  @Override
  Optional<String> lock() {
    return STORE.text(bucket, LEDGER_KEY + ".lock");
  }

  @Override
  List<ProviderFactory> factories() {
    return patience != null
        ? List.of(QuickAws.factory(patience), new QuickCloudflare(), new DirectoryFactory())
        : Providers.all();
  }

  /** From now on the adapters do not wait, and bear silence for so long only. */
  final void hurry(Duration silence) {
    patience = silence;
  }

  @Override
  Cli cli() {
    Cli cli = super.cli();
    STORE.env().forEach(cli::env);
    return cli;
  }

  @Override
  public void close() {
    super.close();
    s3.close();
    dnsService.close();
  }
}
