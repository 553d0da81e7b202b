package dev.mtasts.e2e;

import dev.mtasts.testing.Cli;
import dev.mtasts.testing.Route53StandIn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** S3 for policies, ledger and lock; Route 53 for records. */
final class AwsWorld extends CloudWorld {
  final Route53StandIn route53;
  private final boolean byEnvironment;
  private final Map<String, String> zones = new TreeMap<>();

  /** With the endpoints in the spec, or in the environment. */
  AwsWorld(Path folder, boolean byEnvironment) {
    this(folder, byEnvironment, new Route53StandIn());
  }

  private AwsWorld(Path folder, boolean byEnvironment, Route53StandIn route53) {
    super(folder, route53.endpoint());
    this.route53 = route53;
    this.byEnvironment = byEnvironment;
    DOMAINS.forEach(name -> zones.put(name, route53.zone(name)));
  }

  /** The id of a domain's zone. */
  String zone(String domain) {
    return zones.get(domain);
  }

  @Override
  String head() {
    String store = byEnvironment ? "" : ", endpoint: \"" + s3.endpoint() + "\"";
    String dns = byEnvironment ? "" : ", route53_endpoint: \"" + dnsService.endpoint() + "\"";
    return "state: { backend: s3, bucket: "
        + bucket
        + ", key: "
        + LEDGER_KEY
        + ", region: us-east-1"
        + store
        + " }\nproviders:\n  aws: { type: aws, region: us-east-1"
        + store
        + dns
        + " }\ndefaults:\n  host: { provider: aws, bucket: "
        + bucket
        + " }\n  dns: { provider: aws }\n";
  }

  @Override
  Cli cli() {
    Cli cli = super.cli();
    if (byEnvironment) {
      cli.env("AWS_ENDPOINT_URL", s3.endpoint().toString());
      cli.env("AWS_ENDPOINT_URL_ROUTE_53", dnsService.endpoint().toString());
    }
    return cli;
  }

  @Override
  List<String> txt(String name) {
    return route53.get(zoneOf(name), name, "TXT").stream()
        .flatMap(set -> set.getValue().stream())
        .map(Route53StandIn::decoded)
        .sorted()
        .toList();
  }

  @Override
  void addTxt(String name, String value) {
    List<String> values = new ArrayList<>(txt(name));
    values.add(value);
    route53.text(zoneOf(name), name, 300, values);
  }

  @Override
  void removeTxt(String name, String value) {
    List<String> values = new ArrayList<>(txt(name));
    values.remove(value);
    route53.remove(zoneOf(name), name, "TXT");
    if (!values.isEmpty()) {
      route53.text(zoneOf(name), name, 300, values);
    }
  }

  private String zoneOf(String name) {
    return zones.entrySet().stream()
        .filter(zone -> name.endsWith(zone.getKey()))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  @Override
  public void close() {
    super.close();
    route53.close();
  }
}
