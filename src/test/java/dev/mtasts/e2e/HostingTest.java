package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.e2e.HostingWorld.Example;
import dev.mtasts.testing.Cli;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
      assertExit(2, world.plan());
      assertExit(3, world.verify());

      assertExit(0, world.apply());

      Cli.Run verify = world.verify();
      assertExit(0, verify);
      String count = example.domains.size() == 1 ? "1 domain" : example.domains.size() + " domains";
      assertThat(verify.out()).contains("Verified " + count + ": 0 errors");
      assertExit(0, world.plan());
      for (String domain : example.domains) {
        assertThat(world.policyId(domain)).isEqualTo("20261123T120000Z");
        assertThat(world.recordId(domain)).isEqualTo("20261123T120000Z");
      }
      assertThat(world.addresses("acme.example")).isEqualTo(addresses(example));
    }
  }

  /** What the zones hold at mta-sts.acme.example, by type. */
  private static Map<String, String> addresses(Example example) {
    return switch (example) {
      case CLOUDFRONT -> Map.of("A", "dX.cloudfront.net.", "AAAA", "dX.cloudfront.net.");
      case WORKER -> Map.of("AAAA", "100::");
      case CLOUDFRONT_AND_CLOUDFLARE -> Map.of("CNAME", "dX.cloudfront.net");
      case WORKER_AND_ROUTE53 -> Map.of("CNAME", "mta-sts.acme.example.cdn.cloudflare.net.");
    };
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
      assertThat(world.traffic)
          .filteredOn(line -> line.contains(" PUT ") && line.contains("/workers/scripts/"))
          .hasSize(example.onCloudFront() ? 0 : 1);
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
      assertThat(at)
          .as("%s in %s", pattern, traffic)
          .isGreaterThan(before)
          .isLessThan(traffic.size());
      before = at;
    }
  }
}
