package dev.mtasts.plan;

import static dev.mtasts.plan.OneDomain.DAY;
import static dev.mtasts.plan.OneDomain.day;
import static dev.mtasts.plan.OneDomain.policy;
import static dev.mtasts.plan.OneDomain.published;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Ledger;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.Policy;
import dev.mtasts.provider.Settings;
import dev.mtasts.spec.Caution;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Rollout;
import dev.mtasts.spec.Spec;
import dev.mtasts.spec.StateSpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WavesTest {
  private static final DomainName A = new DomainName("a.example");
  private static final DomainName B = new DomainName("b.example");
  private static final DomainName C = new DomainName("c.example");
  private static final Policy TESTING = policy(Mode.TESTING, DAY, "mx1.acme.example");
  private static final Policy ENFORCE = policy(Mode.ENFORCE, 7 * DAY, "mx1.acme.example");

  private final Map<DomainName, DomainEntry> entries = new HashMap<>();
  private World world = World.UNSEEN;

  private Map<DomainName, Instant> full(int size, Selection selection, Instant now) {
    Rollout way =
        new Rollout(
            List.of(
                new Rollout.Stage(Mode.TESTING, DAY, 10 * DAY),
                new Rollout.Stage(Mode.ENFORCE, 7 * DAY, 0)),
            false,
            Optional.of(new Rollout.Wave(size, DAY)));
    SortedMap<DomainName, DomainSpec> domains = new TreeMap<>();
    entries.forEach(
        (name, entry) ->
            domains.put(name, OneDomain.spec(name, ENFORCE, Optional.of(way), Caution.STRICT)));
    Spec spec =
        new Spec(
            new StateSpec("local", Settings.NONE),
            Map.of(),
            domains,
            new TreeMap<>(),
            new TreeMap<>());
    return Waves.full(spec, Ledger.fresh().with(entries), world, selection, now, domain -> false);
  }

  @Test
  void whoWaitsLongestGoesFirst() {
    entries.put(A, published(DomainEntry.NONE, TESTING, day(2)));
    entries.put(B, published(DomainEntry.NONE, TESTING, day(0)));
    entries.put(C, published(DomainEntry.NONE, TESTING, day(1)));

    assertThat(full(1, Selection.ALL, day(20))).containsOnlyKeys(A, C);
    assertThat(full(2, Selection.ALL, day(20))).containsOnlyKeys(A);
    assertThat(full(3, Selection.ALL, day(20))).isEmpty();
  }

  @Test
  void whoWasPromotedTodayTakesRoomUntilTomorrow() {
    entries.put(A, published(DomainEntry.NONE, TESTING, day(0)));
    DomainEntry promoted = published(DomainEntry.NONE, TESTING, day(0));
    entries.put(B, published(promoted, ENFORCE, day(19.5)));

    assertThat(full(1, Selection.ALL, day(20))).containsExactly(Map.entry(A, day(20.5)));
    assertThat(full(1, Selection.ALL, day(20.5))).isEmpty();
  }

  @Test
  void whoIsLeftOutOfARunKeepsItsPlaceOnlyWhenPromoted() {
    entries.put(A, published(DomainEntry.NONE, TESTING, day(0)));
    entries.put(B, published(DomainEntry.NONE, TESTING, day(1)));

    Selection onlyB = new Selection(List.of("b.example"), List.of());
    assertThat(full(1, onlyB, day(20))).isEmpty();
  }

  @Test
  void whoIsNotDueNeedsNoRoom() {
    entries.put(A, published(DomainEntry.NONE, TESTING, day(0)));
    entries.put(B, published(DomainEntry.NONE, TESTING, day(15)));

    assertThat(full(1, Selection.ALL, day(20))).isEmpty();
  }
}
