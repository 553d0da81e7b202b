package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static dev.mtasts.e2e.World.ACME;
import static dev.mtasts.e2e.World.MX1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.testing.Cli;
import dev.mtasts.testing.PolicyHost;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two applies at once, with the ledger in a file and in a bucket. */
class LockTest {
  private static final Pattern UNLOCK = Pattern.compile("mtasts unlock ([0-9a-f-]{36})");

  /** Where the ledger lies. */
  enum Place {
    FILE,
    BUCKET;

    World open(Path folder) {
      return this == FILE ? new FileWorld(folder) : new AwsWorld(folder, false);
    }
  }

  @TempDir Path folder;
  private World world;

  private void open(Place place) {
    world = place.open(folder);
    world.spec(MX1, ACME);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @EnumSource
  void theSecondIsTurnedAwayAndToldWhoHoldsTheLock(Place place) {
    open(place);
    Cli.Run[] second = {null};
    whileTheFirstWaitsAtItsGate(() -> second[0] = world.apply());

    assertExit(0, world.apply());

    assertExit(6, second[0]);
    assertThat(second[0].err())
        .contains("The ledger is locked", "held by ", "for apply since 2026-11-23T12:00:00Z")
        .contains("Nothing was changed")
        .containsPattern(UNLOCK);
    assertThat(world.lock()).isEmpty();
    assertExit(0, world.plan());
  }

  @ParameterizedTest
  @EnumSource
  void whoeverIsPatientWaitsAndThenFindsNothingToDo(Place place) {
    open(place);
    CompletableFuture<Cli.Run> second = new CompletableFuture<>();
    whileTheFirstWaitsAtItsGate(
        () -> second.completeAsync(() -> world.apply("--lock-timeout", "5m")));

    assertExit(0, world.apply());

    assertExit(0, second.join());
    assertThat(second.join().out()).contains("No changes.");
    assertThat(world.lock()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aPlanNeedsNoLockAndTakesNone(Place place) {
    open(place);
    Cli.Run[] plan = {null};
    whileTheFirstWaitsAtItsGate(() -> plan[0] = world.plan());

    assertExit(0, world.apply());

    assertExit(2, plan[0]);
  }

  @ParameterizedTest
  @EnumSource
  void theLockOfADeadRunEndsWithItsLease(Place place) {
    open(place);
    hold("2026-11-23T11:59:59Z");

    assertExit(0, world.apply());

    assertThat(world.lock()).isEmpty();
    assertExit(0, world.plan());
  }

  @ParameterizedTest
  @EnumSource
  void aLockIsBrokenByTheIdThatItNamesAndByNoOther(Place place) {
    open(place);
    hold("2026-11-23T12:01:00Z");
    Cli.Run locked = world.apply();
    assertExit(6, locked);
    assertThat(locked.err()).contains("ann@build7", "lease until 2026-11-23T12:01:00Z");
    assertThat(world.cli().run("show").out()).contains("Locked by ann@build7");

    Cli.Run wrong = world.cli().run("unlock", "0");
    assertExit(6, wrong);
    assertThat(wrong.err()).contains("not 0", "It was left alone");
    assertExit(6, world.apply());

    Matcher id = UNLOCK.matcher(locked.err());
    assertThat(id.find()).isTrue();
    Cli.Run right = world.cli().run("unlock", id.group(1));
    assertExit(0, right);
    assertThat(right.out()).contains("ann@build7");
    assertExit(0, world.apply());
    assertExit(6, world.cli().run("unlock", id.group(1)));
  }

  @ParameterizedTest
  @EnumSource
  void aLockThatNobodyCanReadIsBrokenOnPurposeOnly(Place place) {
    open(place);
    lock("not a lock");

    Cli.Run locked = world.apply();
    assertExit(6, locked);
    assertThat(locked.err()).contains("not readable as a lock", "mtasts unlock unreadable");
    assertExit(0, world.cli().run("unlock", "unreadable"));
    assertExit(0, world.apply());
  }

  @ParameterizedTest
  @EnumSource
  void aRunWhoseLockWasBrokenStopsWhereTheLedgerMovedAndHarmsNothing(Place place) {
    open(place);
    whileTheFirstWaitsAtItsGate(
        () -> {
          Cli.Run locked = world.apply();
          Matcher id = UNLOCK.matcher(locked.err());
          assertThat(id.find()).as("%s", locked).isTrue();
          assertExit(0, world.cli().run("unlock", id.group(1)));
          assertExit(0, world.apply());
        });

    Cli.Run first = world.apply();

    assertExit(1, first);
    assertThat(first.out())
        .contains("Tried to save the ledger", "another run wrote it in the meantime", "plan again");
    assertThat(world.lock()).isEmpty();
    assertThat(world.recordId(ACME)).isEqualTo(world.policyId(ACME));
    assertExit(0, world.plan());
  }

  /** The first look at the gate does something else first; the policy is served right after. */
  private void whileTheFirstWaitsAtItsGate(Runnable act) {
    boolean[] done = {false};
    Supplier<MockResponse> answer =
        () -> {
          if (!done[0]) {
            done[0] = true;
            act.run();
          }
          return PolicyHost.text(world.policy(ACME).orElseThrow()).build();
        };
    world.https.answer(ACME, answer);
  }

  private void hold(String until) {
    lock(
        "{\"id\":\"0b2e7a52-6f0c-4a5e-9f53-b1c9d1b6a001\",\"who\":\"ann@build7 (process 7)\","
            + "\"operation\":\"apply\",\"since\":\"2026-11-23T11:57:00Z\",\"until\":\""
            + until
            + "\"}");
  }

  private void lock(String text) {
    if (world instanceof CloudWorld cloud) {
      CloudWorld.STORE.put(cloud.bucket, CloudWorld.LEDGER_KEY + ".lock", text);
    } else {
      world.write(".mtasts/state.json.lock", text);
    }
    assertThat(List.of(world.lock().orElseThrow())).containsExactly(text);
  }
}
