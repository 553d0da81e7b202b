package dev.mtasts.e2e;

import static dev.mtasts.e2e.World.ACME;
import static dev.mtasts.e2e.World.MX1;
import static dev.mtasts.e2e.World.NEWS;
import static dev.mtasts.e2e.World.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.testing.Cli;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the tool is for, in every kind of world, with the HTTPS gate on. */
class MainFlowTest {
  /** The worlds. */
  enum Kind {
    FILES,
    AWS_BY_SPEC,
    AWS_BY_ENVIRONMENT,
    S3_AND_CLOUDFLARE;

    World open(Path folder) {
      return switch (this) {
        case FILES -> new FileWorld(folder);
        case AWS_BY_SPEC -> new AwsWorld(folder, false);
        case AWS_BY_ENVIRONMENT -> new AwsWorld(folder, true);
        case S3_AND_CLOUDFLARE -> new CloudflareWorld(folder);
      };
    }
  }

  private static final String RECORD = "_mta-sts." + ACME;
  private static final String REPORTS = "_smtp._tls." + ACME;

  @TempDir Path folder;
  private World world;

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource
  void aDomainIsPublishedChangedAndLeftAloneAgain(Kind kind) {
    world = kind.open(folder);
    world.spec(MX1, ACME, SHOP);

    Cli.Run plan = world.plan();
    assertThat(plan.exit()).as("%s", plan).isEqualTo(2);
    assertThat(plan.out()).contains("Plan: 6 to create, 0 to update, 0 to delete. 0 unchanged.");
    assertThat(world.policy(ACME)).isEmpty();
    assertThat(world.lock()).isEmpty();

    assertExit(0, world.apply());
    assertThat(world.policy(ACME).orElseThrow())
        .isEqualTo(
            "version: STSv1\r\nmode: testing\r\nmx: mx1.acme.example\r\nmax_age: 86400\r\n"
                + "id: 20261123T120000Z\r\n");
    assertThat(world.txt(RECORD)).containsExactly("v=STSv1; id=20261123T120000Z;");
    assertThat(world.txt(REPORTS)).containsExactly("v=TLSRPTv1; rua=mailto:tls@acme.example;");
    assertThat(world.lock()).isEmpty();
    assertExit(0, world.plan());

    world.addTxt(RECORD, "somebody-else=1");
    world.addTxt(REPORTS, "somebody-else=2");
    assertExit(0, world.plan());
    world.edit("acme.example: { policy: { mx: [mx1", "acme.example: { policy: { mx: [mx2");
    world.clock.set("2026-11-24T08:30:15Z");
    world.traffic.clear();

    Cli.Run change = world.apply();
    assertExit(0, change);
    assertThat(change.out()).contains("0 created, 2 updated, 0 deleted.");
    assertThat(world.policyId(ACME)).isEqualTo("20261124T083015Z");
    assertThat(world.recordId(ACME)).isEqualTo("20261124T083015Z");
    assertThat(world.recordId(SHOP)).isEqualTo("20261123T120000Z");
    assertThat(world.txt(RECORD)).contains("somebody-else=1").hasSize(2);
    assertThat(world.txt(REPORTS)).contains("somebody-else=2").hasSize(2);
    if (world instanceof CloudWorld) {
      assertThatThePolicyWentFirst();
    }
    assertExit(0, world.plan());
  }

  private void assertThatThePolicyWentFirst() {
    List<String> writes =
        world.traffic.stream()
            .filter(request -> !request.contains(" GET ") && !request.contains(" HEAD "))
            .filter(request -> !request.contains(CloudWorld.LEDGER_KEY))
            .toList();
    assertThat(writes).hasSizeGreaterThanOrEqualTo(2);
    assertThat(writes.get(0)).startsWith("s3 PUT ").endsWith(CloudWorld.key(ACME));
    assertThat(writes.subList(1, writes.size()))
        .allSatisfy(request -> assertThat(request).startsWith("dns "));
  }

