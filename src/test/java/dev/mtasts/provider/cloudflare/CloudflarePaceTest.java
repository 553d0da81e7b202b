package dev.mtasts.provider.cloudflare;

import static dev.mtasts.provider.contract.Ask.create;
import static dev.mtasts.provider.contract.Ask.read;
import static dev.mtasts.provider.contract.Ask.unread;
import static dev.mtasts.provider.contract.RecordSetsContract.RECORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Progress;
import dev.mtasts.testing.CloudflareFault;
import dev.mtasts.testing.CloudflareRate;
import dev.mtasts.testing.CloudflareStandIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CloudflarePaceTest {
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final CloudflareWorld world = new CloudflareWorld();

  @BeforeEach
  void serveTheZone() {
    world.standIn.addZone("acme.example");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aSmallRunNeverWaits() {
    create(world.handler(), RECORD);

    assertThat(world.waits).isEmpty();
  }

  @Test
  void aRunOfSeveralWindowsIsNeverLockedOut() {
    world.rate(CloudflareRate.still(200, WINDOW));

    for (int i = 0; i < 700; i++) {
      read(world.handler(), RECORD);
    }

    // Nobody was turned away: every request did what it was for.
    assertThat(world.standIn.count(CloudflareStandIn.Call::listsRecords)).isEqualTo(700);
    assertThat(world.waited()).isBetween(WINDOW.multipliedBy(2), WINDOW.multipliedBy(4));
  }

  @Test
  void whatOthersSpendOfTheSharedLimitIsSeen() {
    CloudflareRate rate = CloudflareRate.still(200, WINDOW);
    world.rate(rate);
    read(world.handler(), RECORD);
    rate.spendElsewhere(190);
    world.standIn.forget();

    for (int i = 0; i < 30; i++) {
      read(world.handler(), RECORD);
    }

    assertThat(world.standIn.count(CloudflareStandIn.Call::listsRecords)).isEqualTo(30);
    assertThat(world.waited()).isGreaterThanOrEqualTo(WINDOW.dividedBy(2));
    assertThat(world.progress).anyMatch(line -> line.startsWith("waiting for Cloudflare"));
  }

  @Test
  void withoutTheHeaderTheBucketStaysBelowTheLimit() {
    List<Duration> waits = new ArrayList<>();
    Pace pace = new Pace(waits::add, Progress.SILENT);

    for (int i = 0; i < 200; i++) {
      pace.take();
    }
    assertThat(waits).isEmpty();
    for (int i = 0; i < 1_000; i++) {
      pace.take();
    }

    // The sleeper does not sleep, so the last wait is the bucket's whole debt: 1,000 requests late.
    assertThat(waits.get(waits.size() - 1)).isGreaterThan(Duration.ofSeconds(280));
  }

  @Test
  void aServiceThatDoesNotSayHowMuchIsLeftLocksNobodyOutEither() {
    world.rate(CloudflareRate.still(1_200, WINDOW).silent());

    for (int i = 0; i < 1_300; i++) {
      read(world.handler(), RECORD);
    }

    assertThat(world.standIn.count(CloudflareStandIn.Call::listsRecords)).isEqualTo(1_300);
    assertThat(world.waits).isNotEmpty();
  }

  @Test
  void theTightestOfSeveralLimitsCounts() {
    List<Duration> waits = new ArrayList<>();
    Pace pace = new Pace(waits::add, Progress.SILENT);

    pace.learn("\"default\";r=900;t=100, \"burst\";r=4;t=8");
    pace.take();

    assertThat(waits).containsExactly(Duration.ofSeconds(2));
  }

  @Test
  void aHeaderThatMakesNoSenseChangesNothing() {
    List<Duration> waits = new ArrayList<>();
    Pace pace = new Pace(waits::add, Progress.SILENT);

    pace.learn(null);
    pace.learn("");
    pace.learn("\"default\";r=none;t=99999999999999999999");
    pace.take();

    assertThat(waits).isEmpty();
  }

  @Test
  void aLockOutIsSatOutAndShown() {
    world.standIn.next(call -> true, CloudflareFault.throttled(300));

    create(world.handler(), RECORD);

    assertThat(world.waited()).isGreaterThanOrEqualTo(Duration.ofSeconds(300));
    assertThat(world.progress).contains("waiting for Cloudflare's rate limit, 300 s");
  }

  @Test
  void aLockOutThatOthersCausedIsSatOutOnce() {
    CloudflareRate rate = CloudflareRate.still(200, WINDOW);
    world.rate(rate);
    rate.spendElsewhere(200);

    create(world.handler(), RECORD);

    assertThat(world.waited()).isEqualTo(WINDOW);
  }

  @Test
  void whoAsksForMoreThanALockOutIsNotWaitedFor() {
    world.standIn.next(call -> true, CloudflareFault.throttled(3_600));

    Failure failure = unread(read(world.handler(), RECORD));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.THROTTLED);
    assertThat(failure.todo()).contains("3600 s");
    assertThat(world.waits).isEmpty();
  }

  @Test
  void anInterruptedWaitEndsTheRunAndKeepsTheSignal() {
    Pace pace =
        new Pace(
            time -> {
              throw new InterruptedException();
            },
            Progress.SILENT);

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> pace.rest(Duration.ofSeconds(1)))
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
