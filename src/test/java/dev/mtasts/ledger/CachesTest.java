package dev.mtasts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.provider.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachesTest {
  private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
  private static final PolicyId ONE = new PolicyId("one");
  private static final PolicyId TWO = new PolicyId("two");

  private static Policy policy(Mode mode, Duration maxAge) {
    return new Policy(mode, List.of(MxPattern.parse("mx1.acme.example")), maxAge.toSeconds());
  }

  private static Instant day(int days) {
    return START.plus(Duration.ofDays(days));
  }

  private static DomainEntry published(Policy policy) {
    return DomainEntry.NONE
        .owning(Part.POLICY, new Owned("web", "file", List.of(policy.content()), null))
        .serving(policy.content(), new Issued(ONE, policy.content()), START)
        .announcing(ONE, 300, START);
  }

  private static DomainEntry then(DomainEntry entry, Policy policy, Instant uploaded) {
    return entry.serving(policy.content(), new Issued(TWO, policy.content()), uploaded);
  }

  @Test
  void whatIsInPlaceIsKeptFromNowOn() {
    DomainEntry entry = published(policy(Mode.ENFORCE, Duration.ofDays(14)));

    assertThat(Caches.horizon(entry, day(100))).contains(day(114));
  }

  @Test
  void aBodyCountsUntilTheRecordNamedTheNext() {
    DomainEntry entry = published(policy(Mode.ENFORCE, Duration.ofDays(14)));
    entry = then(entry, policy(Mode.NONE, Duration.ofDays(1)), day(10));

    assertThat(Caches.horizon(entry, day(12))).as("not named yet").contains(day(26));
    DomainEntry named = entry.announcing(TWO, 300, day(13));
    assertThat(Caches.horizon(named, day(20))).contains(day(27));
    assertThat(Caches.at(named, day(20)).get(0).left()).isEqualTo(day(13).plusSeconds(300));
    assertThat(Caches.horizon(named, day(28))).isEmpty();
  }

  @Test
  void everyBodyCountsAndNotOnlyTheLast() {
    DomainEntry entry = published(policy(Mode.ENFORCE, Duration.ofDays(180)));
    entry =
        then(entry, policy(Mode.ENFORCE, Duration.ofDays(1)), day(1)).announcing(TWO, 300, day(1));

    assertThat(Caches.horizon(entry, day(100))).contains(day(181));
    assertThat(Caches.at(entry, day(100))).hasSize(2);
  }

  @Test
  void smallMaxAgesAreRaisedAsSomeSendersDo() {
    assertThat(Caches.kept(policy(Mode.ENFORCE, Duration.ofHours(1))))
        .isEqualTo(Duration.ofDays(7));
    assertThat(Caches.kept(policy(Mode.TESTING, Duration.ofHours(1))))
        .isEqualTo(Duration.ofDays(1));
    assertThat(Caches.kept(policy(Mode.ENFORCE, Duration.ofDays(30))))
        .isEqualTo(Duration.ofDays(30));
  }

  @Test
  void anUploadWhoseEndNobodySawCounts() {
    Policy begun = policy(Mode.ENFORCE, Duration.ofDays(30));
    Issued issued = new Issued(TWO, begun.content());
    DomainEntry entry =
        published(policy(Mode.TESTING, Duration.ofDays(1)))
            .intending(Part.POLICY, new Intent(null, issued, START));

    assertThat(Caches.at(entry, day(2))).extracting(Caches.Cached::id).contains(TWO);
    assertThat(Caches.horizon(entry, day(2))).contains(day(32));
  }

  @Test
  void modeNoneBindsNobody() {
    assertThat(Caches.horizon(published(policy(Mode.NONE, Duration.ofDays(1))), day(1))).isEmpty();
  }

  @Test
  void whatIsAssumedCountsBesidesWhatIsKnown() {
    DomainEntry entry = published(policy(Mode.NONE, Duration.ofDays(1))).assuming(day(50));

    assertThat(Caches.horizon(entry, day(40))).contains(day(50));
    assertThat(Caches.horizon(entry, day(51))).isEmpty();
  }

  @Test
  void aDeletedBodyIsKeptFromItsDeletionOn() {
    DomainEntry entry =
        published(policy(Mode.TESTING, Duration.ofDays(7)))
            .owning(Part.POLICY, null)
            .ending(day(3));

    assertThat(Caches.horizon(entry, day(5))).contains(day(10));
  }
}
