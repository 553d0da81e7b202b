package dev.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.Quickstart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code mvn package} makes for users, unpacked and run. */
class DistributionIT {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path THIS_JDK = Path.of(System.getProperty("java.home"));
  private static final String MAIN_FROM_ARCHIVE = "dev.mtasts.Main source: shared objects file";

  @TempDir static Path shared;
  private static Path home;

  @TempDir Path folder;

  private record Ended(int exit, String out, String err) {}

  private record Running(String name, Process process) {}

  @BeforeAll
  static void unpack() throws Exception {
    Path place = Files.createDirectory(shared.resolve("read only"));
    Process tar =
        new ProcessBuilder("tar", "xzf", archive(".tar.gz").toString())
            .directory(place.toFile())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).isZero();
    home = only(place);
  }

  @Test
  void everyFileCarriesTheTimeOfTheBuildAndNoOther() throws IOException {
    Matcher stated =
        Pattern.compile("outputTimestamp>([^<]+)<").matcher(Files.readString(Path.of("pom.xml")));
    assertThat(stated.find()).isTrue();
    Instant time = Instant.parse(stated.group(1));

    assertThat(files(home))
        .hasSizeGreaterThan(80)
        .allSatisfy(
            file -> assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(time));
    try (ZipFile zip = new ZipFile(archive(".zip").toFile())) {
      List<? extends ZipEntry> entries = Collections.list(zip.entries());
      assertThat(entries)
          .allSatisfy(
              entry ->
                  assertThat(entry.getTimeLocal())
                      .isEqualTo(LocalDateTime.ofInstant(time, ZoneOffset.UTC)))
          .filteredOn(entry -> !entry.isDirectory())
          .hasSameSizeAs(files(home));
    }
  }

  @Test
  void everyJarIsInTheBillOfMaterialsAndInTheListOfLicences() throws IOException {
    JsonNode bill = new ObjectMapper().readTree(home.resolve("sbom.json").toFile());
    List<String> components = new ArrayList<>();
    bill.path("components").forEach(one -> components.add(jar(one)));
    String licences = Files.readString(home.resolve("licences.txt"));

    List<String> jars =
        files(home.resolve("lib")).stream()
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".jar") && !name.equals("mtasts.jar"))
            .toList();
    assertThat(components).containsExactlyInAnyOrderElementsOf(jars);
    for (String jar : jars) {
      String coordinates = jar.replaceFirst("-(\\d[^-]*)\\.jar$", ":$1");
      assertThat(licences).contains(":" + coordinates + " ");
    }
    assertThat(licences).doesNotContain("Unknown license");
  }

  private static String jar(JsonNode component) {
    return component.path("name").asText() + "-" + component.path("version").asText() + ".jar";
  }

  @Test
  void itRunsWhereNothingCanBeWrittenAndThroughALink() throws Exception {
    Map<Path, Instant> before = times();
    Path link = Files.createSymbolicLink(folder.resolve("mtasts"), home.resolve("bin/mtasts"));
    Quickstart.in(folder);
    Ended version = end(start("version", launch(link, "version")));
    Ended validated = end(start("validate", launch(link, "validate")));
    Ended applied = end(start("apply", launch(link, "apply", "-y", "--resolver", Cli.publicDns())));
    Files.delete(link);

    assertThat(List.of(version, validated, applied))
        .allSatisfy(ended -> assertThat(ended.exit()).as("%s", ended).isZero())
        .extracting(Ended::err)
        .containsOnly("");
    assertThat(version.out()).startsWith("mtasts ").doesNotContain("unpackaged");
    assertThat(folder.resolve("public/acme.example/.well-known/mta-sts.txt")).isNotEmptyFile();
    assertThat(times()).isEqualTo(before);
  }

  /** With a short list of classes: the whole one takes seconds, and the way is the same. */
  @Test
  void anArchiveIsMadeOnceUsedFromThenOnAndDoneWithoutWhereItIsBroken() throws Exception {
    Path copy = smallCopy();
    Path cache = folder.resolve("cache of mine");

    List<Running> first = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      first.add(start("first" + run, cached(copy, cache)));
    }
    for (Running run : first) {
      assertThat(end(run).out()).contains("mtasts ").doesNotContain(MAIN_FROM_ARCHIVE);
    }
    Path archive = await(cache);
    Ended second = end(start("second", cached(copy, cache)));
    Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(archive, "not an archive");
    Ended broken = end(start("broken", cached(copy, cache)));

    assertThat(second.out().contains(MAIN_FROM_ARCHIVE)).as("used").isTrue();
    assertThat(broken.out()).contains("mtasts ").doesNotContain(MAIN_FROM_ARCHIVE);
    assertThat(List.of(second, broken)).extracting(Ended::err).containsOnly("");
    assertThat(List.of(second, broken)).extracting(Ended::exit).containsOnly(0);

    Files.writeString(copy.resolve("lib/mtasts.jar.sha256"), "another build");
    Ended changed = end(start("changed", cached(copy, cache)));
    assertThat(changed.out()).doesNotContain(MAIN_FROM_ARCHIVE);
    Files.delete(archive);
    assertThat(await(cache)).isNotEqualTo(archive);
  }

  @Test
  void aJavaThatIsTooOldIsNamedUnlessThePathHasABetterOne() throws Exception {
    Path old = folder.resolve("jdk 11");
    fakeJava(old, "JAVA_VERSION=\"11.0.2\"\n", "old");
    Path newer = folder.resolve("newer");
    fakeJava(newer, "JAVA_VERSION=\"21\"\n", "newer");
    Path launcher = home.resolve("bin/mtasts");
    ProcessBuilder alone = launch(launcher, "version");
    alone.environment().put("JAVA_HOME", old.toString());
    alone.environment().put("PATH", tools().toString());
    ProcessBuilder both = launch(launcher, "version");
    both.environment().put("JAVA_HOME", old.toString());
    both.environment().merge("PATH", newer.resolve("bin") + ":", (path, one) -> one + path);

    Ended refused = end(start("alone", alone));
    Ended ran = end(start("both", both));

    assertThat(refused)
        .isEqualTo(
            new Ended(
                1,
                "",
                "mtasts: "
                    + old.resolve("bin/java")
                    + " is Java 11. Install a JDK 17 or later, or set JAVA_HOME to one.\n"));
    assertThat(ran.out()).isEqualTo("newer\n");
  }

  private Path tools() throws IOException {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    for (String name : List.of("sh", "dirname", "readlink")) {
      Files.copy(Path.of("/usr/bin").resolve(name), tools.resolve(name));
    }
    return tools;
  }

  private static void fakeJava(Path jdk, String release, String says) throws IOException {
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(jdk.resolve("release"), release);
    Files.writeString(java, "#!/bin/sh\necho " + says + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path smallCopy() throws IOException {
    Path copy = folder.resolve("small");
    Files.createDirectories(copy.resolve("lib"));
    for (Path file : files(home.resolve("lib"))) {
      Files.copy(file, copy.resolve("lib").resolve(file.getFileName()));
    }
    Files.copy(home.resolve("bin/mtasts"), copy.resolve("mtasts"));
    Files.writeString(copy.resolve("lib/classes.list"), "java/lang/Object\ndev/mtasts/Main\n");
    return copy;
  }

  private ProcessBuilder cached(Path copy, Path cache) {
    ProcessBuilder process = launch(copy.resolve("mtasts"), "version");
    process.environment().put("XDG_CACHE_HOME", cache.toString());
    process.environment().put("MTASTS_JAVA_OPTS", "-Xlog:class+load:stdout");
    return process;
  }

  /** The one archive in a cache, once its maker is through. */
  private static Path await(Path cache) throws Exception {
    Path place = cache.resolve("mtasts");
    for (int tries = 0; tries < 1200; tries++) {
      try (Stream<Path> there = Files.list(place)) {
        List<Path> all = there.toList();
        if (all.size() == 1 && all.get(0).toString().endsWith(".jsa")) {
          return all.get(0);
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no archive, or more than one, in " + files(cache));
  }

  private ProcessBuilder launch(Path program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder process = new ProcessBuilder(command).directory(folder.toFile());
    Map<String, String> env = process.environment();
    List.of("MTASTS_JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "XDG_CACHE_HOME")
        .forEach(env::remove);
    env.put("JAVA_HOME", THIS_JDK.toString());
    env.put("HOME", "/dev/null");
    return process;
  }

  private Running start(String name, ProcessBuilder process) throws IOException {
    return new Running(
        name,
        process
            .redirectOutput(folder.resolve(name + ".out").toFile())
            .redirectError(folder.resolve(name + ".err").toFile())
            .start());
  }

  private Ended end(Running run) throws Exception {
    assertThat(run.process().waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Ended(
        run.process().exitValue(),
        Files.readString(folder.resolve(run.name() + ".out")),
        Files.readString(folder.resolve(run.name() + ".err")));
  }

  private static Path archive(String ending) throws IOException {
    try (Stream<Path> made = Files.list(TARGET)) {
      return made.filter(file -> file.toString().endsWith(ending)).findFirst().orElseThrow();
    }
  }

  private static Path only(Path place) throws IOException {
    try (Stream<Path> there = Files.list(place)) {
      List<Path> all = there.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  private static List<Path> files(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static Map<Path, Instant> times() throws IOException {
    Map<Path, Instant> out = new TreeMap<>();
    for (Path file : files(home)) {
      out.put(file, Files.getLastModifiedTime(file).toInstant());
    }
    return out;
  }
}
