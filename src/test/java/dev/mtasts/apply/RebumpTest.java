package dev.mtasts.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.RecordType;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.MemoryWorld;
import dev.mtasts.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code apply --rebump}: another id for a policy that stays as it is. */
class RebumpTest {
  private static final String ACME = "acme.example";

  @TempDir Path folder;

  private final MemoryWorld world = new MemoryWorld();
  private final TestClock clock = new TestClock("2026-11-23T12:00:00Z");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theRecordGetsAnotherIdAndTheNextPlanIsEmpty(boolean embed) throws IOException {
    published("embed_id: " + embed);
    String content = body();

    Cli.Run run = run("apply", "-y", "--rebump", "Acme.Example");

    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(run.out()).contains("# asked for by --rebump", "20261123T120000Z -> 20261123T13");
    assertThat(run.out()).doesNotContain("the policy changed", "+ tlsrpt");
    assertThat(recordId()).isEqualTo("20261123T130000Z");
    if (embed) {
      assertThat(body()).isEqualTo(content.replace("id: 20261123T120000Z", "id: 20261123T130000Z"));
    } else {
      assertThat(body()).isEqualTo(content);
    }
    nothingIsLeftToDo();
  }

  @Test
  void onlyTheDomainThatWasNamedGetsAnotherId() throws IOException {
    write("{}", "shop.example: { policy: { mode: testing, mx: [mx1.acme.example], max_age: 1d } }");
    assertThat(run("apply", "-y").exit()).isZero();
    List<String> shop = world.values("_mta-sts.shop.example", RecordType.TXT);

    assertThat(run("apply", "-y", "--rebump", ACME).exit()).isZero();

    assertThat(recordId()).isEqualTo("20261123T130000Z");
    assertThat(world.values("_mta-sts.shop.example", RecordType.TXT)).isEqualTo(shop);
  }

  @Test
  void aFormThatWasTakenOverGivesWayWhereTheFileIsToCarryTheNewId() throws IOException {
    String foreign = "version: STSv1\nmode: testing\nmx: mx1.acme.example\nmax_age: 86400\n";
    world.files.put(MemoryWorld.location(ACME), foreign);
    world.plant("_mta-sts." + ACME, RecordType.TXT, 60, "v=STSv1;id=abc");
    published("adopt: true");
    assertThat(body()).isEqualTo(foreign);
    assertThat(world.values("_mta-sts." + ACME, RecordType.TXT)).containsExactly("v=STSv1;id=abc");

    assertThat(run("apply", "-y", "--rebump", ACME).exit()).isZero();

    assertThat(recordId()).isEqualTo("20261123T130000Z");
    assertThat(body()).endsWith("max_age: 86400\r\nid: 20261123T130000Z\r\n");
    nothingIsLeftToDo();
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void aRunThatDiedIsFinishedByAnApplyThatDoesNotAskAgain(boolean before, boolean embed)
      throws IOException {
    int crashes = 0;
    for (int step = 1; ; step++) {
      world.files.clear();
      world.records.clear();
      world.blobs.remove(Blobs.Key.LEDGER);
      published("embed_id: " + embed);
      String old = recordId();
      world.dieAt(step, before);
      run("apply", "-y", "--rebump", ACME);
      if (!world.revive()) {
        break;
      }
      crashes++;
      world.blobs.remove(Blobs.Key.LOCK); // Of the run that died.

      Cli.Run next = run("apply", "-y");

      String why = "died at effect " + step + ": " + next;
      assertThat(next.exit()).as(why).isZero();
      boolean forgotten = before && step == 1; // Nothing was written down yet.
      assertThat(recordId().equals(old)).as(why).isEqualTo(forgotten);
      if (embed) {
        assertThat(PolicyParser.parse(body()).id().orElseThrow().text()).isEqualTo(recordId());
      }
      nothingIsLeftToDo();
    }
    // The ledger before each act and at the end, and the record; with an id in it, the file too.
    assertThat(crashes).isGreaterThanOrEqualTo(embed ? 4 : 3);
  }

  @Test
  void askingAgainAfterACrashMintsOnceMore() throws IOException {
    published("embed_id: true");
    world.dieAt(2, false);
    run("apply", "-y", "--rebump", ACME);
    assertThat(world.revive()).isTrue();
    world.blobs.remove(Blobs.Key.LOCK);

    assertThat(run("apply", "-y", "--rebump", ACME).exit()).isZero();

    assertThat(recordId()).isEqualTo("20261123T140000Z");
    nothingIsLeftToDo();
  }

  @Test
  void whatCannotBeRebumpedIsAMistakeOfUseAndChangesNothing() throws IOException {
    published("id: content");
    int effects = world.log.size();

    isRefused("id: content", "apply", "-y", "--rebump", ACME);
    isRefused("no domain shop.example", "apply", "-y", "--rebump", "shop.example");
    isRefused("not a glob", "apply", "-y", "--rebump", "*.example");
    isRefused("leave acme.example out", "apply", "--rebump", ACME, "--exclude", ACME);
    write("{}", "");
    assertThat(run("plan", "--out", "plan.json").exit()).isZero();
    isRefused("A saved plan has its ids", "apply", "plan.json", "--rebump", ACME);

    assertThat(world.log).hasSize(effects);
  }

  private void isRefused(String reason, String... args) {
    Cli.Run run = run(args);
    assertThat(run.exit()).as(run.toString()).isEqualTo(64);
    assertThat(run.err()).contains(reason);
  }

  private void published(String keys) throws IOException {
    write("{ " + keys + " }", "");
    Cli.Run first = run("apply", "-y");
    assertThat(first.exit()).as(first.toString()).isZero();
  }

  private void nothingIsLeftToDo() {
    Cli.Run plan = run("plan", "--detailed-exitcode");
    assertThat(plan.exit()).as(plan.toString()).isZero();
    assertThat(plan.out()).doesNotContain("bring the ledger up to date");
  }

  private String body() {
    return String.valueOf(world.files.get(MemoryWorld.location(ACME)));
  }

  private String recordId() {
    List<String> values = world.values("_mta-sts." + ACME, RecordType.TXT);
    assertThat(values).hasSize(1);
    return StsRecord.parse(values.get(0)).validId().orElseThrow().text();
  }

  /** Each run is an hour after the one before. */
  private Cli.Run run(String... args) {
    Cli.Run run = new Cli(folder, List.of(world)).clock(clock).run(args);
    clock.pass(Duration.ofHours(1));
    return run;
  }

  private void write(String acme, String more) throws IOException {
    Files.writeString(
        folder.resolve("mtasts.yaml"),
        """
        version: 1
        providers: { m: { type: memory } }
        defaults:
          verify: false
          host: { provider: m }
          dns: { provider: m }
          tls_rpt: { rua: ["mailto:tlsrpt@acme.example"] }
          policy: { mode: testing, mx: [mx1.acme.example], max_age: 1d }
        domains:
          acme.example: %s
          %s
        """
            .formatted(acme, more));
  }
}
