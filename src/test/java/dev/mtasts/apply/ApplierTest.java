package dev.mtasts.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.ledger.LedgerStore;
import dev.mtasts.plan.Plan;
import dev.mtasts.plan.Planner;
import dev.mtasts.plan.Selection;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.Surroundings;
import dev.mtasts.spec.Spec;
import dev.mtasts.spec.SpecReader;
import dev.mtasts.testing.MemoryWorld;
import dev.mtasts.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ApplierTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final TestClock clock = new TestClock("2026-11-23T12:00:00Z");
  private final MemoryWorld world = new MemoryWorld();
  private final List<Event> events = new ArrayList<>();
  private final Stop stop = new Stop();
  private GateCheck gate = open -> Optional.empty();
  private Duration patience = PATIENCE;

  private Applied apply(String... domains) {
    StringBuilder text = new StringBuilder("version: 1\nproviders: { m: { type: memory } }\n");
    text.append("defaults: { host: { provider: m }, dns: { provider: m } }\ndomains:\n");
    for (String domain : domains) {
      text.append("  ").append(domain);
      text.append(": { policy: { mode: testing, mx: [mx.acme.example], max_age: 1d } }\n");
    }
    Spec spec =
        Objects.requireNonNull(
            new SpecReader(List.of(world), Map.of()).read(text.toString(), "mtasts.yaml").spec());
    Surroundings around = new Surroundings(Map.of(), Path.of("/"), clock, Progress.SILENT);
    LedgerStore store = new LedgerStore(world.blobs, clock);
    try (OpenProviders providers = new OpenProviders(spec, List.of(world), around)) {
      Planner.Request request =
          Planner.Request.of(spec, Selection.ALL, store.load().ledger(), clock.instant());
      Plan plan = Planner.plan(request, new Survey(providers).read(request.questions()));
      return new Applier(providers, store, gate, clock, events::add, stop)
          .apply(plan, gate -> patience, 4);
    }
  }

  private LaneEnd end(Applied applied, String domain) {
    return applied.ends().stream()
        .filter(one -> one.domain().equals(new DomainName(domain)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theRecordFollowsThePolicyOnlyThroughTheGate() {
    AtomicInteger looks = new AtomicInteger();
    gate =
        one -> {
          assertThat(world.files).containsKey("memory:acme.example");
          assertThat(world.records).isEmpty();
          return looks.incrementAndGet() < 3 ? Optional.of("404") : Optional.empty();
        };

    Applied applied = apply("acme.example");

    assertThat(applied.complete()).isTrue();
    assertThat(world.values("_mta-sts.acme.example", RecordType.TXT)).hasSize(1);
    assertThat(events.stream().filter(Event.Waiting.class::isInstance)).hasSize(2);
  }

  @Test
  void aGateThatStaysClosedLeavesTheRecordAlone() {
    gate = one -> Optional.of("status 404");
    patience = Duration.ZERO;

    LaneEnd end = end(apply("acme.example"), "acme.example");

    assertThat(end.how()).isEqualTo(LaneEnd.How.CLOSED);
    assertThat(end.message()).contains("status 404", "record was not touched", "apply again");
    assertThat(world.records).isEmpty();
  }

  @Test
  void aGateThatFailsInsideIsAClosedGate() {
    gate =
        one -> {
          throw new IllegalStateException("boom");
        };
    patience = Duration.ZERO;

    assertThat(end(apply("acme.example"), "acme.example").message()).contains("boom");
  }

  @Test
  void oneLaneThatFailsDoesNotStopTheOthers() {
    Failure denied =
        new Failure(Failure.Kind.DENIED, "write a file", "the store said no", "Ask for access.");
    world.failing.put("write bad.example/policy", denied);

    Applied applied = apply("acme.example", "bad.example", "shop.example");

    assertThat(applied.complete()).isFalse();
    assertThat(end(applied, "acme.example").how()).isEqualTo(LaneEnd.How.DONE);
    assertThat(end(applied, "shop.example").how()).isEqualTo(LaneEnd.How.DONE);
    LaneEnd bad = end(applied, "bad.example");
    assertThat(bad.how()).isEqualTo(LaneEnd.How.FAILED);
    assertThat(bad.message())
        .contains("Tried to write a file but failed because the store said no. Ask for access.")
        .contains("The record was not touched");
    assertThat(world.values("_mta-sts.bad.example", RecordType.TXT)).isEmpty();
  }

  @Test
  void whatIsReadyTogetherGoesTogether() {
    String[] many = new String[200];
    for (int i = 0; i < many.length; i++) {
      many[i] = "d" + i + ".example";
    }

    Applied applied = apply(many);

    assertThat(applied.complete()).isTrue();
    assertThat(applied.done()).isEqualTo(400);
    // Not a save for each of 400 acts: a few for each batch.
    assertThat(world.blobs.writes()).isLessThan(100);
  }

  @Test
  void onceStoppedNothingNewIsBegunAndTheLedgerKnowsWhatWasDone() {
    gate =
        one -> {
          stop.request("interrupted");
          return Optional.of("404");
        };

    Applied applied = apply("acme.example");

    LaneEnd end = end(applied, "acme.example");
    assertThat(end.how()).isEqualTo(LaneEnd.How.STOPPED);
    assertThat(end.message()).contains("interrupted", "in the ledger", "apply again");
    assertThat(world.records).isEmpty();
    assertThat(new LedgerStore(world.blobs, clock).load().ledger().domains().values())
        .allSatisfy(entry -> assertThat(entry.issued()).isNotNull());
  }

  @Test
  void aRunThatIsStoppedBeforeItBeginsDoesNothing() {
    stop.request("interrupted");

    assertThat(apply("acme.example").done()).isZero();
    assertThat(world.log).doesNotContain("policy acme.example");
  }

  @Test
  void whereTheLedgerCannotBeSavedNothingIsDone() {
    world.dieAt(1, true);

    Applied applied = apply("acme.example");

    assertThat(applied.trouble()).isInstanceOf(MemoryWorld.Crash.class);
    assertThat(applied.done()).isZero();
    assertThat(world.log).isEmpty();
  }
}
