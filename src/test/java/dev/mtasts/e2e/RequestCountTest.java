package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a plan that finds nothing to do costs in requests, the ledger's included: {@code
 * docs/performance.md} quotes it.
 */
class RequestCountTest {
  private static final int DOMAINS = 1_000;

  @TempDir Path folder;

  @Test
  void aThousandDomainsInOneZoneOrInAThousandZones() {
    try (AwsWorld world = new AwsWorld(folder, true)) {
      world.hurry(Duration.ofSeconds(20));
      String zone = world.route53.zone("example");
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < DOMAINS; i++) {
        lines.append("  ").append(name(i)).append(": { verify: false, policy: { mx: [mx1.");
        lines.append(name(i)).append("] } }\n");
      }
      world.specOf(lines.toString());
      String direct = CloudWorld.STORE.endpoint().toString();
      assertExit(0, world.cli().env("AWS_ENDPOINT_URL", direct).run("apply", "-y", "--quiet"));

      int inOneZone = requestsOfAPlan(world);
      System.out.println("no-op plan, 1,000 domains in one zone: " + inOneZone + " requests");
      assertThat(inOneZone).isLessThanOrEqualTo(20);

      for (int i = 0; i < DOMAINS; i++) {
        move(world, zone, world.route53.zone(name(i)), name(i));
      }
      world.route53.removeZone(zone);
      int inManyZones = requestsOfAPlan(world);
      System.out.println("no-op plan, 1,000 domains in 1,000 zones: " + inManyZones + " requests");
      assertThat(inManyZones).isBetween(DOMAINS, DOMAINS + 30);
    }
  }

  private static int requestsOfAPlan(AwsWorld world) {
    world.traffic.clear();
    assertExit(0, world.plan());
    return world.traffic.size();
  }

  private static void move(AwsWorld world, String from, String to, String domain) {
    for (String name : List.of("_mta-sts." + domain, "_smtp._tls." + domain)) {
      var set = world.route53.get(from, name, "TXT").orElseThrow();
      world.route53.set(to, name, "TXT", set.getKey(), set.getValue().toArray(String[]::new));
    }
  }

  private static String name(int i) {
    return "d" + i + ".example";
  }
}
