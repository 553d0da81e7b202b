package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.e2e.HostingWorld.Example;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a plan that finds nothing to do costs in requests where policy hosts are ours: {@code
 * docs/performance.md} quotes it.
 */
class HostingCountTest {
  @TempDir Path folder;

  @Test
  void fiftyDomainsOnCloudFrontAndOneOfThem() {
    try (HostingWorld world = new HostingWorld(folder, Example.CLOUDFRONT)) {
      world.acm.hideProofs(0);
      world.cloudFront.deployedAfter(0);
      StringBuilder domains = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        domains.append("  d").append(i).append(".acme.example: {}\n");
      }
      world.spec(
          """
          version: 1
          providers:
            aws: { type: aws, region: eu-central-1 }
          defaults:
            policy: { mode: testing, max_age: 1d, mx: [mx1.acme.example] }
            host: { provider: aws, kind: cloudfront, bucket: "${MTA_STS_BUCKET}" }
            dns: { provider: aws }
            tls_rpt: { rua: ["mailto:tls@acme.example"] }
            verify: false
          domains:
          """
              + domains);
      assertExit(0, world.apply("--quiet"));

      assertThat(requestsOfAPlan(world))
          .isEqualTo(Map.of("acm", 1L, "cloudfront", 2L, "route53", 2L, "s3", 4L));
      assertThat(requestsOfAPlan(world, "--domain", "d7.acme.example"))
          .isEqualTo(Map.of("acm", 1L, "cloudfront", 2L, "route53", 2L, "s3", 4L));
    }
  }

  private static Map<String, Long> requestsOfAPlan(HostingWorld world, String... more) {
    world.traffic.clear();
    assertExit(0, world.plan(more));
    return world.traffic.stream()
        .collect(
            Collectors.groupingBy(
                line -> line.substring(0, line.indexOf(' ')), TreeMap::new, Collectors.counting()));
  }
}
