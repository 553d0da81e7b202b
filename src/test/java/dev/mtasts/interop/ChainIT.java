package dev.mtasts.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.Providers;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.TestCa;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * From nothing to what a sender sees: apply writes master files that a real name server loads and
 * policies that a real web server serves, and somebody else's client looks at them.
 */
@Tag("interop")
@ExtendWith(OwnNetwork.class)
class ChainIT {
  private static final String ACME = "acme.example";
  private static final String SHOP = "shop.example";
  private static final String WEB = "127.0.0.4";

  private static final String PROVIDERS =
      """
      version: 1
      providers:
        web: { type: directory, root: public }
        dns: { type: zonefile, path: zones }
      defaults:
        policy: { max_age: 1w }
        dns: { provider: dns, ttl: 1s }
        tls_rpt: { rua: ["mailto:tls@acme.example"] }
      domains:
        shop.example:
          policy: { mode: testing, mx: [mx1.shop.example] }
          host: { provider: web, address: { cname: www.shop.example } }
        bücher.example:
          policy: { mode: none }
          host: { provider: web, address: { a: [127.0.0.4] } }
      """;

  @TempDir Path folder;

  private final List<AutoCloseable> open = new ArrayList<>();
  private Path ca;
  private Sender sender;

  @BeforeEach
  void start() throws Exception {
    TestCa authority = TestCa.create();
    ca = authority.writePem(folder);
    sender = Sender.trusting(ca);
    Nginx nginx =
        new Nginx(
            folder,
            authority.leaf("mta-sts." + ACME, "mta-sts." + SHOP, "mta-sts.xn--bcher-kva.example"),
            WEB,
            443);
    open.add(nginx);
    nginx.start();
    Files.createDirectories(folder.resolve("zones"));
    for (String zone : List.of(ACME, SHOP, "xn--bcher-kva.example")) {
      Files.writeString(
          folder.resolve("zones").resolve(zone + ".zone"),
          """
          $ORIGIN %s.
          $TTL 1
          @   IN SOA ns hostmaster 2026110101 4h 1h 2w 1
              IN NS  ns
              IN MX  10 mx1
          ns  IN A   127.0.0.53
          mx1 IN A   127.0.0.11
          www IN A   %s
          """
              .formatted(zone, WEB));
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @ParameterizedTest
  @EnumSource(NameServer.Kind.class)
  void aSenderSeesWhatApplyPublishesAndThenItsChanges(NameServer.Kind kind) throws Exception {
    NameServer dns = nameServer(kind);
    assertThat(sender.query(ACME).verdict()).isEqualTo("NONE");
    spec("enforce", "mx1.acme.example", "*.mail.acme.example");

    apply(dns);

    String first = policyId(ACME);
    assertSees(first, "enforce", "mx1.acme.example", "*.mail.acme.example");
    assertThat(sender.query(ACME, first).verdict()).isEqualTo("NOT_CHANGED");
    assertThat(sender.query(SHOP).fields()).containsEntry("mode", "testing");
    assertThat(sender.query("xn--bcher-kva.example").fields()).containsEntry("mode", "none");
    Sender.Daemon remembers = daemon(8461, 600);
    Sender.Daemon looks = daemon(8462, 0);
    String matched = "OK secure match=.mail.acme.example:mx1.acme.example servername=hostname";
    assertThat(remembers.ask(ACME)).isEqualTo(matched);
    assertThat(looks.ask(ACME)).isEqualTo(matched);
    assertThat(looks.ask(SHOP)).as("a policy under test binds nobody").isEqualTo("NOTFOUND");

    spec("enforce", "mx2.acme.example");
    Cli.Run refused = run("apply", "-y");
    assertThat(refused.exit()).as("mx1 is live in DNS: %s", refused).isEqualTo(4);
    assertThat(refused.toString()).contains("mx-dropped-still-live");
    assertThat(sender.query(ACME, first).verdict()).isEqualTo("NOT_CHANGED");

    spec("enforce", "mx1.acme.example", "mx2.acme.example");
    apply(dns);

    String second = policyId(ACME);
    assertThat(second).isNotEqualTo(first);
    // A dropped pattern stays until no MX was seen under it for a day.
    assertSees(second, "enforce", "mx1.acme.example", "mx2.acme.example", "*.mail.acme.example");
    assertThat(sender.query(ACME, first)).as("known id").isEqualTo(sender.query(ACME));
    assertThat(looks.ask(ACME))
        .isEqualTo(
            "OK secure match=.mail.acme.example:mx1.acme.example:mx2.acme.example"
                + " servername=hostname");
    assertThat(remembers.ask(ACME)).as("it does not look yet").isEqualTo(matched);

    spec("none", "mx2.acme.example");
    apply(dns);

    assertThat(looks.ask(ACME)).as("none releases who looks").isEqualTo("NOTFOUND");
    assertThat(remembers.ask(ACME)).as("it does not look yet").isEqualTo(matched);
  }

  @Test
  void aRecordThatSomebodyDeletedComesBackWithTheNextApply() throws Exception {
    NameServer dns = nameServer(NameServer.Kind.BIND);
    spec("enforce", "mx1.acme.example");
    apply(dns);
    String id = policyId(ACME);
    Path zone = folder.resolve("zones").resolve(ACME + ".zone");
    String without =
        Files.readString(zone)
            .replaceAll("(?m)^_mta-sts\\..*\n", "")
            .replaceAll("\\b2026\\d{6}\\b", "2030010101");
    Sender.Daemon daemon = daemon(8461, 0);
    String matched = "OK secure match=mx1.acme.example servername=hostname";
    assertThat(daemon.ask(ACME)).isEqualTo(matched);

    Files.writeString(zone, without);
    dns.load();

    assertThat(sender.query(ACME).verdict()).isEqualTo("NONE");
    assertThat(daemon.ask(ACME)).as("who has the policy keeps it for max_age").isEqualTo(matched);

    apply(dns);
    assertThat(sender.query(ACME).id()).isEqualTo(id);
    assertThat(sender.query(ACME, id).verdict()).isEqualTo("NOT_CHANGED");

    Files.writeString(folder.resolve("mtasts.yaml"), PROVIDERS);
    apply(dns);
    assertThat(policyId(ACME)).isNotEqualTo(id);
    assertThat(sender.query(ACME).fields())
        .as("what leaves the spec is retired")
        .containsEntry("mode", "none");
  }

  @Test
  void aWebServerOnAnotherMachineGetsThePolicyFirstIfOneDoesAsThePageSays() throws Exception {
    Programs.require("rsync");
    NameServer dns = nameServer(NameServer.Kind.KNOT);
    spec("enforce", "mx1.acme.example");
    Files.writeString(
        folder.resolve("mtasts.yaml"),
        Files.readString(folder.resolve("mtasts.yaml")).replace("root: public", "root: here"));
    String script =
        DocsPage.block(Nginx.PAGE, "sh")
            .replace("public/ web.acme.example:/srv/mta-sts/public/", "here/ public/");
    assertThat(script).contains("here/ public/");

    Programs.Said first = asTyped(script);

    assertThat(first.output()).containsSubsequence("Apply incomplete", "Apply complete");
    assertThat(first.exit()).as(first.output()).isZero();
    dns.load();
    assertThat(sender.query(ACME).id()).isEqualTo(policyId(ACME));
    Programs.Said second = asTyped(script);
    assertThat(second.exit()).as(second.output()).isZero();
    assertThat(second.output()).doesNotContain("Apply incomplete");
    assertThat(folder.resolve("public/.mtasts.lock")).doesNotExist();
  }

  private void assertSees(String id, String mode, String... mx) throws Exception {
    Sender.Judgement judgement = sender.query(ACME);
    assertThat(judgement.verdict()).as(judgement.output()).isEqualTo("VALID");
    assertThat(judgement.id()).isEqualTo(id);
    assertThat(judgement.mx()).containsExactly(mx);
    assertThat(judgement.fields())
        .isEqualTo(Map.of("version", "STSv1", "mode", mode, "max_age", "604800", "id", id));
  }

  private NameServer nameServer(NameServer.Kind kind) throws Exception {
    NameServer dns =
        NameServer.start(
            kind,
            folder.resolve("dns"),
            folder.resolve("zones"),
            ACME,
            SHOP,
            "xn--bcher-kva.example");
    open.add(dns);
    return dns;
  }

  private Sender.Daemon daemon(int port, int seconds) throws Exception {
    Sender.Daemon daemon = sender.daemon(folder, port, seconds);
    open.add(daemon);
    return daemon;
  }

  private void spec(String mode, String... mx) throws IOException {
    Files.writeString(
        folder.resolve("mtasts.yaml"),
        PROVIDERS
            + """
              acme.example:
                policy: { mode: %s, mx: ["%s"] }
                host: { provider: web, address: { a: [%s] } }
            """
                .formatted(mode, String.join("\", \"", mx), WEB));
  }

  private void apply(NameServer dns) {
    Cli.Run run = run("apply", "-y", "--wait", "30s");
    assertThat(run.exit()).as("%s", run).isZero();
    dns.load();
  }

  private Cli.Run run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--ca-file", ca.toString(), "--resolver", OwnNetwork.DNS));
    return new Cli(folder, Providers.all()).run(all.toArray(String[]::new));
  }

  /** Runs a script in the folder, with our program on the path. */
  private Programs.Said asTyped(String script) throws Exception {
    Path program = Files.createDirectories(folder.resolve("bin")).resolve("mtasts");
    Files.writeString(
        program,
        "#!/bin/sh\nexec %s -cp %s dev.mtasts.Main \"$@\" --ca-file %s\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                ca));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    String path = program.getParent() + File.pathSeparator + System.getenv("PATH");
    return Programs.run(
        Map.of("PATH", path), Programs.require("sh"), "-ec", "cd " + folder + "\n" + script);
  }

  private String policyId(String domain) throws IOException {
    Path file = folder.resolve("public").resolve(domain).resolve(".well-known/mta-sts.txt");
    return PolicyParser.parse(Files.readString(file)).id().orElseThrow().text();
  }
}
