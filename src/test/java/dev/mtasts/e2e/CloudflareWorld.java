package dev.mtasts.e2e;

import dev.mtasts.testing.Cli;
import dev.mtasts.testing.CloudflareStandIn;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** S3 for policies, ledger and lock; Cloudflare for records. */
final class CloudflareWorld extends CloudWorld {
  final CloudflareStandIn cloudflare;

  CloudflareWorld(Path folder) {
    this(folder, new CloudflareStandIn());
  }

  private CloudflareWorld(Path folder, CloudflareStandIn cloudflare) {
    super(folder, URI.create(cloudflare.baseUrl()));
    this.cloudflare = cloudflare;
    DOMAINS.forEach(cloudflare::addZone);
  }

  @Override
  String head() {
    return "state: { backend: s3, bucket: "
        + bucket
        + ", key: "
        + LEDGER_KEY
        + " }\nproviders:\n  r2: { type: aws, region: auto, endpoint: \""
        + s3.endpoint()
        + "\" }\n  cf: { type: cloudflare, api_token: { env: CF_TOKEN } }\n"
        + "defaults:\n  host: { provider: r2, bucket: "
        + bucket
        + " }\n  dns: { provider: cf }\n";
  }

  @Override
  Cli cli() {
    String base = cloudflare.baseUrl().replaceFirst("http://[^/]*", "" + dnsService.endpoint());
    return super.cli()
        .env("CF_TOKEN", CloudflareStandIn.TOKEN)
        .env("CLOUDFLARE_BASE_URL", base)
        .env("AWS_ENDPOINT_URL_S3", s3.endpoint().toString())
        .env("AWS_REGION", "us-east-1");
  }

  @Override
  List<String> txt(String name) {
    return cloudflare.zone(zoneOf(name)).records(name, "TXT").stream()
        .map(record -> record.path("content").asText().replaceAll("^\"|\"$", ""))
        .sorted()
        .toList();
  }

  @Override
  void addTxt(String name, String value) {
    cloudflare.zone(zoneOf(name)).add(name, "TXT", 300, '"' + value + '"');
  }

  @Override
  void removeTxt(String name, String value) {
    List<String> others = txt(name).stream().filter(other -> !other.equals(value)).toList();
    cloudflare.zone(zoneOf(name)).clear(name, "TXT");
    others.forEach(other -> addTxt(name, other));
  }

  private static String zoneOf(String name) {
    return DOMAINS.stream().filter(name::endsWith).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    super.close();
    cloudflare.close();
  }
}
