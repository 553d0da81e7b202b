package dev.mtasts.e2e;

import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.provider.ProviderFactory;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.PolicyHost;
import dev.mtasts.testing.TestCa;
import dev.mtasts.testing.TestClock;
import dev.mtasts.testing.TestDns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;

/**
 * A folder with a spec, somewhere to publish to, and a policy host that serves over TLS what was
 * published there. The domains are {@link #ACME}, {@link #SHOP} and {@link #NEWS}.
 */
abstract class World implements AutoCloseable {
  static final String ACME = "acme.example";
  static final String SHOP = "shop.example";
  static final String NEWS = "news.example";
  static final List<String> DOMAINS = List.of(ACME, SHOP, NEWS);

  /** What a spec may hold and a user may change, in one line each. */
  static final String MX1 = "mx1.acme.example";

  private static final TestCa CA = TestCa.create();
  private static final TestCa.Leaf LEAF =
      CA.leaf(DOMAINS.stream().map(name -> "mta-sts." + name).toArray(String[]::new));

  final Path folder;
  final TestClock clock = new TestClock("2026-11-23T12:00:00Z");
  final PolicyHost https = PolicyHost.start(LEAF);

  /** Requests and writes, in the order in which they came. */
  final List<String> traffic = new CopyOnWriteArrayList<>();

  private final TestDns dns = TestDns.start();
  private final Path ca;
  private String domains = "";

  World(Path folder) {
    this.folder = folder;
    this.ca = CA.writePem(folder);
    for (String name : DOMAINS) {
      dns.address("mta-sts." + name, "127.0.0.1");
      serveWhatIsPublished(name);
    }
  }

  /** The part of a spec that is the same for every domain of this world, {@code verify} apart. */
  abstract String head();

  /** The published policy. */
  abstract Optional<String> policy(String domain);

  /** The TXT values at a name, sorted. */
  abstract List<String> txt(String name);

  /** Adds a TXT value as another tool or person would. */
  abstract void addTxt(String name, String value);

  /** Removes a TXT value as another tool or person would. */
  abstract void removeTxt(String name, String value);

  /** The ledger's text, if there is one. */
  abstract Optional<String> ledger();

  /** The text of the ledger's lock, if it is held. */
  abstract Optional<String> lock();

  abstract List<ProviderFactory> factories();

  /** A command line in this world. */
  Cli cli() {
    return new Cli(folder, factories()).clock(clock).httpsPort(https.port());
  }

  /** {@code apply -y} with all that the gate needs, and more arguments. */
  Cli.Run apply(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("apply", "-y", "--ca-file", ca.toString(), "--resolver", dns.server()));
    args.addAll(Arrays.asList(more));
    return cli().run(args.toArray(String[]::new));
  }

  /** The arguments that the gate needs. */
  List<String> gateOptions() {
    return List.of("--ca-file", ca.toString(), "--resolver", dns.server());
  }

  /** {@code plan --detailed-exitcode}. */
  Cli.Run plan(String... more) {
    List<String> args = new ArrayList<>(List.of("plan", "--detailed-exitcode"));
    args.addAll(Arrays.asList(more));
    return cli().run(args.toArray(String[]::new));
  }

  /** Writes a spec with these domains, each on the MX that is named, and nothing else of note. */
  void spec(String mx, String... names) {
    StringBuilder out = new StringBuilder();
    for (String name : names) {
      out.append("  ").append(name).append(": { policy: { mx: [").append(mx).append("] } }\n");
    }
    specOf(out.toString());
  }

  /** Writes a spec with these lines below {@code domains:}. */
  void specOf(String lines) {
    domains = lines;
    write(
        "mtasts.yaml",
        "version: 1\n"
            + head()
            + "  policy: { mode: testing, max_age: 1d }\n"
            + "  tls_rpt: { rua: [\"mailto:tls@acme.example\"] }\n"
            + "domains:\n"
            + domains);
  }

  /** Changes the spec's text. */
  void edit(String what, String into) {
    Path file = folder.resolve("mtasts.yaml");
    String text = read(file).orElseThrow();
    if (!text.contains(what)) {
      throw new AssertionError("the spec has no '" + what + "':\n" + text);
    }
    write("mtasts.yaml", text.replace(what, into));
  }

  Path write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.resolveSibling("."));
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<String> read(Path file) {
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The id in the published policy. */
  String policyId(String domain) {
    return PolicyParser.parse(policy(domain).orElseThrow()).id().orElseThrow().text();
  }

  /** The id in the one record that claims to be one. */
  String recordId(String domain) {
    List<String> claims = txt("_mta-sts." + domain).stream().filter(StsRecord::claims).toList();
    if (claims.size() != 1) {
      throw new AssertionError(claims + " at _mta-sts." + domain);
    }
    return StsRecord.parse(claims.get(0)).validId().orElseThrow().text();
  }

  /** Serves whatever is published at the moment of asking. */
  final void serveWhatIsPublished(String domain) {
    https.answer(
        domain,
        () ->
            policy(domain)
                .map(body -> PolicyHost.text(body).build())
                .orElse(new MockResponse.Builder().code(404).build()));
  }

  /** Lets a name of another domain lead to the policy host, which has no certificate for it. */
  final void resolve(String name) {
    dns.address(name, "127.0.0.1");
  }

  @Override
  public void close() {
    https.close();
    dns.close();
  }
}
