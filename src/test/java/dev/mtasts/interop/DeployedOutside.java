package dev.mtasts.interop;

import dev.mtasts.testing.DeployedHere;
import dev.mtasts.testing.Deployment;
import dev.mtasts.testing.Deployment.Answer;
import dev.mtasts.testing.Deployment.Listener;
import dev.mtasts.testing.Deployment.Pace;
import dev.mtasts.testing.Deployment.Place;
import dev.mtasts.testing.TestCa;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds {@link Deployment}s with servers that other people wrote: Knot has their zones, nginx is
 * the policy host of each at an address of its own. Only answers that come too slowly for anybody
 * are made in this process.
 */
final class DeployedOutside implements AutoCloseable {
  private static final String ZONE =
      """
      $ORIGIN %s.
      $TTL 0
      @ SOA ns.example. hostmaster.example. 1 4h 1h 2w 0
      @ NS ns.example.
      """;

  private final TestCa ca;
  private final Path folder;
  private final Path zones;
  private final StringBuilder blocks = new StringBuilder();
  private final List<String> names = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();

  private DeployedOutside(TestCa ca, Path folder) throws IOException {
    this.ca = ca;
    this.folder = Files.createDirectories(folder.resolve("nginx"));
    this.zones = Files.createDirectories(folder.resolve("zones"));
  }

  /** Whether these programs can be made to do that: Knot fails whole names, and not one type. */
  static boolean can(Deployment deployment) {
    return deployment.failing().stream().allMatch(question -> question.startsWith("_"));
  }

  /** Builds them all, on the ports of HTTPS and DNS. */
  static DeployedOutside build(TestCa ca, Path folder, List<Deployment> deployments)
      throws Exception {
    DeployedOutside outside = new DeployedOutside(ca, folder);
    try {
      outside.start(folder, deployments);
      return outside;
    } catch (Exception | Error e) {
      outside.close();
      throw e;
    }
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private void start(Path dns, List<Deployment> deployments) throws Exception {
    // Names that nobody has do not exist; without this zone they would be refused.
    zone("example", ZONE.formatted("example") + "ns A " + OwnNetwork.DNS + "\n");
    String first = "";
    for (int i = 0; i < deployments.size(); i++) {
      String host = "127.77." + i + ".1";
      String other = "127.77." + i + ".2";
      Deployment deployment = deployments.get(i);
      write(deployment, host, other);
      serve(deployment.domain(), deployment.host(), host);
      if (deployment.hasOther()) {
        serve(deployment.domain(), deployment.other(), other);
      }
      boolean nginx =
          deployment.host().listener() == Listener.HTTPS
              && deployment.host().answer().pace() == Pace.PROMPT;
      first = first.isEmpty() && nginx ? host : first;
    }
    open.add(Nginx.run(folder, blocks.toString()).listening(first, 443));
    open.add(
        NameServer.start(
            NameServer.Kind.KNOT, dns.resolve("knot"), zones, names.toArray(String[]::new)));
  }

  private void write(Deployment deployment, String host, String other) throws IOException {
    StringBuilder zone = new StringBuilder(ZONE.formatted(deployment.domain()));
    for (Deployment.Rr rr : deployment.records(host, other)) {
      zone.append("%s %s %s%n".formatted(rr.owner(), rr.type(), rr.data()));
    }
    zone(deployment.domain(), zone.toString());
    for (String question : deployment.failing()) {
      // A zone that does not load is answered for with SERVFAIL.
      zone(question.split(" ")[0] + "." + deployment.domain(), "; broken\n");
    }
  }

  private void zone(String name, String text) throws IOException {
    Files.writeString(zones.resolve(name + ".zone"), text);
    names.add(name);
  }

  private void serve(String domain, Place place, String address) throws IOException {
    if (place.listener() == Listener.NOBODY) {
      return;
    }
    if (place.answer().pace() != Pace.PROMPT) {
      open.add(DeployedHere.open(ca, domain, place, address, 443));
      return;
    }
    boolean tls = place.listener() != Listener.PLAIN_HTTP;
    blocks.append("server {\n  listen ").append(address).append(tls ? ":443 ssl;\n" : ":443;\n");
    if (tls) {
      TestCa.Leaf leaf = DeployedHere.leaf(ca, domain, place.shown());
      blocks.append("  ssl_certificate %s;%n".formatted(leaf.writeChain(folder)));
      blocks.append("  ssl_certificate_key %s;%n".formatted(leaf.writeKey(folder)));
      blocks.append(
          place.listener() == Listener.OLD_TLS
              ? "  ssl_protocols TLSv1 TLSv1.1;\n  ssl_ciphers ALL:@SECLEVEL=0;\n"
              : "  ssl_protocols TLSv1.2 TLSv1.3;\n");
    }
    blocks.append(locations(address, place.answer())).append("}\n");
  }

  private String locations(String address, Answer answer) throws IOException {
    Path body = folder.resolve("body-" + address);
    Files.write(body, answer.body().getBytes(StandardCharsets.ISO_8859_1));
    String file = "alias %s; types { } default_type \"%s\";".formatted(body, answer.mediaType());
    String policy = "  location = /.well-known/mta-sts.txt { %s }%n";
    if (answer.status() == 200) {
      return policy.formatted(file);
    }
    if (!answer.location().isEmpty()) {
      return policy.formatted("return " + answer.status() + " " + answer.location() + ";");
    }
    return policy.formatted("return " + answer.status() + ";")
        + "  error_page %d /body;%n".formatted(answer.status())
        + "  location = /body { internal; %s }%n".formatted(file);
  }
}
