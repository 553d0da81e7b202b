package dev.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.testing.Cli;
import dev.mtasts.testing.Quickstart;
import dev.mtasts.testing.TestDns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The launcher and the jars beside it, as {@code mvn package} leaves them. */
class LauncherIT {
  private static final Path HOME = Path.of("target").toAbsolutePath();
  private static final Path LAUNCHER = HOME.resolve("mtasts");
  private static final Path THIS_JDK = Path.of(System.getProperty("java.home"));

  @TempDir Path folder;

  private record Ended(int exit, String out, String err) {}

  /** The JDK of this build, and every later one that is installed where Linux keeps them. */
  static Set<Path> jdks() throws IOException {
    Set<Path> homes = new LinkedHashSet<>(Set.of(THIS_JDK.toRealPath()));
    Path installed = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(installed)) {
      try (Stream<Path> found = Files.list(installed)) {
        for (Path home : found.sorted().toList()) {
          if (Files.isExecutable(home.resolve("bin/java")) && feature(home) >= 17) {
            homes.add(home.toRealPath());
          }
        }
      }
    }
    return homes;
  }

  private static int feature(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release)) {
      return 0;
    }
    return Files.readString(release)
        .lines()
        .filter(line -> line.startsWith("JAVA_VERSION=\""))
        .map(line -> line.replaceFirst("JAVA_VERSION=\"(\\d+).*", "$1"))
        .map(Integer::valueOf)
        .findFirst()
        .orElse(0);
  }

  /** Else JUnit warns, of each, that it deletes no more than the link. */
  @AfterEach
  void removeLinks() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path link : files.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void itRunsFromAnyFolderAndPrintsNothingBesidesItsOwn(Path jdk) throws Exception {
    Quickstart.in(folder);

    Ended version = run(launch(jdk, LAUNCHER, "version"));
    Ended plan =
        run(launch(jdk, LAUNCHER, "plan", "--detailed-exitcode", "--resolver", Cli.publicDns()));
    Ended applied = run(launch(jdk, LAUNCHER, "apply", "-y", "--resolver", Cli.publicDns()));
    Ended again =
        run(launch(jdk, LAUNCHER, "plan", "--detailed-exitcode", "--resolver", Cli.publicDns()));

    assertThat(version.exit()).as("%s", version).isZero();
    assertThat(version.out()).startsWith("mtasts ").doesNotContain("unknown");
    assertThat(plan.exit()).as("%s", plan).isEqualTo(2);
    assertThat(plan.out()).contains("acme.example", "shop.example", "Plan: 7 to create");
    assertThat(applied.exit()).as("%s", applied).isZero();
    assertThat(again.exit()).as("%s", again).isZero();
    assertThat(List.of(version, plan, applied, again)).extracting(Ended::err).containsOnly("");
    assertThat(folder.resolve("public/acme.example/.well-known/mta-sts.txt"))
        .content()
        .startsWith("version: STSv1\r\n");
  }

  @Test
  void linksAreFollowedToTheJars() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("usr/local/bin"));
    Path absolute = Files.createSymbolicLink(folder.resolve("opt-mtasts"), LAUNCHER);
    Files.createSymbolicLink(bin.resolve("mtasts"), Path.of("../../../opt-mtasts"));
    Path linkedFolder = Files.createSymbolicLink(folder.resolve("linked"), HOME);

    assertVersion(run(launch(THIS_JDK, absolute, "version")));
    assertVersion(run(launch(THIS_JDK, linkedFolder.resolve("mtasts"), "version")));
    ProcessBuilder byName = launch(THIS_JDK, Path.of("sh"), "-c", "mtasts version");
    byName.environment().merge("PATH", bin + ":", (path, first) -> first + path);
    assertVersion(run(byName));
  }

  @Test
  void foldersMayHaveSpaces() throws Exception {
    Path home = Files.createDirectories(folder.resolve("Program Files/m t a"));
    copy(HOME.resolve("lib"), home.resolve("lib"));
    Path launcher = Files.copy(LAUNCHER, home.resolve("mtasts"));
    Path work = folder.resolve("my specs");
    Quickstart.in(work);

    Ended ended =
        run(
            launch(THIS_JDK, launcher, "apply", "-y", "--resolver", Cli.publicDns())
                .directory(work.toFile()));

    assertThat(ended.exit()).as("%s", ended).isZero();
    assertThat(work.resolve("public/acme.example/.well-known/mta-sts.txt")).isNotEmptyFile();
  }

  @Test
  void theJavaOfJavaHomeComesBeforeTheOneOnThePath() throws Exception {
    Path home = folder.resolve("jdk of mine");
    fakeJava(home.resolve("bin"), "home");
    Path onPath = folder.resolve("path");
    fakeJava(onPath, "path");

    ProcessBuilder both = launch(home, LAUNCHER, "plan");
    both.environment().merge("PATH", onPath + ":", (path, first) -> first + path);
    ProcessBuilder without = launch(home, LAUNCHER, "plan");
    without.environment().remove("JAVA_HOME");
    without.environment().merge("PATH", onPath + ":", (path, first) -> first + path);
    ProcessBuilder wrong = launch(folder.resolve("no jdk"), LAUNCHER, "plan");
    wrong.environment().merge("PATH", onPath + ":", (path, first) -> first + path);

    assertThat(run(both).out()).startsWith("home\n");
    assertThat(run(without).out()).startsWith("path\n");
    assertThat(run(wrong).out()).startsWith("path\n");
  }

  @Test
  void argumentsOptionsAndTheExitCodePassThrough() throws Exception {
    Path home = folder.resolve("jdk");
    fakeJava(home.resolve("bin"), "home");
    ProcessBuilder process = launch(home, LAUNCHER, "plan", "a b", "", "*", "$HOME", "--json");
    process.environment().put("MTASTS_JAVA_OPTS", "-Da=1 -Db=2");

    Ended ended = run(process);

    assertThat(ended.exit()).isEqualTo(42);
    List<String> words = ended.out().lines().toList();
    assertThat(words).containsSubsequence("<-Da=1>", "<-Db=2>", "<dev.mtasts.Main>");
    assertThat(words.subList(words.indexOf("<dev.mtasts.Main>") + 1, words.size()))
        .containsExactly("<plan>", "<a b>", "<>", "<*>", "<$HOME>", "<--json>");
  }

  @Test
  void withoutAnyJavaItSaysWhatToInstall() throws Exception {
    Path path = Files.createDirectories(folder.resolve("path"));
    for (String tool : List.of("sh", "dirname", "readlink")) {
      Files.createSymbolicLink(path.resolve(tool), tool(tool));
    }
    Path link = Files.createSymbolicLink(folder.resolve("link"), LAUNCHER);
    ProcessBuilder process = launch(THIS_JDK, link, "version");
    process.environment().remove("JAVA_HOME");
    process.environment().put("PATH", path.toString());

    Ended ended = run(process);

    assertThat(ended)
        .isEqualTo(
            new Ended(
                1, "", "mtasts: no Java found. Install a JDK 17 or later, or set JAVA_HOME.\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "plan --nonsense, 64",
    "validate -f broken.yaml, 3",
    "apply, 4",
    "apply none.plan, 1"
  })
  void exitCodesAreThoseOfTheCommand(String words, int exit) throws Exception {
    Quickstart.in(folder);
    Files.writeString(folder.resolve("broken.yaml"), "version: 2\n");

    Ended ended = run(launch(THIS_JDK, LAUNCHER, words.split(" ")));

    assertThat(ended.exit()).as("%s", ended).isEqualTo(exit);
    assertThat(ended.err()).isNotEmpty().doesNotContain("Exception", "fault in mtasts");
  }

  /** 130 and 143 also say that it took less than the seven seconds after which it halts with 1. */
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalAtAClosedGateEndsTheRunInOrder(String signal, int exit) throws Exception {
    Quickstart quickstart = Quickstart.in(folder);
    quickstart.edit("verify: false", "verify: true");
    try (TestDns dns = TestDns.start().everyHostAt("127.0.0.1")) {
      ProcessBuilder apply =
          launch(THIS_JDK, LAUNCHER, "apply", "-y", "--resolver", dns.server(), "--wait", "10m");
      apply.command().addAll(0, interruptible());
      Process process = start(apply);
      try {
        waitForOutput("waiting for https://mta-sts.shop.example");
        assertThat(folder.resolve(".mtasts/state.json.lock")).exists();

        signal(process, signal);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      Ended ended = ended(process);
      assertThat(ended.exit()).as("%s", ended).isEqualTo(exit);
      assertThat(ended.out()).contains("2 of 2 domains not finished").contains("interrupted");
    }

    assertThat(folder.resolve(".mtasts/state.json.lock")).doesNotExist();
    assertThat(quickstart.zones())
        .allMatch(zone -> zone.contains("v=TLSRPTv1"))
        .noneMatch(zone -> zone.contains("v=STSv1"));
    quickstart.edit("verify: true", "verify: false");
    Ended next = run(launch(THIS_JDK, LAUNCHER, "apply", "-y", "--resolver", Cli.publicDns()));
    assertThat(next.exit()).as("%s", next).isZero();
    assertThat(next.out()).contains("Plan: 2 to create, 0 to update");
    assertThat(quickstart.zones()).allMatch(zone -> zone.contains("v=STSv1"));
  }

  private static void assertVersion(Ended ended) {
    assertThat(ended.exit()).as("%s", ended).isZero();
    assertThat(ended.out()).startsWith("mtasts ");
  }

  /** A process that has only this JDK's name, and runs in the test's folder. */
  private ProcessBuilder launch(Path jdk, Path program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder process = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> env = process.environment();
    env.remove("MTASTS_JAVA_OPTS");
    env.remove("JAVA_TOOL_OPTIONS");
    env.remove("JDK_JAVA_OPTIONS");
    env.put("JAVA_HOME", jdk.toString());
    env.put("XDG_CACHE_HOME", "/dev/null"); // DistributionIT tells of the archives that go there.
    return process;
  }

  private Process start(ProcessBuilder process) throws IOException {
    return process
        .redirectOutput(folder.resolve("out.txt").toFile())
        .redirectError(folder.resolve("err.txt").toFile())
        .start();
  }

  private Ended run(ProcessBuilder builder) throws Exception {
    Process process = start(builder);
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(builder.command() + " did not end");
    }
    return ended(process);
  }

  private Ended ended(Process process) throws IOException {
    return new Ended(
        process.exitValue(),
        Files.readString(folder.resolve("out.txt")),
        Files.readString(folder.resolve("err.txt")));
  }

  private void waitForOutput(String text) throws Exception {
    for (int tries = 0; tries < 1200; tries++) {
      if (Files.readString(folder.resolve("out.txt")).contains(text)) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no '" + text + "' in " + Files.readString(folder.resolve("out.txt")));
  }

  private static void signal(Process process, String signal) throws Exception {
    Process kill = new ProcessBuilder("kill", "-s", signal, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  /**
   * What must stand before a command so that it hears SIGINT: a build in the background of a plain
   * shell ignores it, and children inherit that.
   */
  private static List<String> interruptible() throws Exception {
    Process probe =
        new ProcessBuilder("sh", "-c", "trap 'exit 7' INT; kill -s INT $$; exit 0").start();
    return probe.waitFor() == 7 ? List.of() : List.of("env", "--default-signal=INT");
  }

  /** Something that says which Java it is and what it was given, and ends with 42. */
  private static void fakeJava(Path bin, String name) throws IOException {
    Path java = Files.createDirectories(bin).resolve("java");
    Files.writeString(
        java, "#!/bin/sh\necho " + name + "\nfor a; do printf '<%s>\\n' \"$a\"; done\nexit 42\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path tool(String name) {
    return Stream.of("/bin", "/usr/bin")
        .map(bin -> Path.of(bin, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                try {
                  Path copy = to.resolve(from.relativize(file));
                  Files.createDirectories(copy.getParent());
                  Files.copy(file, copy);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
