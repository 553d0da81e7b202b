package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.e2e.HostingWorld.Example;
import dev.mtasts.testing.Cli;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The way out of domains with policy hosts, RFC 8461 §8.3: they leave the spec, an apply runs each
 * day, and in the end nothing of them is left anywhere, while those that stay are served all the
 * time.
 */
class LeavingTest {
  private static final String SHARED = ", host: { share: brands }";

  /** Who goes, who stays, and behind what. */
  enum Way {
    CLOUDFRONT(Example.CLOUDFRONT, "", 3, "acme.example", "shop.example"),
    CLOUDFRONT_SHARED(Example.CLOUDFRONT, SHARED, 4, "news.example", "shop.example"),
    CLOUDFRONT_SHARED_BY_ALL_WHO_GO(
        Example.CLOUDFRONT, SHARED, 3, "news.example shop.example", "acme.example"),
    CLOUDFRONT_AND_CLOUDFLARE(
        Example.CLOUDFRONT_AND_CLOUDFLARE, "", 3, "acme.example", "shop.example"),
    WORKER(Example.WORKER, "", 3, "mail.acme.example shop.example", "acme.example"),
    WORKER_WITH_ITS_LAST_POLICY(
        Example.WORKER, ", host: { script: brands }", 3, "shop.example", "acme.example"),
    WORKER_AND_ROUTE53(Example.WORKER_AND_ROUTE53, "", 3, "acme.example", "shop.example");

    final Example example;
    final String host;
    final int days;
    final List<String> going;
    final List<String> staying;

    Way(Example example, String host, int days, String going, String staying) {
      this.example = example;
      this.host = host;
      this.days = days;
      this.going = List.of(going.split(" "));
      this.staying = List.of(staying.split(" "));
    }

    /** Those who go have the host block; so has who stays where it shares with them. */
    void spec(HostingWorld world, List<String> domains, String more) {
      StringBuilder lines = new StringBuilder();
      for (String domain : domains) {
        boolean has = going.contains(domain) || this == CLOUDFRONT_SHARED;
        String own = has ? host : "";
        lines.append(
            "  %s: { policy: { mx: [%s] }%s%s }\n"
                .formatted(
                    domain,
                    domain.contains("acme")
                        ? "mx1.acme.example, mx2.acme.example"
                        : "a.mx.hoster.example",
                    own,
                    going.contains(domain) ? more : ""));
      }
      world.domains(lines.toString());
    }

    List<String> all() {
      List<String> all = new ArrayList<>(going);
      all.addAll(staying);
      return all;
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftOfWhatHasLeftTheSpec(Way way) {
    try (HostingWorld world = new HostingWorld(folder, way.example)) {
      way.spec(world, way.all(), "");
      assertExit(0, world.apply());
      world.clock.pass(Duration.ofHours(1));
      way.spec(world, way.staying, "");

      Cli.Run told = world.apply();

      assertExit(0, told);
      assertThat(told.out()).contains("next: the record is deleted from 2026-11-24T13:00:00Z");
      for (String domain : way.going) {
        assertThat(world.policy(domain)).get().asString().contains("mode: none");
        assertThat(world.recordId(domain)).isEqualTo("20261123T130000Z");
      }
      assertThat(daysUntilGone(world, way)).isEqualTo(way.days);
      assertExit(0, world.plan());
      assertExit(0, world.verify());
    }
  }

  private static int daysUntilGone(HostingWorld world, Way way) {
    for (int day = 1; day < 9; day++) {
      List<String> announced = way.going.stream().filter(world::announced).toList();
      world.clock.pass(Duration.ofDays(1));
      Cli.Run run = world.apply();
      System.out.println("== day " + day + "\n" + run.out());
      assertExit(0, run);
      way.staying.forEach(domain -> assertServed(world, domain));
      // Who saw the record a moment ago may ask for the policy.
      assertThat(announced).allSatisfy(domain -> assertThat(world.policy(domain)).isPresent());
      List<String> left = way.going.stream().flatMap(d -> world.left(d).stream()).toList();
      System.out.println("left: " + left);
      if (left.isEmpty()) {
        return day;
      }
      assertThat(run.out()).contains("next: ");
    }
    throw new AssertionError("it goes on for ever");
  }

  private static void assertServed(HostingWorld world, String domain) {
    assertThat(world.policyId(domain)).isEqualTo("20261123T120000Z");
    assertThat(world.recordId(domain)).isEqualTo("20261123T120000Z");
  }
}
