package dev.mtasts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mtasts.ledger.Lock;
import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.RecordType;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.MemoryWorld;
import dev.mtasts.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
  /** Clears the screen, goes up a line, forges one of ours, and turns the text around. */
  private static final String EVIL =
      "v=STSv1; id=1;\u001b[2J\u001b[1A\r\nNo changes. 3 unchanged.\u0007\u009b31m\u202e";

  @TempDir Path folder;

  private final MemoryWorld world = new MemoryWorld();
  private final TestClock clock = new TestClock("2026-11-23T12:00:00Z");

  @BeforeEach
  void spec() throws IOException {
    Files.writeString(
        folder.resolve("mtasts.yaml"),
        """
        version: 1
        providers: { m: { type: memory } }
        defaults:
          verify: false
          host: { provider: m }
          dns: { provider: m }
          policy: { mode: testing, mx: [mx.acme.example], max_age: 1d }
        domains: { acme.example: {}, shop.example: {} }
        """);
  }

  private Cli.Run run(String... args) {
    return new Cli(folder, List.of(world)).clock(clock).run(args);
  }

  private static List<JsonNode> lines(String out) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : out.lines().toList()) {
      nodes.add(new JsonMapper().readTree(line));
    }
    return nodes;
  }

  private static void harmless(String text) {
    assertThat(text).doesNotContain("\u001b", "\u0007", "\u009b", "\u202e", "\r");
    assertThat(text.lines()).noneMatch(line -> line.startsWith("No changes."));
  }

  @Test
  void whatStandsInDnsCannotWriteOnTheTerminal() throws IOException {
    world.plant("_mta-sts.acme.example", RecordType.TXT, 300, EVIL);
    world.files.put(MemoryWorld.location("shop.example"), "mode: a\u001b[2J\r\nxx: \u202e\r\n");

    Cli.Run plan = run("plan", "--out", "p.json", "--report", "text=r.txt");
    Cli.Run show = run("show", "p.json");
    Cli.Run json = run("plan", "--json");

    assertThat(plan.out()).contains("[not-ours]", "v=STSv1; id=1;?[2J");
    harmless(plan.out());
    harmless(show.out());
    harmless(Files.readString(folder.resolve("r.txt")));
    assertThat(json.out()).contains("\\u001B[2J"); // For programs, nothing is lost.
  }

  @Test
  void whatAServiceAnswersCannotWriteOnTheTerminal() {
    Failure evil = new Failure(Failure.Kind.REFUSED, "write it", "it said " + EVIL, "Look.");
    world.failing.put("write acme.example/policy", evil);

    Cli.Run apply = run("apply", "-y", "--report", "text=r.txt");

    assertThat(apply.exit()).isEqualTo(1);
    harmless(apply.out());
    harmless(apply.err());
  }

  @Test
  void underJsonEverythingOnStandardOutputIsJson() throws Exception {
    Lock.Held held =
        new Lock(world.blobs, clock).acquire("ann", "apply", Duration.ZERO, clock::pass);

    assertThat(lines(run("version", "--json").out())).hasSize(1);
    JsonNode unlocked = lines(run("unlock", "--json", held.holder().id()).out()).get(0);
    assertThat(unlocked.path("held_by").asText()).isEqualTo("ann");
    assertThat(world.blobs.get(Blobs.Key.LOCK)).isEmpty();
    assertThat(lines(run("apply", "--json").out())).isNotEmpty();
    assertThat(run("plan", "--json", "-f", "nowhere.yaml").out()).isEmpty();
  }

  @Test
  void theSummaryOfARunCountsWhatWasDone() throws IOException {
    Failure denied = new Failure(Failure.Kind.DENIED, "write a file", "no", "Ask.");
    world.failing.put("write acme.example/policy", denied);

    List<JsonNode> events = lines(run("apply", "-y", "--json").out());

    JsonNode summary = events.get(events.size() - 1);
    assertThat(summary.path("complete").asBoolean()).isFalse();
    assertThat(summary.path("changes").path("add").asInt()).isEqualTo(2);
  }

  @Test
  void aPlanThatCouldNotReadEverythingIsNotComplete() throws IOException {
    Failure denied = new Failure(Failure.Kind.DENIED, "read a file", "no", "Ask.");
    world.failing.put("read acme.example/policy", denied);

    assertThat(lines(run("plan", "--json").out()).get(0).path("complete").asBoolean()).isFalse();
  }

  @Test
  void aGlobThatNamesNoDomainIsNotPassedOverInSilence() {
    Cli.Run plan = run("plan", "--domain", "acme.*", "--exclude", "shpo.example");

    assertThat(plan.out()).contains("'shpo.example'").doesNotContain("'acme.*'");
  }

  @Test
  void aPlanThatCannotBeShownSaysWhyAndWhatToDo() {
    assertThat(run("show", "nowhere.json").err())
        .contains(
            "Tried to read the plan nowhere.json", "does not exist", "mtasts plan --out FILE");
  }

  @Test
  void whereTheLedgerIsNotSavedNobodyIsToldThatItIs() {
    world.dieAt(1, true);

    assertThat(run("apply", "-y").out())
        .contains("ledger could not be saved")
        .doesNotContain("What was done is in the ledger");
  }
}
