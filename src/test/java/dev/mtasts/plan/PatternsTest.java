package dev.mtasts.plan;

import static dev.mtasts.plan.OneDomain.DAY;
import static dev.mtasts.plan.OneDomain.NAME;
import static dev.mtasts.plan.OneDomain.START;
import static dev.mtasts.plan.OneDomain.day;
import static dev.mtasts.plan.OneDomain.policy;
import static dev.mtasts.plan.OneDomain.published;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.plan.PublicDns.Seen;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import dev.mtasts.spec.Caution;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PatternsTest {
  private static final String OLD = "mx1.acme.example";
  private static final String NEW = "mx2.acme.example";
  private static final Policy BOTH = policy(Mode.ENFORCE, 14 * DAY, OLD, NEW);
  private static final Policy ONLY_OLD = policy(Mode.ENFORCE, 14 * DAY, OLD);
  private static final Policy ONLY_NEW = policy(Mode.ENFORCE, 14 * DAY, NEW);

  private List<Diagnostic> told = List.of();

  private Patterns patterns(
      Policy wanted,
      Caution caution,
      DomainEntry entry,
      Optional<Policy> live,
      @Nullable Seen<List<String>> hosts,
      Instant now) {
    DomainSpec spec = OneDomain.spec(NAME, wanted, Optional.empty(), caution);
    Remarks remarks = new Remarks(spec, Set.of());
    Patterns patterns =
        Patterns.of(spec, entry, Published.policy(entry), live, hosts, now, remarks);
    told = remarks.list();
    return patterns;
  }

  private Patterns strict(
      Policy wanted, DomainEntry entry, @Nullable Seen<List<String>> hosts, Instant now) {
    return patterns(wanted, Caution.STRICT, entry, Optional.empty(), hosts, now);
  }

  private static Seen<List<String>> dns(String... hosts) {
    return new Seen.Known<>(List.of(hosts));
  }

  private static List<String> names(Patterns patterns) {
    return patterns.mx().stream().map(MxPattern::toString).toList();
  }

  @Test
  void aDroppedPatternStaysForADayAfterDnsWasSeenWithoutIt() {
    DomainEntry entry = published(DomainEntry.NONE, BOTH, START);

    Patterns first = strict(ONLY_NEW, entry, dns(NEW), day(5));
    assertThat(names(first)).containsExactly(NEW, OLD);
    assertThat(first.unused()).isEqualTo(Map.of(OLD, day(5)));
    assertThat(first.forecasts().get(0).due()).isEqualTo(day(6));

    DomainEntry later = entry.leaving(first.unused());
    assertThat(names(strict(ONLY_NEW, later, dns(NEW), day(5.9)))).contains(OLD);
    Patterns last = strict(ONLY_NEW, later, dns(NEW), day(6));
    assertThat(names(last)).containsExactly(NEW);
    assertThat(last.unused()).isEmpty();
  }

  @Test
  void aDroppedPatternWhoseHostIsLiveIsAnError() {
    DomainEntry entry = published(DomainEntry.NONE, BOTH, START);

    strict(ONLY_NEW, entry, dns(OLD, NEW), day(5));

    assertThat(told).extracting(Diagnostic::guard).containsExactly(Guard.MX_DROPPED_STILL_LIVE);
  }

  @Test
  void aHostThatComesBackWithinTheDayIsAnErrorWhenTheDayIsOver() {
    DomainEntry entry = published(DomainEntry.NONE, BOTH, START).leaving(Map.of(OLD, day(5)));

    strict(ONLY_NEW, entry, dns(OLD, NEW), day(6));

    assertThat(told).extracting(Diagnostic::guard).containsExactly(Guard.MX_DROPPED_STILL_LIVE);
  }

  @Test
  void nothingIsDroppedWhileDnsCannotBeAsked() {
    DomainEntry entry = published(DomainEntry.NONE, BOTH, START).leaving(Map.of(OLD, day(5)));

    Patterns patterns = strict(ONLY_NEW, entry, new Seen.Unknown<>("no answer"), day(9));
    assertThat(names(patterns)).contains(OLD);
    assertThat(patterns.undecided()).as("it was asked").isFalse();
    assertThat(strict(ONLY_NEW, entry, null, day(9)).undecided()).isTrue();
  }

  @Test
  void aNewHostWaitsForEveryPolicyThatLacksIt() {
    DomainEntry entry = published(DomainEntry.NONE, ONLY_OLD, START);
    entry = published(entry, BOTH, day(10));

    Patterns patterns = strict(BOTH, entry, null, day(11));

    assertThat(patterns.forecasts()).hasSize(1);
    assertThat(patterns.forecasts().get(0).due()).isEqualTo(day(24));
    assertThat(strict(BOTH, entry, null, day(24)).forecasts()).isEmpty();
  }

  @Test
  void withCautionFastItWaitsOnlyForResolvers() {
    DomainEntry entry = published(DomainEntry.NONE, ONLY_OLD, START);
    entry = published(entry, BOTH, day(10));

    Patterns soon =
        patterns(BOTH, Caution.FAST, entry, Optional.empty(), null, day(10).plusSeconds(299));
    assertThat(soon.forecasts().get(0).due()).isEqualTo(day(10).plusSeconds(300));
  }

  @Test
  void aStrangersPolicyHoldsBackAHostThatOursAnnouncedLongAgo() {
    DomainEntry entry = published(DomainEntry.NONE, BOTH, START);

    for (Caution caution : Caution.values()) {
      Patterns patterns = patterns(BOTH, caution, entry, Optional.of(ONLY_OLD), null, day(30));
      assertThat(patterns.forecasts().get(0).due()).as(caution.word()).isEqualTo(day(44));
    }
  }

  @Test
  void backInTestingAnOldEnforcedPolicyStillHoldsBackAHost() {
    DomainEntry entry = published(DomainEntry.NONE, ONLY_OLD, START);
    Policy testing = policy(Mode.TESTING, DAY, OLD, NEW);
    entry = published(entry, testing, day(10));

    assertThat(strict(testing, entry, null, day(11)).forecasts().get(0).due()).isEqualTo(day(24));
  }

  @Test
  void whatALostLedgerMayHaveKnownHoldsBackEveryNewHost() {
    DomainEntry entry = published(DomainEntry.NONE, BOTH, START).assuming(day(40));

    assertThat(strict(BOTH, entry, null, day(39)).forecasts().get(0).due()).isEqualTo(day(40));
    assertThat(strict(BOTH, entry, null, day(40)).forecasts()).isEmpty();
  }

  @Test
  void aHostThatEnteredDnsTooEarlyIsWarnedAbout() {
    DomainEntry entry = published(DomainEntry.NONE, ONLY_OLD, START);
    entry = published(entry, BOTH, day(10));

    strict(BOTH, entry, dns(OLD, NEW), day(11));

    assertThat(told).extracting(Diagnostic::guard).containsExactly(Guard.ENFORCE_MX_MISMATCH);
    assertThat(told.get(0).isError()).isFalse();
  }
}
