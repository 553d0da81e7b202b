package dev.mtasts.e2e;

import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.provider.aws.QuickAws;
import dev.mtasts.provider.cloudflare.QuickCloudflare;
import dev.mtasts.provider.directory.DirectoryFactory;
import dev.mtasts.testing.AcmStandIn;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.CloudFrontStandIn;
import dev.mtasts.testing.CloudflareStandIn;
import dev.mtasts.testing.FaultyProxy;
import dev.mtasts.testing.FaultyProxy.Fault;
import dev.mtasts.testing.PolicyHost;
import dev.mtasts.testing.Route53StandIn;
import dev.mtasts.testing.S3Control;
import dev.mtasts.testing.S3Server;
import dev.mtasts.testing.TestCa;
import dev.mtasts.testing.TestClock;
import dev.mtasts.testing.TestDns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;

/**
 * The services of AWS and Cloudflare, and an internet in which senders see what these would serve
 * and answer at that moment: DNS holds what the zones of Route 53 and Cloudflare hold, and a policy
 * host serves over TLS what lies behind a distribution or in the data of a Worker, once that is
 * deployed and has the name. A folder holds one of the examples, as it is in the project.
 */
final class HostingWorld implements AutoCloseable {
  /** The examples that set up policy hosts. */
  enum Example {
    CLOUDFRONT("cloudfront", "acme.example", "shop.example", "news.example"),
    WORKER("worker", "acme.example", "mail.acme.example", "shop.example"),
    CLOUDFRONT_AND_CLOUDFLARE("mixed-cloudfront-cloudflare", "acme.example"),
    WORKER_AND_ROUTE53("mixed-worker-route53", "acme.example");

    final String folder;
    final List<String> domains;

    Example(String folder, String... domains) {
      this.folder = folder;
      this.domains = List.of(domains);
    }

    boolean onCloudFront() {
      return folder.contains("cloudfront");
    }

    boolean onRoute53() {
      return this == CLOUDFRONT || this == WORKER_AND_ROUTE53;
    }
  }

  private static final List<String> ZONES = List.of("acme.example", "shop.example", "news.example");
  private static final List<String> DOMAINS =
      List.of("acme.example", "mail.acme.example", "shop.example", "news.example");
  private static final S3Server STORE = S3Server.shared();
  private static final TestCa CA = TestCa.create();
  private static final TestCa.Leaf LEAF =
      CA.leaf(
          "mta-sts.acme.example",
          "mta-sts.mail.acme.example",
          "mta-sts.shop.example",
          "mta-sts.news.example");

  final Example example;
  final Path folder;
  final TestClock clock = new TestClock("2026-11-23T12:00:00Z");
  final AcmStandIn acm = new AcmStandIn();
  final CloudFrontStandIn cloudFront = new CloudFrontStandIn();
  final S3Control s3 = new S3Control(STORE.endpoint());
  final Route53StandIn route53 = new Route53StandIn();
  final CloudflareStandIn cloudflare = new CloudflareStandIn();
  final String bucket = "b-" + UUID.randomUUID();

  /** Requests to the services, and policies that were really served, in the order of coming. */
  final List<String> traffic = new CopyOnWriteArrayList<>();

  /** The module of a Worker that holds its policies. */
  private static final String DATA = "policies.txt";

  private static final Pattern DISTRIBUTION = Pattern.compile("distribution/(\\w+)");

  private final Map<String, FaultyProxy> proxies = new LinkedHashMap<>();
  private final HostingDns zones;
  private final TestDns dns = TestDns.start();
  private final PolicyHost https = PolicyHost.start(LEAF);
  private final Path ca;

  HostingWorld(Path folder, Example example) {
    this.example = example;
    this.folder = folder;
    this.ca = CA.writePem(folder);
    Map<String, String> hostedZones = new LinkedHashMap<>();
    if (example.onRoute53()) {
      ZONES.forEach(name -> hostedZones.put(name, route53.zone(name)));
    }
    for (String name : ZONES) {
      cloudflare.addZone(name, zone -> example.onRoute53() ? zone.type("partial") : zone);
    }
    zones = new HostingDns(route53, hostedZones, cloudflare, cloudFront);
    acm.dns((name, target) -> zones.cname(name).equals(Optional.of(target)));
    acm.inUse(cloudFront::shows);
    cloudFront.certificates(acm::covers);
    proxies.put("acm", new FaultyProxy(acm.endpoint()));
    proxies.put("cloudfront", new FaultyProxy(cloudFront.endpoint()));
    proxies.put("s3", new FaultyProxy(s3.endpoint()));
    proxies.put("route53", new FaultyProxy(route53.endpoint()));
    proxies.put("cloudflare", new FaultyProxy(URI.create(cloudflare.baseUrl())));
    listen();
    publicDns();
    copyExample();
  }

