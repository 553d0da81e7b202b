package dev.mtasts.interop;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;
import org.opentest4j.TestAbortedException;

/** Programs that other people wrote, where they are installed. */
public final class Programs {
  /** Where {@code npm ci} in {@code src/test/interop} puts programs. */
  private static final String FROM_NPM =
      Path.of("src/test/interop/node_modules/.bin").toAbsolutePath().toString();

  private static final Set<String> SKIPPED = new ConcurrentSkipListSet<>();

  private Programs() {}

  /** At the end of all tests, names what tests had to do without. */
  public static final class Missing implements TestExecutionListener {
    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
      for (String reason : SKIPPED) {
        System.out.println("interop: " + reason + "; its tests were skipped");
      }
    }
  }

  /**
   * What a program said.
   *
   * @param exit its exit code
   * @param output standard output and standard error together
   */
  public record Said(int exit, String output) {}

  /**
   * Finds a program on the PATH, in the usual sbin folders or where npm puts it; aborts the test
   * where it is not.
   */
  public static Path require(String program) {
    List<String> folders =
        new ArrayList<>(
            List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)));
    folders.addAll(List.of("/usr/sbin", "/sbin", "/usr/local/sbin", FROM_NPM));
    for (String folder : folders) {
      Path path = Path.of(folder, program);
      if (!folder.isEmpty() && Files.isRegularFile(path) && Files.isExecutable(path)) {
        return path;
      }
    }
    skipped(program + " is not installed");
    throw new TestAbortedException("the program " + program + " is not installed");
  }

  /** Notes why tests are skipped, for the end of the run. */
  static void skipped(String reason) {
    SKIPPED.add(reason);
  }

  /** All that was noted. */
  static Set<String> skipped() {
    return Set.copyOf(SKIPPED);
  }

  /** Runs a program that ends by itself within a minute. */
  public static Said run(Path program, String... arguments)
      throws IOException, InterruptedException {
    return run(Map.of(), program, arguments);
  }

  /** As {@link #run(Path, String...)}, with more in its environment. */
  public static Said run(Map<String, String> env, Path program, String... arguments)
      throws IOException, InterruptedException {
    return run(1, env, program, arguments);
  }

  /** As {@link #run(Map, Path, String...)}, for a program that takes some minutes at most. */
  static Said run(int minutes, Map<String, String> env, Path program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("mtasts-interop", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(env);
      Process process = builder.start();
      if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end within " + minutes + " minutes");
      }
      return new Said(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
    } finally {
      Files.delete(output);
    }
  }
}
