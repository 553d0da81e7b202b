package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static dev.mtasts.e2e.World.ACME;
import static dev.mtasts.e2e.World.MX1;
import static dev.mtasts.e2e.World.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.testing.Cli;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a domain that leaves the spec, where nothing stands before its file. */
class RemovalTest {
  /** Where policies and records are. */
  enum Places {
    FILES(FileWorld::new),
    S3_AND_ROUTE53(folder -> new AwsWorld(folder, false)),
    S3_AND_CLOUDFLARE(CloudflareWorld::new);

    final Function<Path, World> open;

    Places(Function<Path, World> open) {
      this.open = open;
    }
  }

  private static final String SHOP_STAYS = "  shop.example: { policy: { mx: [" + MX1 + "] } }\n";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void sendersAreToldToForgetThenTheRecordGoesThenTheRest(Places places) {
    try (World world = places.open.apply(folder)) {
      world.spec(MX1, ACME, SHOP);
      assertExit(0, world.apply());
      world.clock.pass(Duration.ofHours(1));
      world.spec(MX1, SHOP);

      assertSays(world.apply(), "next: the record is deleted from 2026-11-24T13:00:00Z");
      assertThat(world.policy(ACME)).get().asString().contains("mode: none", "max_age: 86400");
      assertThat(world.recordId(ACME)).isEqualTo("20261123T130000Z");

      world.clock.set("2026-11-24T13:00:00Z");
      assertSays(world.apply(), "No changes. 1 waiting (next: 2026-11-24T13:00:00Z).");

      world.clock.pass(Duration.ofSeconds(1));
      assertSays(world.apply(), "next: address, policy, host and reports are deleted");
      assertThat(world.txt("_mta-sts." + ACME)).isEmpty();
      assertThat(world.policyId(ACME)).isEqualTo("20261123T130000Z");

      world.clock.pass(Duration.ofMinutes(4));
      assertSays(world.apply(), "No changes. 1 waiting (next: 2026-11-24T13:05:01Z).");

      world.clock.pass(Duration.ofMinutes(1));
      assertSays(world.apply(), "2 deleted");
      assertThat(world.policy(ACME)).isEmpty();
      assertThat(world.txt("_smtp._tls." + ACME)).isEmpty();
      assertThat(world.ledger()).get().asString().doesNotContain('"' + ACME + '"');
      assertExit(0, world.plan());
      assertThat(world.recordId(SHOP)).isEqualTo("20261123T120000Z");
      assertThat(world.policyId(SHOP)).isEqualTo("20261123T120000Z");
    }
  }

  /** After so many days: told to forget, waiting, without a record, without anything. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void whatIsPutBackIsPublishedUnderANewId(int days) {
    try (World world = new FileWorld(folder)) {
      world.spec(MX1, ACME, SHOP);
      assertExit(0, world.apply());
      world.spec(MX1, SHOP);
      world.clock.pass(Duration.ofHours(1));
      assertExit(0, world.apply());
      for (int day = 0; day < days; day++) {
        world.clock.pass(Duration.ofDays(1));
        assertExit(0, world.apply());
      }

      world.spec(MX1, ACME, SHOP);
      world.clock.pass(Duration.ofHours(1));
      assertExit(0, world.apply());

      String id = List.of("20261123", "20261124", "20261125", "20261126").get(days) + "T140000Z";
      assertThat(world.policyId(ACME)).isEqualTo(id);
      assertThat(world.recordId(ACME)).isEqualTo(id);
      assertThat(world.policy(ACME)).get().asString().contains("mode: testing");
      assertThat(world.txt("_smtp._tls." + ACME)).hasSize(1);
      assertExit(0, world.plan());
    }
  }

  @Test
  void anOrphanIsForgottenAndStaysAsItIs() {
    try (World world = new FileWorld(folder)) {
      withAcme(world, "removal: orphan");
      world.specOf(SHOP_STAYS);

      assertSays(world.apply(), "forgets it; these stay");

      assertThat(world.recordId(ACME)).isEqualTo(world.policyId(ACME));
      assertThat(world.policy(ACME)).get().asString().contains("mode: testing");
      assertThat(world.ledger()).get().asString().doesNotContain('"' + ACME + '"');
      assertExit(0, world.plan());
    }
  }

  @Test
  void deletionAtOnceNeedsToBeAllowed() {
    try (World world = new FileWorld(folder)) {
      withAcme(world, "removal: delete");
      world.specOf(SHOP_STAYS);

      Cli.Run refused = world.apply();
      assertExit(4, refused);
      assertThat(refused.out() + refused.err()).contains("--allow destroy does it now");
      assertThat(world.recordId(ACME)).isEqualTo(world.policyId(ACME));

      assertSays(world.apply("--allow", "destroy"), "3 deleted");
      assertThat(world.policy(ACME)).isEmpty();
      assertThat(world.txt("_mta-sts." + ACME)).isEmpty();
      assertThat(world.txt("_smtp._tls." + ACME)).isEmpty();

      // Of what senders may remember the ledger tells until they cannot.
      assertSays(world.apply(), "next: the ledger forgets it from 2026-11-24T12:00:00Z");
      world.clock.set("2026-11-24T12:00:01Z");
      assertExit(0, world.apply());
      assertThat(world.ledger()).get().asString().doesNotContain('"' + ACME + '"');
      assertExit(0, world.plan());
    }
  }

  @Test
  void theProtectedStay() {
    try (World world = new FileWorld(folder)) {
      withAcme(world, "protect: true");
      world.specOf(SHOP_STAYS);

      Cli.Run refused = world.apply();

      assertExit(4, refused);
      assertThat(refused.out() + refused.err()).contains("--allow protected");
      assertThat(world.policy(ACME)).get().asString().contains("mode: testing");
      assertExit(0, world.apply("--exclude", ACME));
      assertSays(world.apply("--allow", "protected"), "next: the record is deleted");
    }
  }

  @Test
  void whoIsProtectedInTheSpecIsSoBeforeAnyApply() {
    try (World world = new FileWorld(folder)) {
      withAcme(world, "protect: false");
      world.specOf(
          "  acme.example: { policy: { mx: [" + MX1 + "] }, protect: true }\n" + SHOP_STAYS);

      Cli.Run refused = world.cli().run("destroy", ACME, "-y", "--allow", "destroy");

      assertExit(4, refused);
      assertThat(refused.out() + refused.err()).contains("--allow protected");
      assertThat(world.policy(ACME)).isNotEmpty();
      assertThat(world.recordId(ACME)).isEqualTo(world.policyId(ACME));
    }
  }

  private static void withAcme(World world, String more) {
    world.specOf("  acme.example: { policy: { mx: [" + MX1 + "] }, " + more + " }\n" + SHOP_STAYS);
    assertExit(0, world.apply());
  }

  private static void assertSays(Cli.Run run, String words) {
    assertExit(0, run);
    assertThat(run.out()).contains(words);
  }
}
