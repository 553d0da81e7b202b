package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.e2e.HostingWorld.Example;
import dev.mtasts.testing.Cli;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From bare domains to verified ones, by the examples as they stand in the project. */
class HostingTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void oneApplyTakesBareDomainsToVerifiedOnes(Example example) {
    try (HostingWorld world = new HostingWorld(folder, example)) {
      Cli.Run plan = world.plan();
      assertExit(2, plan);
      Cli.Run before = world.verify();
      assertExit(3, before);

      Cli.Run apply = world.apply();
      assertExit(0, apply);
      System.out.println(plan.out() + apply.out());

      Cli.Run verify = world.verify();
      assertExit(0, verify);
      System.out.println(verify.out());
      assertExit(0, world.plan());
      for (String domain : example.domains) {
        assertThat(world.policyId(domain)).isEqualTo("20261123T120000Z");
        assertThat(world.recordId(domain)).isEqualTo("20261123T120000Z");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNewPolicyIsUploadedServedAndThenAnnounced(Example example) {
    try (HostingWorld world = new HostingWorld(folder, example)) {
      assertExit(0, world.apply());
      world.edit("max_age: 1d", "max_age: 2d");
      world.clock.set("2026-11-24T08:30:15Z");
      world.traffic.clear();

      assertExit(0, world.apply());

      for (String domain : example.domains) {
        assertThat(world.policyId(domain)).isEqualTo("20261124T083015Z");
        assertThat(world.recordId(domain)).isEqualTo("20261124T083015Z");
        assertOrder(
            world.traffic,
            example.onCloudFront()
                ? "s3 PUT /" + world.bucket + "/" + domain + "/.well-known/mta-sts.txt"
                : "cloudflare PUT /client/v4/accounts/[^/]+/workers/scripts/mta-sts",
            "https " + domain + " 20261124T083015Z",
            world.recordWrite(domain));
      }
      assertThat(world.traffic).filteredOn(line -> line.contains("/workers/scripts/mta-sts")).filteredOn(line -> line.contains(" PUT ")).hasSize(example.onCloudFront() ? 0 : 1);
      assertExit(0, world.plan());
    }
  }

  /** The first that matches each pattern comes in this order. */
  private static void assertOrder(List<String> traffic, String... patterns) {
    int before = -1;
    for (String pattern : patterns) {
      int at = 0;
      while (at < traffic.size() && !traffic.get(at).matches(pattern)) {
        at++;
      }
      assertThat(at).as("%s in %s", pattern, traffic).isGreaterThan(before).isLessThan(traffic.size());
      before = at;
    }
  }
}
