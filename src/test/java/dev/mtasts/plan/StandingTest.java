package dev.mtasts.plan;

import static dev.mtasts.plan.OneDomain.DAY;
import static dev.mtasts.plan.OneDomain.day;
import static dev.mtasts.plan.OneDomain.policy;
import static dev.mtasts.plan.OneDomain.published;
import static dev.mtasts.plan.OneDomain.uploaded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.Policy;
import dev.mtasts.spec.Rollout;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandingTest {
  private static final Rollout WAY =
      new Rollout(
          List.of(
              new Rollout.Stage(Mode.TESTING, DAY, 14 * DAY),
              new Rollout.Stage(Mode.ENFORCE, DAY, 7 * DAY),
              new Rollout.Stage(Mode.ENFORCE, 7 * DAY, 0)),
          false,
          Optional.empty());
  private static final Policy TESTING = policy(Mode.TESTING, DAY, "mx1.acme.example");
  private static final Policy DAILY = policy(Mode.ENFORCE, DAY, "mx1.acme.example");

  @Test
  void aNewDomainBeginsAtTheFirstStage() {
    Standing standing = Standing.of(WAY, DomainEntry.NONE);

    assertThat(standing.index()).isZero();
    assertThat(standing.due()).as("nothing is announced").isEmpty();
  }

  @Test
  void aStageIsHeldFromItsAnnouncementOn() {
    Standing standing = Standing.of(WAY, published(DomainEntry.NONE, TESTING, day(3)));

    assertThat(standing.since()).isEqualTo(day(3));
    assertThat(standing.due()).contains(day(17));
    assertThat(standing.text()).isEqualTo("stage 1 of 3 (testing, max_age 1d) since " + day(3));
  }

  @Test
  void anUploadThatNobodyAnnouncedStartsNoClock() {
    Standing standing = Standing.of(WAY, uploaded(DomainEntry.NONE, TESTING, day(3)));

    assertThat(standing.index()).isZero();
    assertThat(standing.due()).isEmpty();
  }

  @Test
  void anotherMxDoesNotBeginAStageAnew() {
    DomainEntry entry = published(DomainEntry.NONE, TESTING, day(3));
    entry = published(entry, policy(Mode.TESTING, DAY, "mx2.acme.example"), day(5));

    assertThat(Standing.of(WAY, entry).since()).isEqualTo(day(3));
  }

  @Test
  void goingBackAndForthBeginsAStageAnew() {
    DomainEntry entry = published(DomainEntry.NONE, DAILY, day(3));
    entry = published(entry, TESTING, day(5));
    entry = published(entry, DAILY, day(9));

    Standing standing = Standing.of(WAY, entry);
    assertThat(standing.index()).isEqualTo(1);
    assertThat(standing.since()).isEqualTo(day(9));
  }

  @Test
  void aPolicyBetweenTwoStagesStandsAtTheLower() {
    Policy between = policy(Mode.ENFORCE, 3 * DAY, "mx1.acme.example");
    Standing standing = Standing.of(WAY, published(DomainEntry.NONE, between, day(1)));

    assertThat(standing.index()).isEqualTo(1);
    assertThat(standing.due()).as("that stage itself was never announced").isEmpty();
  }

  @Test
  void nothingFollowsTheLastStage() {
    Policy last = policy(Mode.ENFORCE, 30 * DAY, "mx1.acme.example");
    Standing standing = Standing.of(WAY, published(DomainEntry.NONE, last, day(1)));

    assertThat(standing.index()).isEqualTo(2);
    assertThat(standing.next()).isEmpty();
    assertThat(standing.due()).isEmpty();
  }
}
