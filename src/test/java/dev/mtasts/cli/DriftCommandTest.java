package dev.mtasts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.RecordType;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.MemoryWorld;
import dev.mtasts.testing.PolicyHost;
import dev.mtasts.testing.TestCa;
import dev.mtasts.testing.TestDns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** {@code drift} names who differs, and leaves everything as it is. */
class DriftCommandTest {
  private static final String FILE = MemoryWorld.location("acme.example");
  private static final String RECORD = "_mta-sts.acme.example TXT";

  @TempDir Path folder;

  private static String body(OperationsWorld world) {
    return String.valueOf(world.world.files.get(FILE));
  }

  private static List<String> kinds(OperationsWorld world, int exit) throws Exception {
    JsonNode json = new ObjectMapper().readTree(world.run(exit, "drift", "--json").out());
    List<String> kinds = new ArrayList<>();
    json.path("resource_drift").forEach(one -> kinds.add(one.path("kind").asText()));
    return kinds;
  }

  @Test
  void whatIsAsItWasLeftIsNoDriftWhateverTheSpecSaysByNow() {
    OperationsWorld world = OperationsWorld.published(folder);
    List<String> before = List.copyOf(world.world.log);
    assertThat(world.run(0, "drift").out()).isEqualTo("No drift in 2 domains.\n");

    world.spec(OperationsWorld.ACME.replace("2w", "3w"));
    Cli.Run run = world.run(0, "drift");

    assertThat(run.out())
        .contains(
            "acme.example\n  . spec     the spec changed and was not applied yet; that is no drift",
            "shop.example\n  . spec     it left the spec, and no apply has told senders yet");
    assertThat(world.world.log).isEqualTo(before);
  }

  @Test
  void anEditedFileUnderTheSameIdIsNamedSo() throws Exception {
    OperationsWorld world = OperationsWorld.published(folder);
    world.world.files.put(FILE, body(world).replace("mx.acme", "evil.acme"));

    assertThat(world.run(2, "drift").out())
        .isEqualTo(
            """
            acme.example
              ! policy   file changed, id same
                  ~ mx       = mx.acme.example -> evil.acme.example

            Drift: 1 difference in 1 of 2 domains. What the next apply does about it says 'mtasts plan'.
            """);
    assertThat(kinds(world, 2)).containsExactly("file-changed");
    JsonNode plan = new ObjectMapper().readTree(world.run(0, "plan", "--json").out());
    assertThat(plan.at("/resource_drift/0/address").asText()).isEqualTo("acme.example/policy");
    assertThat(plan.at("/resource_drift/0/change/before/mx/0").asText())
        .isEqualTo("mx.acme.example");
  }

  @Test
  void eachThingThatDiffersHasItsName() throws Exception {
    OperationsWorld world = OperationsWorld.published(folder);
    String own = world.world.values("_mta-sts.acme.example", RecordType.TXT).get(0);

    world.world.plant("_mta-sts.acme.example", RecordType.TXT, 300, "v=STSv1; id=byhand;");
    assertThat(kinds(world, 2)).containsExactly("id-changed");
    String body = body(world);
    world.world.files.put(FILE, body.replace("1209600", "86400"));
    assertThat(kinds(world, 2)).containsExactly("both-changed");
    world.world.files.remove(FILE);
    assertThat(kinds(world, 2)).containsExactly("file-removed", "id-changed");
    world.world.files.put(FILE, body);
    world.world.plant("_mta-sts.acme.example", RecordType.TXT, 300, own, "v=STSv1; id=second;");
    assertThat(kinds(world, 2)).containsExactly("second-record");
    world.world.plant("_mta-sts.acme.example", RecordType.TXT, 300, own, "of another tool");
    assertThat(kinds(world, 0)).isEmpty();
    world.world.plant("_mta-sts.acme.example", RecordType.TXT, 60, own);
    assertThat(kinds(world, 2)).containsExactly("ttl-changed");
    world.world.plant("_mta-sts.acme.example", RecordType.TXT, 300, "v=STSv1; id=not-valid;");
    assertThat(kinds(world, 2)).containsExactly("record-changed");
    world.world.records.remove(RECORD);
    world.world.plant("_smtp._tls.acme.example", RecordType.TXT, 300, "v=TLSRPTv1; rua=mailto:x@y");
    assertThat(kinds(world, 2)).containsExactly("record-removed", "tlsrpt-changed");
    world.world.records.remove("_smtp._tls.acme.example TXT");
    assertThat(kinds(world, 2)).containsExactly("record-removed", "tlsrpt-removed");
  }

  @Test
  void theTtlThatAnApplySetIsTheOneThatCounts() throws Exception {
    OperationsWorld world = OperationsWorld.published(folder);
    world.spec(OperationsWorld.ACME.replace("{ allow", "{ dns: { ttl: 10m }, allow"));
    world.run(0, "apply", "-y", "--domain", "acme.example");
    world.spec(OperationsWorld.ACME);
    world.run(0, "apply", "-y", "--domain", "acme.example");

    assertThat(world.world.records)
        .hasEntrySatisfying(RECORD, set -> assertThat(set.ttl()).isEqualTo(600));
    assertThat(world.run(0, "drift", "--domain", "acme.example").out()).startsWith("No drift");

    String record = world.world.values("_mta-sts.acme.example", RecordType.TXT).get(0);
    world.world.plant("_mta-sts.acme.example", RecordType.TXT, 60, record);
    assertThat(kinds(world, 2)).containsExactly("ttl-changed");
    world.run(0, "apply", "-y", "--domain", "acme.example");
    assertThat(kinds(world, 0)).isEmpty();
    assertThat(world.world.records)
        .hasEntrySatisfying(RECORD, set -> assertThat(set.ttl()).isEqualTo(60));
  }

