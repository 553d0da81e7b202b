package dev.mtasts.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mtasts.Providers;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Mail itself. A Postfix that asks postfix-mta-sts-resolver for each domain's policy sends to
 * another Postfix, whose hosts have good and bad certificates; the policies are what apply
 * published. Every test has a domain of its own.
 */
@Tag("interop")
@ExtendWith(OwnNetwork.class)
class PostfixIT {
  private static final String WEB = "127.0.0.4";
  private static final String GOOD = "127.0.0.11";
  private static final String OTHER_NAME = "127.0.0.12";
  private static final String SELF_SIGNED = "127.0.0.13";
  private static final String PLAIN = "127.0.0.14";
  private static final String EXPIRED = "127.0.0.15";

  /** A domain, its MX host and the address of that, the mode of its policy and the host in it. */
  private record Domain(String name, String host, String mx, String mode, String named) {
    Domain(String name, String mx, String mode, String named) {
      this(name, "mx1." + name, mx, mode, named);
    }
  }

  private static final List<Domain> DOMAINS =
      List.of(
          new Domain("right.example", GOOD, "enforce", "mx1.right.example"),
          new Domain("wildcard.example", GOOD, "enforce", "*.wildcard.example"),
          new Domain("moved.example", GOOD, "enforce", "mx9.moved.example"),
          new Domain("othername.example", OTHER_NAME, "enforce", "mx1.othername.example"),
          new Domain("selfsigned.example", SELF_SIGNED, "enforce", "mx1.selfsigned.example"),
          new Domain("expired.example", EXPIRED, "enforce", "mx1.expired.example"),
          new Domain("plain.example", PLAIN, "enforce", "mx1.plain.example"),
          new Domain("trial.example", SELF_SIGNED, "testing", "mx9.trial.example"),
          new Domain("deep.example", "a.b.deep.example", GOOD, "enforce", "*.deep.example"),
          new Domain("finaldot.example", GOOD, "enforce", "mx1.finaldot.example"),
          new Domain("othermx.example", GOOD, "enforce", "mx1.right.example"),
          new Domain("released.example", SELF_SIGNED, "enforce", "mx1.released.example"));

  @TempDir static Path folder;

  private static final List<AutoCloseable> OPEN = new ArrayList<>();
  private static Path ca;
  private static NameServer dns;
  private static Sender.Daemon policies;
  private static Postfix receiver;
  private static Postfix sender;

  @BeforeAll
  static void start() throws Exception {
    // Postfix works as a user of its own.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    TestCa authority = TestCa.create();
    ca = authority.writePem(folder);
    Sender client = Sender.trusting(ca);
    receiver = opened(receiver(authority));
    Nginx nginx =
        opened(new Nginx(folder, authority.leaf(names(d -> "mta-sts." + d.name())), WEB, 443));
    nginx.start();
    writeZone();
    dns =
        opened(
            NameServer.start(
                NameServer.Kind.KNOT, folder.resolve("dns"), folder.resolve("zones"), "example"));
    policies = opened(client.daemon(folder, 8461, 0));
    sender =
        opened(
            Postfix.start(
                    folder.resolve("sender"),
                    List.of(
                        "myhostname = sender.example",
                        "inet_interfaces = 127.0.0.2",
                        "smtp_host_lookup = dns",
                        "smtp_tls_security_level = may",
                        "smtp_tls_loglevel = 1",
                        "smtp_tls_CAfile = " + ca,
                        "smtp_tls_policy_maps = socketmap:inet:127.0.0.1:8461:postfix"),
                    List.of("127.0.0.2:25 inet n - n - - smtpd"))
                .listening("127.0.0.2"));
    spec(DOMAINS);
    apply();
  }

  @AfterAll
  static void stop() throws Exception {
    for (int i = OPEN.size() - 1; i >= 0; i--) {
      OPEN.get(i).close();
    }
  }

  @ParameterizedTest
  @CsvSource({"right.example", "wildcard.example"})
  void mailGoesToTheHostThatThePolicyNames(String domain) throws Exception {
    send(domain);

    assertDelivered(domain);
    assertThat(sender.log()).contains("Verified TLS connection established to mx1." + domain);
  }

  @Test
  void aPolicyUnderTestHoldsNothingBack() throws Exception {
    send("trial.example");

    assertDelivered("trial.example");
  }

