package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static dev.mtasts.e2e.World.ACME;
import static dev.mtasts.e2e.World.MX1;
import static dev.mtasts.e2e.World.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.testing.Cli;
import dev.mtasts.testing.PolicyHost;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 8461 §8.1: the record announces a policy only when the policy host serves it. */
class GateTest {
  private static final String URL = "https://mta-sts.acme.example/.well-known/mta-sts.txt";

  @TempDir Path folder;
  private FileWorld world;

  @BeforeEach
  void open() {
    world = new FileWorld(folder);
    world.spec(MX1, ACME);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** What a host may do wrong, and the word that names it. */
  enum Wrong {
    NOTHING_THERE("404", body -> new MockResponse.Builder().code(404).build()),
    ANOTHER_BODY("it serves another policy", body -> PolicyHost.text(body + "x: y\r\n").build()),
    OTHER_LINE_ENDS(
        "it serves another policy", body -> PolicyHost.text(body.replace("\r", "")).build()),
    A_PAGE(
        "text/html", body -> PolicyHost.text(body).setHeader("Content-Type", "text/html").build()),
    A_REDIRECT(
        "301", body -> PolicyHost.text(body).code(301).setHeader("Location", "/elsewhere").build()),
    A_BROKEN_SERVER("503", body -> new MockResponse.Builder().code(503).build());

    private final String named;
    private final Function<String, MockResponse> answer;

    Wrong(String named, Function<String, MockResponse> answer) {
      this.named = named;
      this.answer = answer;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPolicyThatIsNotServedAsItShouldKeepsTheRecordAsItWas(Wrong wrong) {
    world.https.answer(ACME, () -> wrong.answer.apply(world.policy(ACME).orElse("")));

    assertThatTheGateStaysClosed(wrong.named);
    world.serveWhatIsPublished(ACME);
    assertThatTheNextRunGoesOnUnderTheSameId();
  }

  @Test
  void aCertificateForAnotherNameKeepsTheRecordAsItWas() {
    world.spec(MX1, "unknown.example");
    world.write(
        "zones/unknown.example.zone",
        World.read(world.zoneFile(ACME)).orElseThrow().replace(ACME, "unknown.example"));
    world.resolve("mta-sts.unknown.example");

    Cli.Run run = world.apply("--wait", "0s");

    assertExit(1, run);
    assertThat(run.out())
        .contains("certificate")
        .contains("mta-sts.unknown.example", "was not touched");
    assertThat(World.read(world.zoneFile("unknown.example")).orElseThrow()).doesNotContain("STSv1");
  }

  @Test
  void anAuthorityThatNobodyNamedIsNotTrusted() {
    Cli.Run run =
        world.cli().run("apply", "-y", "--wait", "0s", "--resolver", world.gateOptions().get(3));

    assertExit(1, run);
    assertThat(run.out()).containsIgnoringCase("certificate").contains("was not touched");
    assertThat(world.txt("_mta-sts." + ACME)).isEmpty();
    assertThatTheNextRunGoesOnUnderTheSameId();
  }

  @Test
  void aPolicyThatIsServedLateIsWaitedForWithProgress() {
    AtomicInteger looks = new AtomicInteger();
    world.https.answer(
        ACME,
        () ->
            looks.incrementAndGet() < 3
                ? new MockResponse.Builder().code(404).build()
                : PolicyHost.text(world.policy(ACME).orElseThrow()).build());

    Cli.Run run = world.apply("--wait", "30s");

    assertExit(0, run);
    assertThat(run.out())
        .contains("waiting for " + URL + " to serve the policy 0s: ", "404", "the policy is served")
        .containsOnlyOnce("waiting for");
    assertThat(looks).hasValue(3);
    assertExit(0, world.plan());
  }

  @Test
  void aGateHoldsUpItsOwnDomainOnly() {
    world.spec(MX1, ACME, SHOP);
    world.https.remove(ACME);

    Cli.Run run = world.apply("--wait", "0s");

    assertExit(1, run);
    assertThat(run.out()).contains("5 created", "1 of 2 domains not finished");
    assertThat(world.txt("_mta-sts." + ACME)).isEmpty();
    assertThat(world.recordId(SHOP)).isEqualTo(world.policyId(SHOP));
  }

  @Test
  void whoeverTurnsTheGateOffIsNotHeldUp() {
    world.https.remove(ACME);
    world.edit(ACME + ": {", ACME + ": { verify: false,");

    assertExit(0, world.cli().run("apply", "-y"));
    assertThat(world.recordId(ACME)).isEqualTo(world.policyId(ACME));
    assertThat(world.https.requests()).isEmpty();
  }

  private void assertThatTheGateStaysClosed(String named) {
    Cli.Run run = world.apply("--wait", "0s");
    assertExit(1, run);
    assertThat(run.out())
        .contains("Waited 0 s for " + URL, named, "The record was not touched", "run apply again");
    assertThat(world.txt("_mta-sts." + ACME)).isEmpty();
    assertThat(world.lock()).isEmpty();
  }

  private void assertThatTheNextRunGoesOnUnderTheSameId() {
    String id = world.policyId(ACME);
    world.clock.set("2026-11-25T00:00:00Z");
    assertExit(2, world.plan());
    assertExit(0, world.apply());
    assertThat(world.policyId(ACME)).isEqualTo(id);
    assertThat(world.recordId(ACME)).isEqualTo(id);
    assertExit(0, world.plan());
  }
}
