package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.e2e.HostingWorld.Example;
import dev.mtasts.testing.Cli;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The way out of domains with policy hosts, RFC 8461 §8.3: they leave the spec, an apply runs each
 * day, and in the end nothing of them is left anywhere, while those that stay are served all the
 * time.
 */
class LeavingTest {
  private static final String SHARE = ", host: { share: brands }";
  private static final String SCRIPT = ", host: { script: brands }";

  /** Who goes first, who goes a day later, who stays, and which of them have a host block. */
  enum Way {
    CLOUDFRONT(
        Example.CLOUDFRONT,
        SHARE,
        "shop.example news.example",
        List.of("acme.example", "shop.example", "news.example"),
        List.of(),
        "mail.acme.example",
        3),
    CLOUDFRONT_SHARED_WITH_ONE_THAT_STAYS(
        Example.CLOUDFRONT,
        SHARE,
        "acme.example shop.example news.example",
        List.of("news.example"),
        List.of("shop.example"),
        "acme.example",
        6),
    CLOUDFRONT_SHARED_BY_TWO_THAT_GO_ONE_BY_ONE(
        Example.CLOUDFRONT,
        SHARE,
        "shop.example news.example",
        List.of("news.example"),
        List.of("shop.example"),
        "acme.example",
        5),
    WORKER(
        Example.WORKER,
        SCRIPT,
        "shop.example",
        List.of("mail.acme.example", "shop.example"),
        List.of(),
        "acme.example",
        3),
    WORKER_AND_ROUTE53(
        Example.WORKER_AND_ROUTE53, "", "", List.of("acme.example"), List.of(), "shop.example", 3);

    final Example example;
    final String host;
    final String hosts;
    final List<String> first;
    final List<String> later;
    final String stays;
    final int days;

    Way(
        Example example,
        String host,
        String hosts,
        List<String> first,
        List<String> later,
        String stays,
        int days) {
      this.example = example;
      this.host = host;
      this.hosts = hosts;
      this.first = first;
      this.later = later;
      this.stays = stays;
      this.days = days;
    }

    void spec(HostingWorld world, List<String> domains) {
      StringBuilder lines = new StringBuilder();
      for (String domain : Stream.concat(domains.stream(), Stream.of(stays)).toList()) {
        String block = List.of(hosts.split(" ")).contains(domain) ? host : "";
        lines.append("  %s: { policy: { mx: [%s] }%s }\n".formatted(domain, mx(domain), block));
      }
      world.domains(lines.toString());
    }

    private static String mx(String domain) {
      return domain.contains("acme") ? "mx1.acme.example, mx2.acme.example" : "a.mx.hoster.example";
    }

    List<String> going() {
      return Stream.of(first, later).flatMap(List::stream).toList();
    }
  }

