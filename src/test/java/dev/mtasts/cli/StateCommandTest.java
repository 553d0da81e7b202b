package dev.mtasts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.Failure;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.MemoryWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code state}: the ledger looked at, mended, and shortened. */
class StateCommandTest {
  @TempDir Path folder;

  private static void lose(OperationsWorld world) {
    String version = world.world.blobs.get(Blobs.Key.LEDGER).orElseThrow().version();
    assertThat(world.world.blobs.delete(Blobs.Key.LEDGER, version)).isTrue();
  }

  @Test
  void listAndShowTellWhatTheLedgerHas() throws Exception {
    OperationsWorld world = OperationsWorld.published(folder);

    assertThat(world.run(0, "state", "list").out())
        .isEqualTo(
            """
            DOMAIN        ID                MODE     OURS
            acme.example  20260101T090000Z  enforce  tlsrpt policy record
            shop.example  20260101T090000Z  testing  tlsrpt policy record
            """);
    assertThat(world.run(0, "state", "show", "ACME.example").out())
        .contains("served     20260101T090000Z from 2026-01-01T09:00:00Z", "TTL 300 s")
        .contains("held       20260101T090000Z (enforce) until 2026-01-15T09:00:00Z")
        .contains("horizon    2026-01-15T09:00:00Z", "mx: mx.acme.example");
    JsonNode json =
        new ObjectMapper().readTree(world.run(0, "state", "show", "acme.example", "--json").out());
    assertThat(json.at("/served/0/announced").asText()).isEqualTo("2026-01-01T09:00:00Z");
    assertThat(json.at("/owned/record/values/0").asText())
        .isEqualTo("v=STSv1; id=20260101T090000Z;");
    assertThat(world.run(64, "state", "show", "nope.example").err()).contains("nope.example");
    assertThat(world.run(64, "state").err()).contains("list, show, rebuild or rm");
  }

  @Test
  void rmForgetsOneDomainAndTouchesNothingElse() {
    OperationsWorld world = OperationsWorld.published(folder);
    Map<String, String> files = new TreeMap<>(world.world.files);

    Cli.Run refused = world.run(4, "state", "rm", "acme.example");
    assertThat(refused.err()).contains("nobody to ask", "mtasts state rm acme.example -y");
    assertThat(world.cli().typing("no\n").run("state", "rm", "acme.example").exit()).isEqualTo(4);
    assertThat(world.run(0, "state", "list").out()).contains("acme.example");
    Cli.Run run = world.cli().typing("yes\n").run("state", "rm", "acme.example");

    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(run.out())
        .contains("stays live, and nobody's: _mta-sts.acme.example TXT")
        .contains("until 2026-01-15T09:00:00Z", "has forgotten acme.example");
    assertThat(world.run(0, "state", "list").out()).doesNotContain("acme.example ");
    assertThat(world.world.files).isEqualTo(files);
    assertThat(world.run(64, "state", "rm", "acme.example", "-y").err()).contains("does not know");
  }

  @Test
  void rmTellsWhoElseASharedHostAnswersForAndWhatComesOfThat() {
    String both = OperationsWorld.ACME + OperationsWorld.SHOP;
    String shared = "host: { kind: distribution, share: all }, ";
    OperationsWorld world =
        new OperationsWorld(folder)
            .spec(
                both.replace("{ allow", "{ " + shared + "allow")
                    .replace("{ rollout", "{ " + shared + "rollout"));
    world.run(0, "apply", "-y");
    assertThat(world.cli().typing("no\n").run("state", "rm", "shop.example").out())
        .doesNotContain("also answers for");

    world.spec(OperationsWorld.ACME.replace("{ allow", "{ " + shared + "allow"));
    Cli.Run run = world.run(0, "state", "rm", "shop.example", "-y");

    assertThat(run.out()).contains("also answers for mta-sts.acme.example", "retire it instead");
    assertThat(world.run(4, "plan").out()).contains("[host-move]", "mta-sts.shop.example");
  }

  @Test
  void whatIsLostIsTakenFromWhatIsLiveAndTheWorstIsAssumedAloud() {
    OperationsWorld world = OperationsWorld.published(folder);
    lose(world);
    world.clock.pass(Duration.ofDays(30));
    Map<String, String> files = new TreeMap<>(world.world.files);
    world.spec(OperationsWorld.ACME.replace("mx.acme", "other.acme"));

    assertThat(world.run(4, "state", "rebuild").err()).contains("mtasts state rebuild -y");
    Cli.Run run = world.run(0, "state", "rebuild", "-y");

    assertThat(run.out())
        .contains("= record  _mta-sts.acme.example TXT")
        .contains(
            "senders may hold policies that this ledger does not know until 2026-02-14T09:00:00Z,"
                + " assumed from the live policy's max_age (2w); --assume-horizon 1w")
        .contains("Taken into the ledger: 1 domain.");
    assertThat(world.world.files).isEqualTo(files);
    assertThat(world.run(0, "state", "rebuild", "-y").out())
        .contains("acme.example: the ledger has it; left as it is", "stays as it is");
    assertThat(world.run(0, "drift").out()).contains("No drift");
    assertThat(world.run(0, "plan").out()).contains("other.acme.example");
  }

  @Test
  void aRetirementAfterARebuildWaitsForWhatIsAssumed() {
    OperationsWorld world = OperationsWorld.published(folder);
    lose(world);
    world.run(0, "state", "rebuild", "-y", "--assume-horizon", "8w");
    assertThat(world.run(0, "retire", "-y", "acme.example").out())
        .contains("next: the record is deleted from 2026-02-26T09:00:00Z");

    world.clock.set("2026-02-26T08:59:00Z");
    world.run(0, "retire", "-y", "acme.example");
    assertThat(world.world.records).containsKey("_mta-sts.acme.example TXT");
    world.clock.set("2026-02-26T09:01:00Z");
    world.run(0, "retire", "-y", "acme.example");
    assertThat(world.world.records).doesNotContainKey("_mta-sts.acme.example TXT");
  }

  @Test
  void theLongerOfLiveAndWantedIsAssumedAndNothingWhereNothingIsLive() {
    OperationsWorld world = OperationsWorld.published(folder);
    lose(world);
    world.spec(OperationsWorld.ACME.replace("2w", "4w"), OperationsWorld.SHOP);
    world.world.files.remove(MemoryWorld.location("shop.example"));
    world.world.records.keySet().removeIf(name -> name.contains("shop.example"));

    Cli.Run run = world.run(0, "state", "rebuild", "-y");

    assertThat(run.out())
        .contains("until 2026-01-29T09:00:00Z, assumed from the spec's max_age (4w)")
        .contains("shop.example: nothing is live, so the ledger has nothing of it");
    assertThat(world.run(0, "state", "list").out()).doesNotContain("shop.example");
    assertThat(world.run(0, "plan", "--domain", "shop.example").out())
        .contains("stage 1 of 4 (testing, max_age 1d) begins");
  }

  @Test
  void whatCannotBeReadIsNotRebuilt() {
    OperationsWorld world = OperationsWorld.published(folder);
    lose(world);
    world.world.failing.put(
        "read acme.example/record",
        new Failure(Failure.Kind.UNAVAILABLE, "read the record", "it is night", "Wait."));

    Cli.Run run = world.run(1, "state", "rebuild", "-y");

    assertThat(run.out()).contains("it is night", "Taken into the ledger: 1 domain. 1 could not");
    assertThat(world.run(0, "state", "list").out())
        .contains("shop.example")
        .doesNotContain("acme.example");
  }
}
