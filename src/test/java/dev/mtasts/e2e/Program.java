package dev.mtasts.e2e;

import dev.mtasts.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The program as a process of its own, with nothing of this JVM's environment but the path. */
final class Program implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts it in {@code folder}. */
  static Program start(Path folder, Map<String, String> env, String... args) {
    return start(folder, env, List.of(), args);
  }

  /** Starts it so that no file can grow; what it prints is lost. */
  static Program startWithoutRoom(Path folder, String... args) {
    List<String> shell = List.of("sh", "-c", "ulimit -f 0; exec \"$@\" >/dev/null 2>&1", "sh");
    return start(folder, Map.of(), shell, args);
  }

  private static Program start(
      Path folder, Map<String, String> env, List<String> shell, String... args) {
    List<String> command = new ArrayList<>(shell);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-cp",
            classPath(),
            Main.class.getName()));
    command.addAll(List.of(args));
    try {
      Path out = Files.createTempFile("mtasts", ".out");
      Path err = Files.createTempFile("mtasts", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      String path = builder.environment().getOrDefault("PATH", "");
      builder.environment().clear();
      builder.environment().put("PATH", path);
      builder.environment().putAll(env);
      return new Program(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ours, in a form that holds in any folder. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The process. */
  Process process() {
    return process;
  }

  /** Waits for its end; the exit code. */
  int await() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the process did not end: " + this);
    }
    return process.exitValue();
  }

  /** What it printed so far. */
  String out() {
    return World.read(out).orElseThrow();
  }

  /** What it printed to standard error so far. */
  String err() {
    return World.read(err).orElseThrow();
  }

  @Override
  public String toString() {
    return "--- out\n" + out() + "--- err\n" + err();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      Files.delete(out);
      Files.delete(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