  /** Beside what the ledger keeps of senders' caches. */
  private static final Predicate<String> NOT_MEMORY = thing -> !thing.equals("ledger");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = "CLOUDFRONT_SHARED_BY_TWO_THAT_GO_ONE_BY_ONE") // That one dies, below.
  void nothingIsLeftOfWhatHasLeftTheSpec(Way way) {
    try (HostingWorld world = new HostingWorld(folder, way.example)) {
      way.spec(world, way.going());
      assertExit(0, world.apply());
      world.clock.pass(Duration.ofHours(1));
      way.spec(world, way.later);

      Cli.Run told = world.apply();

      assertExit(0, told);
      assertThat(told.out()).contains("next: the record is deleted from 2026-11-24T13:00:00Z");
      for (String domain : way.first) {
        assertThat(world.policy(domain)).get().asString().contains("mode: none");
        assertThat(world.recordId(domain)).isEqualTo("20261123T130000Z");
      }
      assertThat(daysUntilGone(world, way)).isEqualTo(way.days);
      assertExit(0, world.plan());
    }
  }

  /**
   * Each run dies of its first write: the service does it, the answer is lost, and so is what the
   * run notes in its ledger afterwards.
   */
  @ParameterizedTest
  @EnumSource(names = {"CLOUDFRONT_SHARED_BY_TWO_THAT_GO_ONE_BY_ONE", "WORKER"})
  void runsThatDieOfEveryWriteEndTheWorkAmongThem(Way way) {
    try (HostingWorld world = new HostingWorld(folder, way.example)) {
      world.acm.hideProofs(0);
      world.cloudFront.deployedAfter(0);
      way.spec(world, way.going());
      assertExit(0, world.apply());
      way.spec(world, way.later);
      int deaths = 0;
      for (int day = 0; day < 9 && !left(world, way).isEmpty(); day++) {
        List<String> announced = announced(world, way);
        // What is published on the first day is no other work than that of any policy.
        while (day > 0 && world.applyKilledAtItsFirstWrite()) {
          deaths++;
          assertThat(deaths).isLessThan(60);
          assertThat(world.policy(way.stays)).isPresent();
          assertThat(announced).allSatisfy(one -> assertThat(world.policy(one)).isPresent());
          assertThat(announced(world, way))
              .allSatisfy(one -> assertThat(world.policy(one)).isPresent());
        }
        assertExit(0, world.apply());
        assertThat(world.recordId(way.stays)).isEqualTo(world.policyId(way.stays));
        way.spec(world, List.of());
        world.clock.pass(Duration.ofDays(1));
      }
      assertThat(left(world, way)).isEmpty();
      assertThat(deaths).isGreaterThan(6);
      assertExit(0, world.plan());
    }
  }

  /** The last day's run dies half way: a distribution is switched off, a policy is deleted. */
  @ParameterizedTest
  @CsvSource({
    "CLOUDFRONT, PUT /2020-05-31/distribution/.*/config",
    "CLOUDFRONT_SHARED_WITH_ONE_THAT_STAYS, PUT /2020-05-31/distribution/.*/config",
    "WORKER, PUT .*/workers/scripts/.*"
  })
  void whatIsPutBackInTheMiddleIsServedAgainUnderANewId(Way way, String death) {
    try (HostingWorld world = new HostingWorld(folder, way.example)) {
      way.spec(world, way.going());
      assertExit(0, world.apply());
      way.spec(world, way.later);
      assertExit(0, world.apply());
      world.clock.pass(Duration.ofHours(25));
      assertExit(0, world.apply());
      world.clock.pass(Duration.ofHours(1));
      assertThat(world.applyKilledAt(death)).isTrue();
      assertThat(world.policy(way.first.get(0))).isEmpty();

      way.spec(world, way.going());
      assertExit(0, world.apply());

      for (String domain : way.first) {
        assertThat(world.policyId(domain)).isEqualTo("20261124T140000Z");
        assertThat(world.recordId(domain)).isEqualTo("20261124T140000Z");
      }
      assertServed(world, way.stays);
      assertExit(0, world.plan());
    }
  }

  /** Others may keep the host of one that goes at once from being deleted, but only so long. */
  @ParameterizedTest
  @CsvSource({"true, 2", "false, 3"})
  void deletionAtOnceTakesNoHostFromOthers(boolean together, int runs) {
    Way way = Way.CLOUDFRONT_SHARED_BY_TWO_THAT_GO_ONE_BY_ONE;
    try (HostingWorld world = new HostingWorld(folder, way.example)) {
      way.spec(world, way.going());
      world.edit("host: { share: brands } }", "host: { share: brands }, removal: delete }");
      assertExit(0, world.apply());
      way.spec(world, together ? List.of() : way.later);

      assertExit(4, world.apply());
      assertExit(0, world.apply("--allow", "destroy"));

      for (String domain : together ? way.going() : way.first) {
        assertThat(world.announced(domain)).isFalse();
        assertThat(world.policy(domain)).isEmpty();
        assertThat(world.addresses(domain)).isEmpty();
      }
      if (!together) {
        assertServed(world, way.later.get(0));
      }
      int days = 1;
      while (way.first.stream().flatMap(d -> world.left(d).stream()).anyMatch(NOT_MEMORY)) {
        world.clock.pass(Duration.ofHours(1));
        assertExit(0, world.apply());
        days++;
      }
      assertThat(days).isEqualTo(runs);
      world.clock.pass(Duration.ofDays(2));
      assertExit(0, world.apply());
      assertExit(0, world.plan());
      assertThat(world.left("news.example")).isEmpty();
      assertServed(world, way.stays);
    }
  }

  private static int daysUntilGone(HostingWorld world, Way way) {
    for (int day = 1; day < 9; day++) {
      way.spec(world, List.of());
      List<String> announced = announced(world, way);
      world.clock.pass(Duration.ofDays(1));
      Cli.Run run = world.apply();
      assertExit(0, run);
      assertServed(world, way.stays);
      // Who saw the record a moment ago may ask for the policy.
      assertThat(announced).allSatisfy(domain -> assertThat(world.policy(domain)).isPresent());
      if (left(world, way).isEmpty()) {
        return day;
      }
      assertThat(run.out()).contains("next: ");
    }
    throw new AssertionError("it goes on for ever: " + left(world, way));
  }

  private static List<String> announced(HostingWorld world, Way way) {
    return way.going().stream().filter(world::announced).toList();
  }

  private static List<String> left(HostingWorld world, Way way) {
    return way.going().stream().flatMap(domain -> world.left(domain).stream()).toList();
  }

  private static void assertServed(HostingWorld world, String domain) {
    assertThat(world.policyId(domain)).isEqualTo("20261123T120000Z");
    assertThat(world.recordId(domain)).isEqualTo("20261123T120000Z");
  }
}
