package dev.mtasts.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mtasts.provider.Blobs;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.MemoryWorld;
import dev.mtasts.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One folder a case: {@code mtasts.yaml}, {@code world.json} (what is live; absent: nothing),
 * {@code before.yaml} (a spec that was applied first; absent: no ledger), {@code start.json} (what
 * was live before that), {@code args} (more words for the command line), and what must come out:
 * {@code plan.txt}, {@code plan.json}. Run with -Dgolden=write to write the expectations anew, then
 * read the diff.
 */
class GoldenPlansTest {
  private static final Path CASES = Path.of("src/test/resources/plans");
  private static final boolean WRITE = "write".equals(System.getProperty("golden"));

  static Stream<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void thePlanIsAsWritten(String name) throws IOException {
    Path folder = CASES.resolve(name);
    MemoryWorld world = new MemoryWorld();
    TestClock clock = new TestClock("2026-11-01T09:00:00Z");
    Cli cli = new Cli(folder, List.of(world)).clock(clock);
    shape(world, folder.resolve("start.json"));
    if (Files.exists(folder.resolve("before.yaml"))) {
      Cli.Run before = cli.run("apply", "-f", "before.yaml", "-y");
      assertThat(before.exit()).as(before.toString()).isZero();
      // A lineage is random, and how many saves a run took is chance; the plan shows both.
      String ledger = world.blobs.get(Blobs.Key.LEDGER).orElseThrow().text();
      String fixed = ledger.replaceFirst("(\"lineage\" : \")[^\"]+", "$1golden");
      fixed = fixed.replaceFirst("(\"serial\" : )\\d+", "$11");
      world.blobs.plant(
          Blobs.Key.LEDGER, fixed.replaceFirst(",?\\s*\"checksum\" : \"[^\"]+\"", ""));
    }
    shape(world, folder.resolve("world.json"));
    clock.set("2026-11-23T12:00:00Z");
    List<String> args = new ArrayList<>(List.of("plan"));
    Path more = folder.resolve("args");
    if (Files.exists(more)) {
      args.addAll(List.of(Files.readString(more).strip().split("\\s+")));
    }

    Cli.Run text = cli.run(args.toArray(String[]::new));
    args.add("--json");
    Cli.Run json = cli.run(args.toArray(String[]::new));

    String edited = "\n  If that was not you, restore its backup before you apply.\n\n";
    String shown = text.out() + text.err() + "exit " + text.exit() + "\n";
    if (shown.contains(edited)) { // The golden ledger was edited, by us.
      int from = shown.indexOf("Warning: The ledger memory:LEDGER was edited");
      shown = shown.substring(0, from) + shown.substring(shown.indexOf(edited) + edited.length());
    }
    assertThat(json.exit()).isEqualTo(text.exit());
    expect(folder.resolve("plan.txt"), shown);
    JsonNode tree = new JsonMapper().readTree(json.out());
    expect(folder.resolve("plan.json"), tree.toPrettyString() + "\n");
  }

  private static void expect(Path file, String actual) throws IOException {
    if (WRITE) {
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }

  /** {@code null} takes a thing away. */
  private static void shape(MemoryWorld world, Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    JsonNode tree = new JsonMapper().readTree(Files.readString(file));
    tree.path("files")
        .properties()
        .forEach(
            e -> {
              if (e.getValue().isNull()) {
                world.files.remove(MemoryWorld.location(e.getKey()));
              } else {
                world.files.put(MemoryWorld.location(e.getKey()), e.getValue().asText());
              }
            });
    tree.path("records")
        .properties()
        .forEach(
            e -> {
              List<String> values = new ArrayList<>();
              e.getValue().path("values").forEach(value -> values.add(value.asText()));
              if (values.isEmpty()) {
                world.records.remove(e.getKey());
              } else {
                int ttl = e.getValue().path("ttl").asInt(300);
                world.records.put(e.getKey(), new MemoryWorld.Set(ttl, values));
              }
            });
  }
}
