package dev.mtasts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mtasts.provider.Failure;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.PolicyHost;
import dev.mtasts.testing.TestCa;
import dev.mtasts.testing.TestDns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status} shows the fleet. */
class StatusCommandTest {
  @TempDir Path folder;

  @Test
  void everyDomainHasALine() throws Exception {
    OperationsWorld world = OperationsWorld.published(folder);
    world.clock.pass(Duration.ofDays(3));
    world.spec(
        OperationsWorld.ACME,
        OperationsWorld.SHOP,
        "  new.example: { policy: { mode: testing, max_age: 1d, mx: [mx.acme.example] } }\n");

    Cli.Run run = world.run(0, "status", "--report", "markdown=status.md");

    assertThat(run.out())
        .isEqualTo(
            """
            DOMAIN        MODE     STAGE  ID                AGE  CERTIFICATE  HORIZON     DUE         NEXT
            acme.example  enforce  -      20260101T090000Z  3d   -            2026-01-18  -           -
            new.example   -        -      -                 -    -            -           -           apply: 3 changes
            shop.example  testing  1/4    20260101T090000Z  3d   -            2026-01-05  2026-01-15  enforce, max_age 1d

            3 domains: 1 with something to do or to look at, 1 waiting for their time.
            """);
    assertThat(folder.resolve("status.md"))
        .content()
        .contains("|---|---|", "| shop.example | testing | 1/4 |");
    JsonNode json = new ObjectMapper().readTree(world.run(0, "status", "--json").out());
    assertThat(json.at("/domains/2/due").asText()).isEqualTo("2026-01-15T09:00:00Z");
    assertThat(json.at("/domains/0/horizon").asText()).isEqualTo("2026-01-18T09:00:00Z");
    assertThat(json.at("/domains/0/age_seconds").asLong()).isEqualTo(3 * 86_400);
  }

  @Test
  void aDomainOnItsWayOutAndOneThatCannotBeReadAreToldSo() {
    OperationsWorld world = OperationsWorld.published(folder);
    world.spec(OperationsWorld.ACME);
    world.run(0, "apply", "-y");
    world.world.failing.put(
        "read acme.example/policy",
        new Failure(Failure.Kind.UNAVAILABLE, "read the file", "it is night", "Wait."));

    Cli.Run run = world.run(1, "status");

    assertThat(run.out())
        .containsPattern("acme.example .* could not be read\n")
        .containsPattern("shop.example +none +leaving .* the record is deleted\n")
        .contains("it is night");
  }

  @Test
  void whatWasDestroyedIsNotShownAsPublished() {
    OperationsWorld world = OperationsWorld.published(folder);
    world.run(0, "destroy", "-y", "--allow", "destroy", "acme.example");
    world.spec(OperationsWorld.SHOP);

    assertThat(world.run(0, "status").out())
        .containsPattern("acme.example +- +leaving +- +- +- +2026-01-15 +2026-01-15 +the ledger");
  }

  @Test
  void aMoveIsNotTakenForTheDeletionOfTheDomain() {
    OperationsWorld world = OperationsWorld.published(folder);
    world.spec(
        OperationsWorld.ACME.replace("{ allow", "{ host: { address: { a: [192.0.2.1] } }, allow"));
    world.run(0, "apply", "-y");
    world.spec(OperationsWorld.ACME.replace("{ allow", "{ host: { kind: distribution }, allow"));
    world.run(0, "apply", "-y");

    assertThat(world.run(0, "status", "--domain", "acme.example").out())
        .containsPattern("acme.example +enforce .* 2026-01-02 +the old place is deleted\n");
  }

  @Test
  void theCertificateIsTheOneThatSendersAreShown() throws Exception {
    TestCa ca = TestCa.create();
    ca.writePem(folder);
    String pem = Files.list(folder).findFirst().orElseThrow().toString();
    TestCa.Leaf leaf = ca.leaf("mta-sts.acme.example");
    try (PolicyHost host = PolicyHost.start(leaf);
        TestDns dns = TestDns.start().address("mta-sts.acme.example", "127.0.0.1")) {
      OperationsWorld world = new OperationsWorld(folder).spec(OperationsWorld.ACME);
      world.run(0, "apply", "-y");
      world.spec(OperationsWorld.ACME.replace("{ allow", "{ verify: true, allow"));

      Cli.Run run =
          world
              .cli()
              .httpsPort(host.port())
              .run("status", "--json", "--resolver", dns.server(), "--ca-file", pem);

      assertThat(run.exit()).as(run.toString()).isZero();
      assertThat(new ObjectMapper().readTree(run.out()).at("/domains/0/certificate_until").asText())
          .isEqualTo(leaf.chain().get(0).getNotAfter().toInstant().toString());
    }
  }
}