  @Test
  void addressesAndHostsAreLookedAtToo() throws Exception {
    OperationsWorld world = new OperationsWorld(folder);
    world.spec(
        "  acme.example: { host: { address: { a: [192.0.2.1] } }, policy: { mode: testing,"
            + " max_age: 1d, mx: [mx.acme.example] } }\n");
    world.run(0, "apply", "-y");
    world.world.plant("mta-sts.acme.example", RecordType.A, 300, "192.0.2.66");
    world.world.plant("mta-sts.acme.example", RecordType.AAAA, 300, "2001:db8::66");

    assertThat(world.run(2, "drift").out())
        .contains("! address-a address changed", "~ value    = 192.0.2.1 -> 192.0.2.66")
        .contains("! address-aaaa address changed");
    world.world.records.remove("mta-sts.acme.example A");
    assertThat(kinds(world, 2)).containsExactly("address-removed", "address-changed");
  }

  @Test
  void whatCannotBeReadIsNoDriftAndNoPeaceEither() {
    OperationsWorld world = OperationsWorld.published(folder);
    world.world.failing.put(
        "read acme.example/policy",
        new Failure(Failure.Kind.UNAVAILABLE, "read the file", "it is night", "Wait."));

    Cli.Run run = world.run(1, "drift", "--report", "markdown=drift.md");

    assertThat(run.out())
        .contains("? read the file failed: it is night", "; 1 could not be looked at.");
    assertThat(folder.resolve("drift.md"))
        .content()
        .contains("| `acme.example` |  | :grey_question: could not be looked at: it is night |");
  }

  @Test
  void aDomainWhoseProviderLeftTheSpecIsNotPassedOver() {
    OperationsWorld world = OperationsWorld.published(folder);
    String away = "version: 1\nproviders: { other: { type: memory } }\ndomains: {}\n";
    world.text(away);

    Cli.Run drift = world.run(1, "drift");

    assertThat(drift.out())
        .contains("acme.example\n  ? look at what the ledger has of acme.example", "'m'")
        .contains("; 2 could not be looked at.");
    assertThat(world.run(1, "drift", "--domain", "acme.*").out()).contains("; 1 could not");
    assertThat(world.run(0, "status").out())
        .containsPattern("shop.example +testing +leaving .* cannot be retired: its provider 'm'");
  }

  @Test
  void withoutALedgerWhatIsLiveIsNotCalledGreen() {
    OperationsWorld fresh = new OperationsWorld(folder).spec(OperationsWorld.ACME);
    assertThat(fresh.run(0, "drift").out()).contains("the ledger has nothing of it yet");
    OperationsWorld world = OperationsWorld.published(folder);
    world.world.blobs.delete(
        Blobs.Key.LEDGER, world.world.blobs.get(Blobs.Key.LEDGER).orElseThrow().version());

    Cli.Run run = world.run(1, "drift");

    assertThat(run.out())
        .contains("acme.example\n  ? compare what is live", "restore its backup", "state rebuild")
        .contains("; 2 could not be looked at.");
    world.run(0, "state", "rebuild", "-y");
    world.run(0, "drift");
  }

  @Test
  void aStaleCacheInFrontIsToldFromTheFile() throws Exception {
    TestCa ca = TestCa.create();
    ca.writePem(folder);
    String pem = Files.list(folder).findFirst().orElseThrow().toString();
    try (PolicyHost host = PolicyHost.start(ca.leaf("mta-sts.acme.example"));
        TestDns dns = TestDns.start().address("mta-sts.acme.example", "127.0.0.1")) {
      OperationsWorld world = new OperationsWorld(folder).spec(OperationsWorld.ACME);
      world.run(0, "apply", "-y");
      world.spec(OperationsWorld.ACME.replace("{ allow", "{ verify: true, allow"));
      String[] look = {"drift", "--resolver", dns.server(), "--ca-file", pem};
      Cli cli = world.cli().httpsPort(host.port());

      host.serve("acme.example", body(world));
      assertThat(cli.run(look).exit()).isZero();
      host.serve("acme.example", body(world).replace("1209600", "604800"));
      Cli.Run stale = cli.run(look);
      host.remove("acme.example");
      Cli.Run gone = cli.run(look);

      assertThat(stale.exit()).as(stale.toString()).isEqualTo(2);
      assertThat(stale.out())
          .contains("! policy   served body differs from the file: 127.0.0.1")
          .contains("~ max_age  = 1209600 -> 604800");
      assertThat(gone.exit()).as(gone.toString()).isEqualTo(2);
      assertThat(gone.out()).contains("! policy   policy is not served: 127.0.0.1: ");
      dns.fail("mta-sts.acme.example", Type.A, Rcode.SERVFAIL);
      dns.fail("mta-sts.acme.example", Type.AAAA, Rcode.SERVFAIL);
      assertThat(cli.run(look).exit()).isEqualTo(1);
    }
  }
}