  private void publicDns() {
    dns.beyond(zones::records);
    List.of("acme.example", "mail.acme.example")
        .forEach(name -> dns.mx(name, 10, "mx1.acme.example").mx(name, 20, "mx2.acme.example"));
    List.of("shop.example", "news.example")
        .forEach(name -> dns.mx(name, 10, "a.mx.hoster.example"));
    List.of("mx1.acme.example", "mx2.acme.example", "a.mx.hoster.example")
        .forEach(name -> dns.address(name, "192.0.2.25"));
    for (String domain : DOMAINS) {
      https.answer(domain, () -> served(domain));
    }
  }

  private void copyExample() {
    try {
      Files.copy(Path.of("examples", example.folder, "mtasts.yaml"), folder.resolve("mtasts.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MockResponse served(String domain) {
    Optional<String> policy = policy(domain);
    traffic.add("https " + domain + " " + policy.map(HostingWorld::id).orElse("nothing"));
    return policy
        .map(body -> PolicyHost.text(body).build())
        .orElse(new MockResponse.Builder().code(404).build());
  }

  /** The policy that senders get, whoever serves it. */
  Optional<String> policy(String domain) {
    String host = "mta-sts." + domain;
    if (zones.stored(host).containsValue("100::")) { // The address of a custom domain.
      return cloudflare.workers().served(host);
    }
    return cloudFront
        .origin(host)
        .filter(origin -> s3.policy(origin.bucket()).contains(origin.distribution()))
        .flatMap(origin -> STORE.text(origin.bucket(), origin.prefix() + ".well-known/mta-sts.txt"))
        .or(() -> cloudflare.workers().served(host));
  }

  private static String id(String body) {
    return PolicyParser.parse(body).id().orElseThrow().text();
  }

  /** The id in the policy that senders get. */
  String policyId(String domain) {
    return id(policy(domain).orElseThrow());
  }

  /** The id in the one record that claims to be one. */
  String recordId(String domain) {
    List<String> claims =
        zones.txt("_mta-sts." + domain).stream().filter(StsRecord::claims).toList();
    if (claims.size() != 1) {
      throw new AssertionError(claims + " at _mta-sts." + domain);
    }
    return StsRecord.parse(claims.get(0)).validId().orElseThrow().text();
  }

  /** Whether there is a record that claims to be one. */
  boolean announced(String domain) {
    return zones.txt("_mta-sts." + domain).stream().anyMatch(StsRecord::claims);
  }

  /** What the zones hold at a domain's policy host, by type; each distribution is called dX. */
  Map<String, String> addresses(String domain) {
    Map<String, String> stored = zones.stored("mta-sts." + domain);
    stored.replaceAll((type, value) -> value.replaceFirst("^de\\d+test\\.", "dX."));
    return stored;
  }

  /** Whatever there is of a domain, anywhere; a policy that only the bucket has included. */
  List<String> left(String domain) {
    String host = "mta-sts." + domain;
    List<String> left = new ArrayList<>();
    for (String name :
        List.of("_mta-sts." + domain, "_smtp._tls." + domain, host, AcmStandIn.proofName(host))) {
      zones.stored(name).forEach((type, value) -> left.add(name + " " + type + " " + value));
    }
    if (s3.made().contains(bucket)) {
      STORE.text(bucket, domain + "/.well-known/mta-sts.txt").ifPresent(body -> left.add("object"));
    }
    cloudFront.ids().stream()
        .filter(id -> cloudFront.config(id).contains(">" + host + "<"))
        .forEach(id -> left.add("distribution " + id));
    DISTRIBUTION
        .matcher(s3.policy(bucket))
        .results()
        .filter(arn -> !cloudFront.ids().contains(arn.group(1)))
        .forEach(arn -> left.add("bucket policy for " + arn.group(1)));
    acm.arns().stream()
        .filter(arn -> acm.covers(arn, Set.of(host)))
        .forEach(arn -> left.add("certificate " + arn));
    for (String script : cloudflare.workers().names()) {
      if (cloudflare.workers().script(script).orElseThrow().module(DATA).contains(host + '"')) {
        left.add("policy in " + script);
      }
    }
    if (cloudflare.workers().attached().containsKey(host)) {
      left.add("custom domain");
    }
    if (ledger().contains('"' + domain + '"')) {
      left.add("ledger");
    }
    return left;
  }

  /** The ledger's text. */
  String ledger() {
    return World.read(folder.resolve(".mtasts/state.json")).orElse("");
  }

  /** The request that writes a record of a domain, as a pattern. */
  String recordWrite(String domain) {
    return zones.write(domain);
  }

  /** {@code apply -y} of the example, with the gates on. */
  Cli.Run apply(String... more) {
    return run(List.of("apply", "-y", "-f", "mtasts.yaml", "--ca-file", ca.toString()), more);
  }

  /** {@code plan --detailed-exitcode}. */
  Cli.Run plan(String... more) {
    return run(List.of("plan", "--detailed-exitcode", "-f", "mtasts.yaml"), more);
  }

  /** {@code verify} against the example. */
  Cli.Run verify() {
    return run(List.of("verify", "-f", "mtasts.yaml", "--ca-file", ca.toString()));
  }

  private Cli.Run run(List<String> command, String... more) {
    List<String> args = new ArrayList<>(command);
    args.addAll(List.of("--resolver", dns.server()));
    args.addAll(Arrays.asList(more));
    Cli cli =
        new Cli(
                folder,
                List.of(
                    QuickAws.factory(Duration.ofSeconds(20)),
                    new QuickCloudflare(),
                    new DirectoryFactory()))
            .clock(clock)
            .httpsPort(https.port())
            .env("MTA_STS_BUCKET", bucket)
            .env("CLOUDFLARE_API_TOKEN", CloudflareStandIn.TOKEN)
            .env("CLOUDFLARE_BASE_URL", endpoint("cloudflare") + "/client/v4");
    STORE.env().forEach(cli::env);
    for (String service : List.of("s3", "acm", "cloudfront")) {
      cli.env("AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT), endpoint(service));
    }
    cli.env("AWS_ENDPOINT_URL_ROUTE_53", endpoint("route53"));
    return cli.run(args.toArray(String[]::new));
  }

  private String endpoint(String service) {
    return proxies.get(service).endpoint().toString();
  }

  /** Changes the spec's text. */
  void edit(String what, String into) {
    Path file = folder.resolve("mtasts.yaml");
    String text = World.read(file).orElseThrow();
    if (!text.contains(what)) {
      throw new AssertionError("the spec has no '" + what + "':\n" + text);
    }
    write(file, text.replace(what, into));
  }

  /** The example with these lines below {@code domains:} instead. */
  void domains(String lines) {
    Path file = folder.resolve("mtasts.yaml");
    write(
        file,
        World.read(file).orElseThrow().replaceFirst("(?s)\\ndomains:\n.*", "\ndomains:\n" + lines));
  }

  /** Another spec than the example. */
  void spec(String text) {
    write(folder.resolve("mtasts.yaml"), text);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    proxies.forEach(
        (service, proxy) ->
            proxy.always(request -> note(service + " " + request), new Fault.After(() -> {})));
  }

  /** Matches nothing: the request goes its way. */
  private boolean note(String request) {
    traffic.add(request);
    return false;
  }

  /**
   * A run that is killed at its {@code n}-th request to any service: the service does it, its
   * answer is lost, and no later request arrives. What the run writes into the ledger after that is
   * lost as well.
   *
   * @return how many requests it made, those of a dead run included
   */
  int applyKilledAt(int n, String... more) {
    AtomicInteger seen = new AtomicInteger();
    applyKilledAt(request -> seen.incrementAndGet() == n, more);
    return seen.get();
  }

  /** The same at its first request that changes something; whether there was one. */
  boolean applyKilledAtItsFirstWrite(String... more) {
    return applyKilledAt(HostingWorld::writes, more);
  }

  /** The same at its first request that matches a pattern. */
  boolean applyKilledAt(String pattern) {
    return applyKilledAt(request -> request.toString().matches(pattern));
  }

  private static boolean writes(FaultyProxy.Request request) {
    boolean asks =
        List.of("GET", "HEAD").contains(request.method())
            || Pattern.compile("(?i)X-Amz-Target: \\S+\\.(List|Describe|Get)")
                .matcher(request.head())
                .find();
    return !asks;
  }

  private boolean applyKilledAt(Predicate<FaultyProxy.Request> which, String... more) {
    Path ledger = folder.resolve(".mtasts/state.json");
    AtomicBoolean dead = new AtomicBoolean();
    List<Optional<String>> known = new CopyOnWriteArrayList<>();
    Predicate<FaultyProxy.Request> last =
        request -> {
          boolean now = which.test(request) && dead.compareAndSet(false, true);
          if (now) {
            known.add(World.read(ledger));
          }
          return now;
        };
    for (FaultyProxy proxy : proxies.values()) {
      proxy.always(last, new Fault.LoseAnswer());
      proxy.always(request -> dead.get(), new Fault.Refuse());
    }
    List<String> args = new ArrayList<>(List.of("--wait", "0"));
    args.addAll(Arrays.asList(more));
    apply(args.toArray(String[]::new));
    proxies.values().forEach(FaultyProxy::heal);
    listen();
    known.forEach(text -> restore(ledger, text));
    return dead.get();
  }

  private static void restore(Path ledger, Optional<String> text) {
    try {
      if (text.isPresent()) {
        Files.writeString(ledger, text.get());
      } else {
        Files.deleteIfExists(ledger);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    proxies.values().forEach(FaultyProxy::close);
    https.close();
    dns.close();
    acm.close();
    cloudFront.close();
    s3.close();
    route53.close();
    cloudflare.close();
  }
}