  @ParameterizedTest
  @CsvSource({
    "othername.example, Server certificate not verified, hostname mismatch",
    "selfsigned.example, Server certificate not verified, self-signed certificate",
    "expired.example, Server certificate not verified, certificate has expired",
    "plain.example, 'TLS is required, but was not offered by host', was not offered by host",
  })
  void mailWaitsWhereTheHostCannotProveItsName(String domain, String reason, String logged)
      throws Exception {
    send(domain);

    assertDeferred(domain, reason);
    assertThat(sender.log().lines())
        .anySatisfy(line -> assertThat(line).contains("mx1." + domain, logged));
  }

  @Test
  void mailWaitsUntilApplyNamesTheRightHost() throws Exception {
    send("moved.example");
    assertDeferred("moved.example", "Server certificate not verified");

    publish("moved.example", "enforce", "mx1.moved.example");
    await("the policy", () -> policies.ask("moved.example").contains("match=mx1.moved.example"));
    sender.flush();

    assertDelivered("moved.example");
    assertThat(sender.deferred("somebody@moved.example")).isEmpty();
  }

  @Test
  void mailWaitsUntilApplyTakesThePolicyBackToTesting() throws Exception {
    send("released.example");
    assertDeferred("released.example", "Server certificate not verified");

    publish("released.example", "testing", "mx1.released.example");
    await("the policy", () -> policies.ask("released.example").equals("NOTFOUND"));
    sender.flush();

    assertDelivered("released.example");
  }

  /** The two ways of looking agree, where docs/verify.md does not say that they differ. */
  @Test
  void verifyFindsFaultWithTheHostsThatPostfixDoesNotDeliverTo() throws Exception {
    List<String> words = new ArrayList<>(List.of("verify", "--smtp", "--json"));
    words.addAll(List.of("--ca-file", ca.toString(), "--resolver", OwnNetwork.DNS));
    DOMAINS.forEach(domain -> words.add(domain.name()));
    // Other tests change these.
    words.removeAll(List.of("moved.example", "released.example", "finaldot.example"));

    Cli.Run run = new Cli(folder, Providers.all()).run(words.toArray(String[]::new));

    assertThat(run.exit()).as("%s", run).isEqualTo(3);
    Map<String, String> faults = new TreeMap<>();
    for (JsonNode domain : new ObjectMapper().readTree(run.out()).path("domains")) {
      for (JsonNode check : domain.path("checks")) {
        if (check.path("status").asText().equals("error")) {
          faults.merge(
              domain.path("domain").asText(), check.path("check").asText(), String::concat);
        }
      }
    }
    assertThat(faults)
        .as(run.out())
        .isEqualTo(
            Map.of(
                "othername.example", "mx-tls",
                "selfsigned.example", "mx-tls",
                "expired.example", "mx-tls",
                "plain.example", "mx-tls",
                "deep.example", "mx-covered",
                "othermx.example", "mx-covered"));
  }

  @Test
  void postfixTakesAnyHostWhoseCertificateHasANameOfThePolicy() throws Exception {
    send("othermx.example");

    assertDelivered("othermx.example");
  }

  @Test
  void postfixTakesAWildcardForAnyNumberOfLabels() throws Exception {
    send("deep.example");

    assertDelivered("deep.example");
  }

  @Test
  void aFinalDotInAPolicyHoldsAllMailBack() throws Exception {
    Path policy = folder.resolve("public/finaldot.example/.well-known/mta-sts.txt");
    String good = Files.readString(policy);
    Files.writeString(policy, good.replace("mx1.finaldot.example", "mx1.finaldot.example."));

    send("finaldot.example");

    assertDeferred("finaldot.example", "Server certificate not verified");
  }

  private static void send(String domain) throws Exception {
    sender.send("somebody@" + domain, "For " + domain);
  }

  private static void assertDelivered(String domain) throws Exception {
    await("mail at " + domain, () -> mail(domain).findAny().isPresent());
    assertThat(mail(domain))
        .singleElement()
        .asString()
        .contains("by mx.receiver.example (Postfix)");
  }

  private static Stream<String> mail(String domain) throws IOException {
    return receiver.mails().stream().filter(mail -> mail.contains("Subject: For " + domain + "\n"));
  }

  private static void assertDeferred(String domain, String reason) throws Exception {
    await("a reason for " + domain, () -> !sender.deferred("somebody@" + domain).isEmpty());
    assertThat(sender.deferred("somebody@" + domain)).contains(reason);
    assertThat(mail(domain)).isEmpty();
  }