  @ParameterizedTest
  @EnumSource(names = {"FILES", "AWS_BY_SPEC", "S3_AND_CLOUDFLARE"})
  void whatOthersPublishedNeedsAdoptAndKeepsTheirValues(Kind kind) {
    world = kind.open(folder);
    world.spec(MX1, ACME);
    world.addTxt(RECORD, "v=STSv1; id=old1;");
    world.addTxt(RECORD, "somebody-else=1");

    Cli.Run refused = world.apply();
    assertExit(4, refused);
    assertThat(refused.out()).contains("[not-ours]", "v=STSv1; id=old1;", "adopt: true");
    assertThat(world.policy(ACME)).isEmpty();
    assertThat(world.txt(RECORD)).containsExactly("somebody-else=1", "v=STSv1; id=old1;");

    world.edit(ACME + ": {", ACME + ": { adopt: true,");
    assertExit(0, world.apply());
    assertThat(world.recordId(ACME)).isEqualTo("20261123T120000Z");
    assertThat(world.txt(RECORD)).hasSize(2).contains("somebody-else=1");
    assertExit(0, world.plan());
  }

  @ParameterizedTest
  @EnumSource(names = {"FILES", "AWS_BY_SPEC"})
  void aRebumpBringsAnotherIdBehindTheGate(Kind kind) {
    world = kind.open(folder);
    world.spec(MX1, ACME, SHOP);
    assertExit(0, world.apply());
    world.clock.set("2026-11-24T12:00:00Z");
    world.traffic.clear();

    Cli.Run run = world.apply("--rebump", ACME);

    assertExit(0, run);
    assertThat(run.out()).contains("asked for by --rebump", "0 created, 2 updated, 0 deleted.");
    assertThat(world.recordId(ACME)).isEqualTo("20261124T120000Z");
    assertThat(world.policyId(ACME)).isEqualTo("20261124T120000Z");
    assertThat(world.recordId(SHOP)).isEqualTo("20261123T120000Z");
    if (world instanceof CloudWorld) {
      assertThatThePolicyWentFirst();
    }
    assertExit(0, world.plan());
  }

  @ParameterizedTest
  @EnumSource(names = "FILES")
  void anIdStandsForOneContentAndNoCommentOrLayoutMakesAnother(Kind kind) {
    world = kind.open(folder);
    world.spec(MX1, ACME);
    assertExit(0, world.apply());
    String first = world.policyId(ACME);
    world.clock.set("2026-11-24T12:00:00Z");

    world.edit("domains:", "# a remark\ndomains: # another");
    world.edit("{ mx: [mx1.acme.example] }", "{ mx: [ 'MX1.acme.example' ], mode: \"testing\" }");
    assertExit(0, world.plan());

    world.edit(ACME + ": {", ACME + ": { embed_id: false,");
    assertExit(0, world.apply());
    assertThat(world.policy(ACME).orElseThrow()).doesNotContain("id:");
    assertThat(world.recordId(ACME)).isEqualTo(first);

    world.edit("embed_id: false", "id: content");
    assertExit(0, world.apply());
    String content = world.recordId(ACME);
    assertThat(content).matches("h[0-9a-f]{31}").isEqualTo(world.policyId(ACME));
    world.edit("mode: \"testing\"", "mode: enforce");
    assertExit(0, world.apply());
    assertThat(world.recordId(ACME)).matches("h[0-9a-f]{31}").isNotEqualTo(content);
    world.edit("mode: enforce", "mode: testing");
    assertExit(0, world.apply());
    assertThat(world.recordId(ACME)).isEqualTo(content);
    assertExit(0, world.plan());
  }

  @ParameterizedTest
  @EnumSource(names = "FILES")
  void onlyTheDomainsThatWereNamedAreTouched(Kind kind) {
    world = kind.open(folder);
    world.spec(MX1, ACME, SHOP, NEWS);

    assertExit(0, world.apply("--domain", "*o*.example", "--exclude", "n*"));

    assertThat(world.policy(SHOP)).isPresent();
    assertThat(world.policy(ACME)).isEmpty();
    assertThat(world.policy(NEWS)).isEmpty();
    assertExit(2, world.plan());
  }

  static void assertExit(int expected, Cli.Run run) {
    assertThat(run.exit()).as("%s", run).isEqualTo(expected);
  }
}
