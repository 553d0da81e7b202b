package dev.mtasts.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.testing.Cli;
import dev.mtasts.testing.MemoryWorld;
import dev.mtasts.testing.TestClock;
import dev.mtasts.testing.TestDns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One folder an operation: {@code days} has a line a run: the moment, the spec's file in the
 * folder, and more words for the command line. Each run is plan and then apply; what both print is
 * in {@code days.txt}, so that a reader sees the operation as its user does. Run with
 * -Dgolden=write to write the expectations anew, then read the diff.
 */
class GoldenDaysTest {
  private static final Path CASES = Path.of("src/test/resources/days");
  private static final boolean WRITE = "write".equals(System.getProperty("golden"));

  @TempDir Path folder;

  static Stream<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void dayByDayItGoesAsWritten(String name) throws IOException {
    Path files = CASES.resolve(name);
    MemoryWorld world = new MemoryWorld();
    TestClock clock = new TestClock("2026-01-01T09:00:00Z");
    StringBuilder told = new StringBuilder();
    try (TestDns dns = TestDns.start()) {
      days(files, world, clock, dns, told);
    }
    Path expected = files.resolve("days.txt");
    if (WRITE) {
      Files.writeString(expected, told.toString());
    }
    assertThat(told.toString()).isEqualTo(Files.readString(expected));
  }

  private void days(Path files, MemoryWorld world, TestClock clock, TestDns dns, StringBuilder told)
      throws IOException {
    Cli cli = new Cli(folder, List.of(world)).clock(clock);
    for (String line : Files.readAllLines(files.resolve("days"))) {
      List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+")));
      String moment = words.remove(0);
      String spec = words.remove(0);
      clock.set(moment);
      Files.copy(
          files.resolve(spec), folder.resolve("mtasts.yaml"), StandardCopyOption.REPLACE_EXISTING);
      for (String word : List.copyOf(words)) {
        if (word.startsWith("mx=")) {
          words.remove(word);
          dns.remove("acme.example");
          for (String host : word.substring(3).split(",")) {
            dns.mx("acme.example", 10, host);
          }
        }
      }
      words.addAll(List.of("--resolver", dns.server()));
      told.append("==== ").append(line.strip()).append("\n\n");
      run(cli, "plan", words, told);
      run(cli, "apply", words, told);
    }
  }

  private static void run(Cli cli, String verb, List<String> more, StringBuilder told) {
    List<String> args = new ArrayList<>(List.of(verb));
    args.addAll(more);
    if (verb.equals("apply")) {
      args.add("-y");
    }
    Cli.Run run = cli.run(args.toArray(String[]::new));
    if (verb.equals("plan")) {
      told.append(run.out().replaceAll("Digest: .*\n", "")).append(run.err());
    }
    told.append("-- ").append(verb).append(": exit ").append(run.exit()).append("\n");
    if (verb.equals("apply")) {
      told.append('\n');
    }
  }
}
