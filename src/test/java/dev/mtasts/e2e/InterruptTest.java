package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static dev.mtasts.e2e.World.ACME;
import static dev.mtasts.e2e.World.MX1;
import static dev.mtasts.e2e.World.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.apply.Stop;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.FaultyProxy;
import dev.mtasts.testing.PolicyHost;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C wherever a run may be: it ends soon, the lock is free, the next run goes on. */
@Timeout(60)
class InterruptTest {
  @TempDir Path folder;
  private final Stop stop = new Stop();

  @Test
  void atTheQuestionNothingIsChanged() {
    try (FileWorld world = new FileWorld(folder)) {
      world.spec(MX1, ACME);
      InputStream nobodyAnswers =
          new InputStream() {
            @Override
            public int read() {
              assertThat(world.lock()).isPresent();
              stop.request("interrupted");
              return forever();
            }
          };

      Cli.Run run = apply(world, world.cli().typing(nobodyAnswers));

      assertExit(130, run);
      assertThat(run.err()).contains("Stopped (interrupted). Nothing was changed.");
      assertThat(world.lock()).isEmpty();
      assertThat(world.policy(ACME)).isEmpty();
    }
  }

  @Test
  void whileItReadsNothingIsChanged() {
    try (AwsWorld world = new AwsWorld(folder, false)) {
      world.spec(MX1, ACME);
      world.dnsService.next(
          1,
          request -> true,
          new FaultyProxy.Fault.After(
              () -> {
                stop.request("interrupted");
                forever();
              }));

      Cli.Run run = apply(world, world.cli(), "-y");

      assertExit(130, run);
      assertThat(run.err()).contains("Nothing was changed.");
      assertThat(world.lock()).isEmpty();
      assertThat(world.policy(ACME)).isEmpty();
    }
  }

  @Test
  void whileItWaitsForTheLockNothingIsChanged() {
    try (FileWorld world = new FileWorld(folder)) {
      world.spec(MX1, ACME);
      Cli.Run[] second = {null};
      world.https.answer(
          ACME,
          () -> {
            if (second[0] == null) {
              new Thread(
                      () -> {
                        pause(300);
                        stop.request("interrupted");
                      })
                  .start();
              second[0] = apply(world, world.cli(), "-y", "--lock-timeout", "1h");
            }
            return PolicyHost.text(world.policy(ACME).orElseThrow()).build();
          });

      assertExit(0, world.apply());

      assertExit(130, second[0]);
      assertThat(world.lock()).isEmpty();
    }
  }

  @Test
  void atAClosedGateTheRecordStaysAndTheNextRunGoesOn() {
    try (FileWorld world = new FileWorld(folder)) {
      world.spec(MX1, ACME, SHOP);
      world.https.answer(
          ACME,
          () -> {
            if (!world.txt("_mta-sts." + SHOP).isEmpty()) {
              stop.request("interrupted");
            }
            return new MockResponse.Builder().code(404).build();
          });

      Cli.Run run = apply(world, world.cli(), "-y", "--wait", "1h");

      assertExit(130, run);
      assertThat(run.out())
          .contains("acme.example: Stopped before its end (interrupted)", "run apply again")
          .contains("1 of 2 domains not finished");
      assertThat(world.lock()).isEmpty();
      assertThat(world.txt("_mta-sts." + ACME)).isEmpty();
      assertThat(world.recordId(SHOP)).isEqualTo(world.policyId(SHOP));
      assertThat(world.ledger().orElseThrow()).contains("acme.example");
      world.serveWhatIsPublished(ACME);
      assertExit(0, world.apply());
      assertThat(world.recordId(ACME)).isEqualTo("20261123T120000Z");
      assertExit(0, world.plan());
    }
  }

  @Test
  void duringAWriteTheWriteIsFinishedAndNotedAndNothingElseBegins() {
    try (AwsWorld world = new AwsWorld(folder, false)) {
      world.spec(MX1, ACME);
      world.s3.next(
          1,
          request -> request.method().equals("PUT") && request.target().endsWith("mta-sts.txt"),
          new FaultyProxy.Fault.After(() -> stop.request("interrupted")));

      Cli.Run run = apply(world, world.cli(), "-y");

      assertExit(130, run);
      assertThat(world.policy(ACME)).isPresent();
      assertThat(world.txt("_mta-sts." + ACME)).isEmpty();
      assertThat(world.lock()).isEmpty();
      assertThat(world.ledger().orElseThrow()).contains("\"owned\" : {\n").contains("s3://");
      assertExit(0, world.apply());
      assertThat(world.recordId(ACME)).isEqualTo(world.policyId(ACME));
      assertExit(0, world.plan());
    }
  }

  private Cli.Run apply(World world, Cli cli, String... more) {
    List<String> args = new ArrayList<>(List.of("apply"));
    args.addAll(world.gateOptions());
    args.addAll(List.of(more));
    return cli.run(stop, args.toArray(String[]::new));
  }

  private static int forever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return -1;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
