package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.e2e.HostingWorld.Example;
import dev.mtasts.testing.Cli;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies move between the services of two companies, and nothing is left behind. */
class HostingMoveTest {
  private static final String CLOUDFRONT =
      "{ provider: aws, kind: cloudfront, bucket: \"${MTA_STS_BUCKET:-acme-mta-sts}\" }";

  @TempDir Path folder;

  @Test
  void fromCloudFrontToAWorkerThatTakesThePlaceOfTheAddress() {
    try (HostingWorld world = new HostingWorld(folder, Example.CLOUDFRONT_AND_CLOUDFLARE)) {
      assertExit(0, world.apply());
      world.edit(CLOUDFRONT, "{ provider: cf, kind: worker }");
      world.clock.set("2026-11-24T12:00:00Z");
      world.traffic.clear();

      assertExit(0, world.apply());

      assertThat(world.addresses("acme.example")).isEqualTo(Map.of("AAAA", "100::"));
      idStays(world);
      assertThat(world.traffic).contains("https acme.example 20261123T120000Z");
      assertThat(world.cloudFront.ids()).hasSize(1);

      world.clock.set("2026-11-25T12:04:59Z");
      assertThat(world.plan().out())
          .contains("is kept; next: the old place is deleted from 2026-11-25T12:05");
      world.clock.set("2026-11-25T12:05:00Z");
      assertExit(0, world.apply());

      assertThat(world.cloudFront.ids()).isEmpty();
      assertThat(world.acm.arns()).isEmpty();
      idStays(world);
      assertExit(0, world.plan());
      assertThat(world.plan().out()).contains("No changes").doesNotContain("old place");
    }
  }

  @Test
  void fromAWorkerToCloudFrontBehindTheAddressesOfRoute53() {
    try (HostingWorld world = new HostingWorld(folder, Example.WORKER_AND_ROUTE53)) {
      assertExit(0, world.apply());
      world.edit("{ provider: cf, kind: worker }", CLOUDFRONT);
      world.clock.set("2026-11-24T12:00:00Z");

      Cli.Run plan = world.plan();
      assertThat(plan.out()).contains("(after the new place serves the policy)");
      assertExit(0, world.apply());

      assertThat(world.addresses("acme.example"))
          .isEqualTo(Map.of("A", "dX.cloudfront.net.", "AAAA", "dX.cloudfront.net."));
      idStays(world);
      assertThat(world.cloudflare.workers().attached()).hasSize(1);

      world.clock.set("2026-11-25T12:05:00Z");
      assertExit(0, world.apply());

      assertThat(world.cloudflare.workers().attached()).isEmpty();
      idStays(world);
      assertExit(0, world.plan());
    }
  }

  @Test
  void aWorkerThatHoldsTheAddressIsNotLeftWithoutAPerson() {
    try (HostingWorld world = new HostingWorld(folder, Example.CLOUDFRONT_AND_CLOUDFLARE)) {
      world.edit(CLOUDFRONT, "{ provider: cf, kind: worker }");
      assertExit(0, world.apply());
      world.edit("{ provider: cf, kind: worker }", CLOUDFRONT);

      Cli.Run refused = world.apply();

      assertExit(4, refused);
      assertThat(refused.out())
          .contains("[host-move]", "Detach the custom domain mta-sts.acme.example");
      assertThat(world.addresses("acme.example")).isEqualTo(Map.of("AAAA", "100::"));
    }
  }

  private static void idStays(HostingWorld world) {
    assertThat(world.policyId("acme.example")).isEqualTo("20261123T120000Z");
    assertThat(world.recordId("acme.example")).isEqualTo("20261123T120000Z");
  }
}
