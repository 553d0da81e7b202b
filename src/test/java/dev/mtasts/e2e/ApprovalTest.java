package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static dev.mtasts.e2e.World.ACME;
import static dev.mtasts.e2e.World.MX1;
import static dev.mtasts.e2e.World.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.testing.Cli;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing is changed that nobody approved: neither unasked, nor by a plan that is stale. */
class ApprovalTest {
  private static final Pattern DIGEST = Pattern.compile("Digest: (sha256:[0-9a-f]{64})");

  @TempDir Path folder;
  private FileWorld world;

  @BeforeEach
  void open() {
    world = new FileWorld(folder);
    world.spec(MX1, ACME, SHOP);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void withoutATerminalTheThreeWaysToApproveAreNamed() {
    Cli.Run run = gated(world.cli());

    assertExit(4, run);
    assertThat(run.err())
        .contains("Nothing was changed", "mtasts apply FILE", "--auto-approve")
        .contains("--plan-digest " + digest(world.plan()));
    assertNothingWasDone();
  }

  @Test
  void onATerminalOnlyYesMeansYes() {
    for (String answer : List.of("no\n", "y\n", "YES\n", "yes please\n", "")) {
      Cli.Run run = gated(world.cli().typing(answer));
      assertExit(4, run);
      assertThat(run.out()).contains("Apply these changes?");
      assertThat(run.err()).contains("Not approved. Nothing was changed.");
    }
    assertNothingWasDone();

    assertExit(0, gated(world.cli().typing("yes\n")));
    assertExit(0, world.plan());
  }

  @Test
  void jsonNeverAsks() {
    Cli.Run run = gated(world.cli().typing("yes\n"), "--json");

    assertExit(4, run);
    assertNothingWasDone();
  }

  @Test
  void aDigestApprovesThePlanThatItStandsForAndLaterTheSamePlan() {
    String digest = digest(world.plan());
    Cli.Run other = gated(world.cli(), "--plan-digest", "sha256:" + "0".repeat(64));
    assertExit(5, other);
    assertThat(other.err()).contains("Nothing was changed", digest);
    assertNothingWasDone();

    world.clock.set("2026-11-23T13:00:00Z");
    assertExit(0, gated(world.cli(), "--plan-digest", digest));
    assertThat(world.recordId(ACME)).isEqualTo("20261123T130000Z");
  }

  @Test
  void aSavedPlanIsAppliedLaterUnderTheIdsThatItShowed() {
    assertExit(2, world.plan("--out", "plan.json"));
    world.clock.set("2026-11-23T15:00:00Z");
    world.edit("domains:", "# Comments and layout do not matter.\ndomains:");

    assertExit(0, gated(world.cli(), "plan.json"));

    assertThat(world.recordId(ACME)).isEqualTo("20261123T120000Z");
    assertExit(0, world.plan());
    Cli.Run twice = gated(world.cli(), "plan.json");
    assertExit(5, twice);
  }

  @Test
  void aSavedPlanAndADigestMustBothFit() {
    assertExit(2, world.plan("--out", "plan.json"));

    Cli.Run run = gated(world.cli(), "plan.json", "--plan-digest", "sha256:" + "0".repeat(64));

    assertExit(5, run);
    assertNothingWasDone();
  }

  @Test
  void aSavedPlanBringsItsOwnDomainsAndGuards() {
    assertExit(2, world.plan("--domain", SHOP, "--out", "plan.json"));

    assertExit(64, gated(world.cli(), "plan.json", "--domain", ACME));
    assertExit(64, gated(world.cli(), "plan.json", "--allow", "not-ours"));
    assertNothingWasDone();
    assertExit(0, gated(world.cli(), "plan.json"));

    assertThat(world.policy(SHOP)).isPresent();
    assertThat(world.policy(ACME)).isEmpty();
  }

  /** What may move between plan and apply, and the words that name it. */
  enum Move {
    TXT_BY_HAND("acme.example/record", w -> w.addTxt("_mta-sts." + ACME, "somebody-else=1")),
    ID_BY_HAND(
        "acme.example/record",
        w -> {
          w.removeTxt("_mta-sts." + ACME, "v=STSv1; id=20261123T120000Z;");
          w.addTxt("_mta-sts." + ACME, "v=STSv1; id=byhand;");
        }),
    POLICY_BY_HAND(
        "acme.example/policy change.before",
        w -> w.write("public/acme.example/.well-known/mta-sts.txt", "by hand")),
    MX_IN_THE_SPEC("change.after.body", w -> w.edit("[mx2", "[mx3")),
    TTL_IN_THE_SPEC(
        "change.after.ttl: planned 300, now 600",
        w -> w.edit("{ provider: zone }", "{ provider: zone, ttl: 600 }")),
    A_DOMAIN_MORE(
        "news.example/tlsrpt: planned no change",
        w -> w.spec("mx2.acme.example", ACME, SHOP, World.NEWS)),
    LEDGER_GONE("state.lineage", w -> w.ledgerFile().toFile().delete());

    private final String named;
    private final Consumer<FileWorld> act;

    Move(String named, Consumer<FileWorld> act) {
      this.named = named;
      this.act = act;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStalePlanIsRefusedAndSaysWhatMoved(Move move) {
    assertExit(0, gated(world.cli(), "-y"));
    world.clock.set("2026-11-24T12:00:00Z");
    world.spec("mx2.acme.example", ACME, SHOP);
    assertExit(2, world.plan("--out", "plan.json"));
    move.act.accept(world);
    List<String> before = state();

    Cli.Run run = gated(world.cli(), "plan.json");

    assertExit(5, run);
    assertThat(run.err()).contains("is stale", move.named, "Nothing was changed. Plan again.");
    assertThat(state()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(names = {"TXT_BY_HAND", "ID_BY_HAND"})
  void whatMovesDuringApplyIsNotOverwritten(Move move) {
    assertExit(0, gated(world.cli(), "-y"));
    world.clock.set("2026-11-24T12:00:00Z");
    world.spec("mx2.acme.example", ACME);
    boolean[] moved = {false};
    world.https.answer(
        ACME,
        () -> {
          if (!moved[0]) {
            moved[0] = true;
            move.act.accept(world);
          }
          return dev.mtasts.testing.PolicyHost.text(world.policy(ACME).orElseThrow()).build();
        });

    Cli.Run run = world.apply();

    assertExit(5, run);
    assertThat(run.out()).contains("changed since the plan", "It was left as it is", "Plan again");
    assertThat(world.txt("_mta-sts." + ACME).toString()).containsAnyOf("somebody-else=1", "byhand");
    assertThat(world.txt("_mta-sts." + ACME).toString()).doesNotContain("20261124");
    assertExit(2, world.plan());
    assertExit(0, world.apply());
    assertExit(0, world.plan());
  }

  @Test
  void whatIsNoPlanFileIsSaidToBeNone() {
    world.write("text.json", "not json");
    world.write("other.json", "{\"format_version\":\"2.0\"}");

    for (String file : List.of("absent.json", "text.json", "other.json", "mtasts.yaml")) {
      Cli.Run run = gated(world.cli(), file);
      assertExit(1, run);
      assertThat(run.err()).contains("Tried to read the plan " + file, "mtasts plan --out FILE");
    }
  }

  private Cli.Run gated(Cli cli, String... more) {
    List<String> args = new ArrayList<>(List.of("apply"));
    args.addAll(world.gateOptions());
    args.addAll(List.of(more));
    return cli.run(args.toArray(String[]::new));
  }

  private List<String> state() {
    return List.of(
        world.policy(ACME).orElse(""),
        "" + World.read(world.zoneFile(ACME)),
        "" + World.read(world.zoneFile(SHOP)),
        "" + world.ledger());
  }

  private void assertNothingWasDone() {
    assertThat(world.policy(ACME)).isEmpty();
    assertThat(world.ledger()).isEmpty();
    assertThat(world.lock()).isEmpty();
  }

  private static String digest(Cli.Run plan) {
    Matcher matcher = DIGEST.matcher(plan.out());
    assertThat(matcher.find()).as("%s", plan).isTrue();
    return matcher.group(1);
  }
}
