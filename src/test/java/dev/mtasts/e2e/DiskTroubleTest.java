package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static dev.mtasts.e2e.World.ACME;
import static dev.mtasts.e2e.World.MX1;
import static dev.mtasts.e2e.World.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.testing.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disks that take nothing more and places where nothing can be written. Permissions are no way to
 * test this, since a superuser has them all: other things stand where files should.
 */
class DiskTroubleTest {
  @TempDir Path folder;
  private FileWorld world;

  @BeforeEach
  void publish() {
    world = new FileWorld(folder);
    world.spec(MX1, ACME, SHOP);
    assertExit(0, world.apply());
    world.clock.set("2026-11-24T12:00:00Z");
    world.edit("acme.example: { policy: { mx: [mx1", "acme.example: { policy: { mx: [mx2");
    world.edit("shop.example: { policy: { mx: [mx1", "shop.example: { policy: { mx: [mx2");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aFolderThatIsAFileHoldsUpItsPoliciesAndNamesItself() throws IOException {
    Path public0 = folder.resolve("public");
    Files.move(public0, folder.resolve("elsewhere"));
    Files.writeString(public0, "in the way");

    Cli.Run run = world.apply();

    assertExit(1, run);
    assertThat(run.out()).contains("Tried to ", public0.toString(), "cannot be applied");
    assertThat(world.recordId(ACME)).isEqualTo("20261123T120000Z");
    Files.delete(public0);
    Files.move(folder.resolve("elsewhere"), public0);
    assertThatTheNextRunFinishesIt();
  }

  @Test
  void aPolicyFileThatCannotBeReplacedHoldsUpItsOwnDomainOnly() throws IOException {
    Path file = world.policyFile(ACME);
    Path real = Files.move(file, folder.resolve("elsewhere"));
    Files.createDirectory(file);

    Cli.Run run = world.apply();

    assertExit(1, run);
    assertThat(run.out()).contains("Error: acme.example: Tried to ", "mta-sts.txt");
    assertExit(0, world.apply("--exclude", ACME));
    assertThat(world.recordId(ACME)).isEqualTo("20261123T120000Z");
    assertThat(world.recordId(SHOP)).isEqualTo("20261124T120000Z");
    Files.delete(file);
    Files.move(real, file);
    assertThatTheNextRunFinishesIt();
  }

  @Test
  void aZoneFileThatIsNoneHoldsUpItsOwnDomainOnly() throws IOException {
    String zone = World.read(world.zoneFile(ACME)).orElseThrow();
    Files.delete(world.zoneFile(ACME));
    Files.createDirectory(world.zoneFile(ACME));

    Cli.Run run = world.apply();

    assertExit(1, run);
    assertThat(run.out()).contains("Error: acme.example: Tried to ", "acme.example");
    assertExit(0, world.apply("--exclude", ACME));
    assertThat(world.recordId(SHOP)).isEqualTo("20261124T120000Z");
    Files.delete(world.zoneFile(ACME));
    Files.writeString(world.zoneFile(ACME), zone);
    assertThatTheNextRunFinishesIt();
  }

  @Test
  void aLedgerFolderThatIsAFileEndsTheRunBeforeAnythingIsDone() throws IOException {
    Path ledger = folder.resolve(".mtasts");
    Files.move(ledger, folder.resolve("elsewhere"));
    Files.writeString(ledger, "in the way");
    Map<String, String> before = files();

    Cli.Run run = world.apply();

    assertExit(1, run);
    assertThat(run.err()).contains("Tried to ", ledger.toString(), "unharmed");
    assertThat(files()).isEqualTo(before);
    Files.delete(ledger);
    Files.move(folder.resolve("elsewhere"), ledger);
    assertThatTheNextRunFinishesIt();
  }

  @Test
  void whenNotOneOctetMoreFitsEveryFileStaysWhole() throws Exception {
    world.edit("defaults:", "defaults:\n  verify: false");
    Map<String, String> before = files();

    // The kernel refuses every write, as on a full disk: files of this process may not grow.
    try (Program program =
        Program.startWithoutRoom(folder, "apply", "-y", "--resolver", Cli.publicDns())) {
      assertThat(program.await()).isEqualTo(1);
    }

    assertThat(files()).isEqualTo(before);
    assertThatTheNextRunFinishesIt();
  }

  @Test
  void aPlanOrReportThatCannotBeWrittenIsNamed() {
    world.write("in-the-way", "");
    for (List<String> option :
        List.of(List.of("--out", "in-the-way/p.json"), List.of("--report", "json=in-the-way/r"))) {
      Cli.Run run = world.plan(option.get(0), option.get(1));
      assertExit(1, run);
      assertThat(run.err()).contains("Tried to write ", "in-the-way", "Nothing else is affected");
    }
  }

  private void assertThatTheNextRunFinishesIt() {
    assertExit(0, world.apply());
    for (String domain : List.of(ACME, SHOP)) {
      assertThat(world.policy(domain).orElseThrow()).contains("mx: mx2.");
      assertThat(world.recordId(domain)).isEqualTo("20261124T120000Z");
    }
    assertExit(0, world.plan());
  }

  /** Every file and its text; guards are empty and come and go. */
  private Map<String, String> files() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".guard"))
          .forEach(file -> found.put(file.toString(), Program.read(file)));
    }
    return found;
  }
}
