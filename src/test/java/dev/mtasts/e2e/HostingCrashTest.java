package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.e2e.HostingWorld.Example;
import dev.mtasts.testing.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A first apply is killed at a request: the service does it, the answer is lost, and neither a
 * later request nor anything in the ledger comes of that run any more. The next one ends the work,
 * and there is one of each thing.
 *
 * <p>There are some 160 such requests. A test takes every fifth to twelfth, from a random one on;
 * {@code -Dkills=all} takes all, in a few minutes.
 */
class HostingCrashTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void afterADeathAtAnyRequestTheNextRunEndsWithOneOfEachThing(Example example) throws IOException {
    List<Integer> deaths = new ArrayList<>();
    int step = "all".equals(System.getProperty("kills")) ? 1 : step(example);
    boolean died = true;
    for (int n = 1 + new Random().nextInt(step); died; n += step) {
      Path own = Files.createDirectory(folder.resolve("run-" + n));
      try (HostingWorld world = new HostingWorld(own, example)) {
        world.acm.hideProofs(0);
        world.cloudFront.deployedAfter(0);
        died = world.applyKilledAt(n, domains(example)) >= n;
        if (died) {
          deaths.add(n);
        }
        assertThatTheNextRunEndsTheWork(world, n);
      }
    }
    System.out.println(example + ": killed at the requests " + deaths);
    assertThat(deaths).hasSizeGreaterThan(2);
  }

  private static int step(Example example) {
    return switch (example) {
      case CLOUDFRONT -> 12; // Of 77.
      case WORKER -> 6; // Of 26.
      case CLOUDFRONT_AND_CLOUDFLARE -> 8; // Of 36.
      case WORKER_AND_ROUTE53 -> 5; // Of 21.
    };
  }

  /** Two domains that share a host need everything that one alone needs, and a function. */
  private static String[] domains(Example example) {
    return example == Example.CLOUDFRONT
        ? new String[] {"--exclude", "acme.example"}
        : new String[0];
  }

  private static void assertThatTheNextRunEndsTheWork(HostingWorld world, int n) {
    String[] domains = domains(world.example);
    Cli.Run run = world.apply(domains);
    assertThat(run.exit()).as("after a death at request %s: %s", n, run).isZero();
    if (world.example.onCloudFront()) {
      assertThat(world.acm.arns()).as("certificates, %s", n).hasSize(1);
      assertThat(world.cloudFront.ids()).as("distributions, %s", n).hasSize(1);
      assertThat(world.cloudFront.controls()).as("access controls, %s", n).hasSize(1);
      assertThat(world.cloudFront.functions()).hasSize(world.example == Example.CLOUDFRONT ? 1 : 0);
      assertThat(world.s3.made()).containsExactly(world.bucket);
    } else {
      assertThat(world.cloudflare.workers().names())
          .as("scripts, %s", n)
          .containsExactly("mta-sts");
      assertThat(world.cloudflare.workers().attached().keySet())
          .isEqualTo(
              world.example.domains.stream()
                  .map(domain -> "mta-sts." + domain)
                  .collect(Collectors.toSet()));
    }
    for (String domain : world.example.domains) {
      if (domains.length == 0 || !domain.equals(domains[1])) {
        assertThat(world.recordId(domain)).isEqualTo(world.policyId(domain));
      }
    }
    assertExit(0, world.plan(domains));
  }
}
