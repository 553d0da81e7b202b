package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static dev.mtasts.e2e.World.ACME;
import static dev.mtasts.e2e.World.MX1;
import static dev.mtasts.e2e.World.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.RecordType;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.MemoryWorld;
import dev.mtasts.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Specs and clocks on bad days: empty, enormous, contradictory, backwards. */
class SpecTroubleTest {
  private static final String EMPTY =
      "version: 1\nproviders: { mem: { type: memory } }\ndomains: {}\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing yet\n", "version: 1\n", EMPTY})
  void anEmptySpecIsToldApartFromOneThatWantsNothing(String text) throws IOException {
    MemoryWorld world = new MemoryWorld();
    Files.writeString(folder.resolve("mtasts.yaml"), text);
    Cli cli = new Cli(folder, List.of(world));

    Cli.Run plan = cli.run("plan", "--detailed-exitcode");
    Cli.Run apply = cli.run("apply", "-y");

    if (text.equals(EMPTY)) {
      assertExit(0, plan);
      assertExit(0, apply);
      assertThat(plan.out()).contains("No changes.");
    } else {
      assertExit(3, plan);
      assertExit(3, apply);
      assertThat(plan.err()).contains("mtasts.yaml").containsAnyOf("version", "domains", "empty");
    }
    assertThat(world.reads()).isZero();
    assertThat(world.blobs.get(dev.mtasts.provider.Blobs.Key.LEDGER)).isEmpty();
  }

  @Test
  void aSpecThatLostAllItsDomainsIsNotAppliedByMistake() {
    try (FileWorld world = new FileWorld(folder)) {
      world.spec(MX1, ACME);
      assertExit(0, world.apply());
      String spec = World.read(folder.resolve("mtasts.yaml")).orElseThrow();
      world.write("mtasts.yaml", spec.substring(0, spec.indexOf("domains:")) + "domains: {}\n");

      Cli.Run run = world.apply();

      assertExit(4, run);
      assertThat(run.out()).contains("[all-domains-gone]");
      assertThat(world.policy(ACME)).isPresent();
      assertThat(world.recordId(ACME)).isEqualTo(world.policyId(ACME));
    }
  }

  @Test
  void twoSpellingsOfOneDomainAreOneTooMany() {
    try (FileWorld world = new FileWorld(folder)) {
      world.specOf(
          """
            acme.example: { policy: { mx: [a.example] } }
            ACME.Example: { policy: { mx: [b.example] } }
            bücher.example: { policy: { mx: [a.example] } }
            xn--bcher-kva.example: { policy: { mx: [b.example] } }
          """);

      Cli.Run run = world.apply();

      assertExit(3, run);
      assertThat(run.err())
          .contains(
              "mtasts.yaml:12:3: ", "ACME.Example", "mtasts.yaml:14:3: ", "xn--bcher-kva.example");
      assertThat(world.ledger()).isEmpty();
      assertThat(world.lock()).isEmpty();
    }
  }

  @Test
  void aClockThatGoesBackwardsIsToldAndNeverGivesAnIdTwice() {
    try (FileWorld world = new FileWorld(folder)) {
      world.spec(MX1, ACME, SHOP);
      assertExit(0, world.apply());
      for (String[] step :
          new String[][] {
            {"mx1", "mx2", "2026-11-23T12:00:00Z", "20261123T120001Z"},
            {"mx2", "mx3", "2026-11-23T11:59:59Z", "20261123T115959Z"},
            {"mx3", "mx4", "2026-11-23T11:59:59Z", "20261123T120002Z"},
            {"mx4", "mx1", "2026-11-23T11:59:59Z", "20261123T120003Z"},
          }) {
        world.clock.set(step[2]);
        world.edit(ACME + ": { policy: { mx: [" + step[0], ACME + ": { policy: { mx: [" + step[1]);
        Cli.Run run = world.apply();
        assertExit(0, run);
        assertThat(world.recordId(ACME)).isEqualTo(step[3]).isEqualTo(world.policyId(ACME));
      }
      world.clock.set("2026-11-23T11:00:00Z");
      assertThat(world.plan().out())
          .contains("Warning: The clock is behind", "is dated as of the ledger");
      assertThat(world.recordId(SHOP)).isEqualTo("20261123T120000Z");
    }
  }

  @Test
  void tenThousandDomainsArePlannedAppliedAndThenLeftAlone() throws IOException {
    int count = 10_000;
    MemoryWorld world = new MemoryWorld();
    StringBuilder spec =
        new StringBuilder(
            """
            version: 1
            providers:
              mem: { type: memory }
            defaults:
              host: { provider: mem }
              dns: { provider: mem }
              tls_rpt: { rua: ["mailto:tls@acme.example"] }
              verify: false
              policy: { mode: testing, max_age: 1d, mx: [mx1.acme.example] }
            domains:
            """);
    for (int i = 0; i < count; i++) {
      spec.append("  d").append(i).append(".example: {}\n");
    }
    Files.writeString(folder.resolve("mtasts.yaml"), spec);
    Cli cli = new Cli(folder, List.of(world)).clock(new TestClock("2026-11-23T12:00:00Z"));
    long start = System.nanoTime();

    Cli.Run plan = cli.run("plan", "--detailed-exitcode");
    assertThat(plan.exit()).isEqualTo(2);
    assertThat(plan.out()).contains("Plan: 30000 to create, 0 to update, 0 to delete.");
    Cli.Run apply = cli.run("apply", "-y", "--quiet");
    assertThat(apply.exit()).isZero();
    assertThat(apply.out()).contains("Apply complete: 30000 created");
    Cli.Run again = cli.run("plan", "--detailed-exitcode");
    assertThat(again.exit()).isZero();
    assertThat(again.out()).contains("No changes. 30000 unchanged.");

    System.out.printf(
        "10,000 domains: plan, apply, plan in %.1f s%n", (System.nanoTime() - start) / 1e9);
    assertThat(world.files).hasSize(count);
    assertThat(world.values("_mta-sts.d9999.example", RecordType.TXT))
        .containsExactly("v=STSv1; id=20261123T120000Z;");
    // Lock and unlock, then the ledger a few times, however many the domains are.
    assertThat(world.log.stream().filter("ledger"::equals)).hasSizeBetween(3, 12);
  }
}