  private static void await(String what, Callable<Boolean> there) throws Exception {
    for (int tries = 0; tries < 200; tries++) {
      if (there.call()) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError(
        what + " did not come\nsender: " + sender.log() + "\nreceiver: " + receiver.log());
  }

  private static void publish(String domain, String mode, String mx) throws Exception {
    spec(
        DOMAINS.stream()
            .map(d -> d.name().equals(domain) ? new Domain(domain, d.host(), d.mx(), mode, mx) : d)
            .toList());
    apply("--domain", domain);
  }

  private static Postfix receiver(TestCa authority) throws Exception {
    TestCa.Leaf good = authority.leaf(names(Domain::host));
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    TestCa.Leaf expired =
        authority.issue(
            new TestCa.Order("CN=expired")
                .names(names(Domain::host))
                .valid(yesterday.minus(Duration.ofDays(90)), yesterday));
    int uid = Postfix.user();
    return Postfix.start(
            folder.resolve("receiver"),
            List.of(
                "myhostname = mx.receiver.example",
                "inet_interfaces = loopback-only",
                "virtual_mailbox_domains = "
                    + DOMAINS.stream().map(Domain::name).collect(Collectors.joining(", ")),
                "virtual_mailbox_base = " + folder.resolve("receiver/mail"),
                "virtual_mailbox_maps = static:inbox/",
                "virtual_uid_maps = static:" + uid,
                "virtual_gid_maps = static:" + uid,
                "virtual_minimum_uid = 1"),
            List.of(
                listener(GOOD, good),
                listener(OTHER_NAME, authority.leaf("mx1.elsewhere.example")),
                listener(SELF_SIGNED, TestCa.selfSigned(names(Domain::host))),
                listener(EXPIRED, expired),
                PLAIN + ":25 inet n - n - - smtpd -o smtpd_tls_security_level=none"))
        .listening(GOOD);
  }

  private static String listener(String address, TestCa.Leaf leaf) {
    return address
        + ":25 inet n - n - - smtpd -o smtpd_tls_security_level=may -o smtpd_tls_chain_files="
        + leaf.writeKey(folder)
        + ","
        + leaf.writeChain(folder);
  }

  private static void writeZone() throws IOException {
    StringBuilder zone =
        new StringBuilder(
            """
            $ORIGIN example.
            $TTL 1
            @   IN SOA ns hostmaster 2026110101 4h 1h 2w 1
                IN NS  ns
            ns  IN A   127.0.0.53
            """);
    for (Domain domain : DOMAINS) {
      zone.append("%s. MX 10 %s.%n".formatted(domain.name(), domain.host()));
      zone.append("%s. A %s%n".formatted(domain.host(), domain.mx()));
    }
    Files.createDirectories(folder.resolve("zones"));
    Files.writeString(folder.resolve("zones/example.zone"), zone);
  }

  private static void spec(List<Domain> domains) throws IOException {
    StringBuilder spec =
        new StringBuilder(
            """
            version: 1
            providers:
              web: { type: directory, root: public }
              dns: { type: zonefile, path: zones }
            defaults:
              policy: { max_age: 1w }
              host: { provider: web, address: { a: [%s] } }
              dns: { provider: dns, ttl: 1s }
              allow: [enforce-mx-mismatch, mx-dropped-still-live] # some are wrong on purpose
              tls_rpt: { rua: ["mailto:tls@right.example"] }
            domains:
            """
                .formatted(WEB));
    for (Domain domain : domains) {
      spec.append(
          "  %s: { policy: { mode: %s, mx: [\"%s\"] } }%n"
              .formatted(domain.name(), domain.mode(), domain.named()));
    }
    Files.writeString(folder.resolve("mtasts.yaml"), spec);
  }

  private static void apply(String... more) {
    List<String> words = new ArrayList<>(List.of("apply", "-y", "--wait", "30s"));
    words.addAll(List.of("--ca-file", ca.toString(), "--resolver", OwnNetwork.DNS));
    words.addAll(List.of(more));
    Cli.Run run = new Cli(folder, Providers.all()).run(words.toArray(String[]::new));
    assertThat(run.exit()).as("%s", run).isZero();
    dns.load();
  }

  private static String[] names(Function<Domain, String> name) {
    return DOMAINS.stream().map(name).toArray(String[]::new);
  }

  private static <T extends AutoCloseable> T opened(T one) {
    OPEN.add(one);
    return one;
  }
}
