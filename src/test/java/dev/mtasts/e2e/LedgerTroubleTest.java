package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static dev.mtasts.e2e.World.ACME;
import static dev.mtasts.e2e.World.MX1;
import static dev.mtasts.e2e.World.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.testing.Cli;
import dev.mtasts.testing.FaultyProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ledger lost, spoilt, edited or out of reach: published policies go on working. */
class LedgerTroubleTest {
  @TempDir Path folder;
  private FileWorld world;

  @BeforeEach
  void publish() {
    world = new FileWorld(folder);
    world.spec(MX1, ACME, SHOP);
    assertExit(0, world.apply());
    world.clock.set("2026-11-24T12:00:00Z");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aLostLedgerIsMadeAgainFromWhatIsLiveWithoutAWrite() throws IOException {
    String zone = World.read(world.zoneFile(ACME)).orElseThrow();
    Files.delete(world.ledgerFile());

    Cli.Run plan = world.plan();
    assertExit(0, plan);
    assertThat(plan.out()).contains("live and as wanted: taken into the ledger");
    assertExit(0, world.cli().run("apply")); // Nothing outside the ledger: nobody is asked.

    assertThat(World.read(world.zoneFile(ACME))).contains(zone);
    assertThat(world.ledger().orElseThrow()).contains("20261123T120000Z");
    world.edit("mx: [mx1", "mx: [mx2");
    assertExit(0, world.apply());
    assertThat(world.recordId(ACME)).isEqualTo("20261124T120000Z");
    assertExit(0, world.plan());
  }

  @Test
  void withALostLedgerWhatDiffersIsNotTakenForOurs() throws IOException {
    Files.delete(world.ledgerFile());
    world.edit("mx: [mx1", "mx: [mx2");

    Cli.Run run = world.apply();

    assertExit(4, run);
    assertThat(run.out()).contains("[not-ours]", "--allow not-ours");
    assertThat(world.policyId(ACME)).isEqualTo("20261123T120000Z");
    assertExit(0, world.apply("--allow", "not-ours"));
    assertThat(world.recordId(ACME)).isEqualTo("20261124T120000Z");
  }

  /** What may have become of the text, and how that is told. */
  enum Spoilt {
    TRUNCATED("it is not JSON", text -> text.substring(0, text.length() / 2)),
    EMPTY("it is not", text -> ""),
    NEWER(
        "it has format 3, written by a newer mtasts",
        text -> text.replace("\"format\" : 2", "\"format\" : 3"),
        "Use the mtasts that wrote it"),
    NOT_A_LEDGER("no format", text -> "{}"),
    A_WRONG_VALUE(
        "'domains.acme.example.protect' is not",
        text -> text.replace("\"protect\" : false", "\"protect\" : 0")),
    A_WRONG_TIME(
        "'written' is wrong",
        text -> text.replaceFirst("\"written\" : \"[^\"]*\"", "\"written\" : \"yesterday\""));

    private final String named;
    private final UnaryOperator<String> edit;
    private final String cure;

    Spoilt(String named, UnaryOperator<String> edit) {
      this(named, edit, "Restore the ledger from its backup");
    }

    Spoilt(String named, UnaryOperator<String> edit, String cure) {
      this.named = named;
      this.edit = edit;
      this.cure = cure;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLedgerThatCannotBeUsedIsLeftAloneAndTheWayOutIsNamed(Spoilt spoilt) throws IOException {
    String whole = world.ledger().orElseThrow();
    String text = spoilt.edit.apply(whole);
    Files.writeString(world.ledgerFile(), text);

    for (Cli.Run run : new Cli.Run[] {world.plan(), world.apply(), world.cli().run("show")}) {
      assertExit(1, run);
      assertThat(run.err())
          .contains("Tried to read the ledger " + world.ledgerFile(), spoilt.named)
          .contains("Nothing was changed", spoilt.cure);
    }
    assertThat(world.ledgerFile()).hasContent(text);
    assertThat(world.lock()).isEmpty();

    Files.writeString(world.ledgerFile(), whole);
    assertExit(0, world.plan());
  }

  @Test
  void theBackupIsALedgerToGoOnFrom() throws IOException {
    world.edit("mx: [mx1", "mx: [mx2");
    assertExit(0, world.apply());
    Files.writeString(world.ledgerFile(), "spoilt");
    assertExit(1, world.plan());

    Path backup = folder.resolve(".mtasts/state.json.backup");
    Files.copy(backup, world.ledgerFile(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertExit(0, world.apply());
    assertExit(0, world.plan());
  }

  @Test
  void aLedgerEditedByHandIsUsedWithAWarningUntilItIsSavedAgain() throws IOException {
    Files.writeString(
        world.ledgerFile(),
        world
            .ledger()
            .orElseThrow()
            .replace("\"used_ids\" : [", "\"used_ids\" : [ \"reserved1\","));

    Cli.Run plan = world.plan();
    assertExit(0, plan);
    assertThat(plan.out())
        .contains("Warning: The ledger " + world.ledgerFile() + " was edited outside mtasts");

    world.edit("mx: [mx1", "mx: [mx2");
    assertExit(0, world.apply());
    assertThat(world.ledger().orElseThrow()).contains("reserved1");
    assertThat(world.plan().out()).doesNotContain("edited outside");
  }

  @Test
  void aLedgerOutOfReachEndsTheRunBeforeAnythingIsDone() throws IOException {
    Files.delete(world.ledgerFile());
    Files.createDirectory(world.ledgerFile());
    world.edit("mx: [mx1", "mx: [mx2");

    Cli.Run run = world.apply();

    assertExit(1, run);
    assertThat(run.err()).contains("Tried to ", "the ledger " + world.ledgerFile(), "unharmed");
    assertThat(world.policyId(ACME)).isEqualTo("20261123T120000Z");
    assertThat(world.lock()).isEmpty();
  }

  @Test
  void aLedgerThatCannotBeSavedEndsTheRunAndTheNextGoesOn(@TempDir Path other) {
    try (AwsWorld cloud = new AwsWorld(other, false)) {
      cloud.spec(MX1, ACME, SHOP);
      // The ledger's first save says what is intended, the second what came of it.
      cloud.s3.next(
          1,
          request -> isLedgerWrite(request),
          new FaultyProxy.Fault.After(
              () ->
                  cloud.s3.always(
                      LedgerTroubleTest::isLedgerWrite, FaultyProxy.s3Error(403, "AccessDenied"))));

      Cli.Run run = cloud.apply();

      assertExit(1, run);
      assertThat(run.out())
          .contains("Tried to write s3://" + cloud.bucket + "/" + CloudWorld.LEDGER_KEY)
          .contains("AccessDenied", "s3:PutObject", "2 of 2 domains not finished");
      assertThat(cloud.policy(ACME)).isPresent();
      assertThat(cloud.txt("_mta-sts." + ACME)).isEmpty();
      String id = cloud.policyId(ACME);
      cloud.heal();
      cloud.clock.set("2026-11-24T12:00:00Z");
      assertExit(0, cloud.apply());
      assertThat(cloud.recordId(ACME)).isEqualTo(id);
      assertExit(0, cloud.plan());
    }
  }

  private static boolean isLedgerWrite(FaultyProxy.Request request) {
    return request.method().equals("PUT") && request.target().endsWith(CloudWorld.LEDGER_KEY);
  }
}
