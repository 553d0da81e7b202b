package dev.mtasts.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.provider.RecordType;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.MemoryWorld;
import dev.mtasts.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The process dies before or after every single effect on the world and on the ledger; the next run
 * finishes the work. All the while an id stands for one content only, and a record never names a
 * policy that is not in place.
 */
class CrashTest {
  private static final List<String> DOMAINS = List.of("acme.example", "shop.example");

  @TempDir Path folder;

  private final MemoryWorld world = new MemoryWorld();
  private final TestClock clock = new TestClock("2026-11-23T12:00:00Z");
  private final Map<String, String> contentOfId = new HashMap<>();
  private final Map<String, String> recordIds = new HashMap<>();

  @ParameterizedTest
  @CsvSource({
    "true, true, false",
    "false, true, false",
    "true, false, false",
    "false, false, false",
    "true, true, true",
    "false, false, true"
  })
  void aRunThatDiesAnywhereIsFinishedByTheNext(
      boolean before, boolean embed, boolean specChangesAfterTheCrash) throws IOException {
    world.afterEach(this::checkInvariants);
    int crashes = 0;
    for (int step = 1; ; step++) {
      world.files.clear();
      world.records.clear();
      world.blobs.remove(dev.mtasts.provider.Blobs.Key.LEDGER);
      contentOfId.clear();
      recordIds.clear();
      write(embed, "mx1");
      apply();
      write(embed, "mx2");

      world.dieAt(step, before);
      apply();
      if (!world.revive()) {
        break;
      }
      crashes++;
      if (specChangesAfterTheCrash) {
        write(embed, "mx3");
      }
      String last = specChangesAfterTheCrash ? "mx3" : "mx2";
      converges(last, "died " + (before ? "before" : "after") + " effect " + step);
    }
    // Two domains, each a policy and a record, and the ledger ahead of and behind them.
    assertThat(crashes).isGreaterThanOrEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void manyEditsAndCrashesUnderAnUnsteadyClockNeverReuseAnId(long seed) throws IOException {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    world.afterEach(this::checkInvariants);
    String mx = "mx0";
    for (int turn = 1; turn <= 60; turn++) {
      int what = random.nextInt(10);
      if (what < 6) {
        mx = "mx" + random.nextInt(4);
      }
      write(true, mx);
      if (random.nextInt(3) > 0) {
        world.dieAt(1 + random.nextInt(12), random.nextBoolean());
      }
      apply();
      world.revive();
      clock.pass(Duration.ofSeconds(random.nextInt(5) - 2)); // Backwards as often as forwards.
    }
    converges(mx, "seed " + seed);
  }

  private void converges(String mx, String why) {
    Cli.Run run = apply();
    assertThat(run.exit()).as("%s: %s", why, run).isZero();
    Cli.Run plan = cli().run("plan", "--detailed-exitcode");
    assertThat(plan.exit()).as("%s: %s", why, plan).isZero();
    for (String domain : DOMAINS) {
      String body = world.files.get(MemoryWorld.location(domain));
      assertThat(body).as(why).contains("mx: " + mx + ".acme.example");
    }
  }

  /** What must hold after every effect, whoever dies next. */
  private void checkInvariants() {
    for (String domain : DOMAINS) {
      String body = world.files.getOrDefault(MemoryWorld.location(domain), "");
      String content = body.replaceFirst("id: .*\r\n", "");
      PolicyParser.parse(body).id().ifPresent(id -> stands(domain, id.text(), content));
      List<String> record = world.values("_mta-sts." + domain, RecordType.TXT);
      if (record.isEmpty()) {
        recordIds.remove(domain);
        continue;
      }
      String id = StsRecord.parse(record.get(0)).validId().orElseThrow().text();
      if (!id.equals(recordIds.put(domain, id))) {
        // The moment in which the record announces something: it must be there to be fetched.
        assertThat(body).as("a record names a policy that is in place").isNotEmpty();
        stands(domain, id, content);
      }
    }
  }

  private void stands(String domain, String id, String content) {
    String known = contentOfId.putIfAbsent(domain + " " + id, content);
    assertThat(known == null || known.equals(content)).as("%s stands for one", id).isTrue();
  }

  private Cli.Run apply() {
    // Each run is another process: the lock of a dead one is broken by a person.
    world.blobs.remove(dev.mtasts.provider.Blobs.Key.LOCK);
    return cli().run("apply", "-y");
  }

  private Cli cli() {
    return new Cli(folder, List.of(world)).clock(clock);
  }

  private void write(boolean embed, String mx) throws IOException {
    StringBuilder spec =
        new StringBuilder(
            """
            version: 1
            providers:
              mem: { type: memory }
            defaults:
              host: { provider: mem }
              dns: { provider: mem }
              tls_rpt: { rua: ["mailto:tlsrpt@acme.example"] }
              verify: false
            domains:
            """);
    for (String domain : DOMAINS) {
      spec.append("  ").append(domain).append(":\n    embed_id: ").append(embed);
      spec.append("\n    policy: { mode: testing, mx: [").append(mx);
      spec.append(".acme.example], max_age: 1d }\n");
    }
    Files.writeString(folder.resolve("mtasts.yaml"), spec);
  }
}
