package dev.mtasts.provider.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.AtomicFile;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.Surroundings;
import dev.mtasts.provider.contract.Ask;
import dev.mtasts.provider.contract.FileWorld;
import dev.mtasts.provider.contract.PolicyFilesContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryPolicyFilesTest implements PolicyFilesContract {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void makeTheRoot() throws IOException {
    world = new World(Files.createDirectory(folder.resolve("public")));
  }

  @Override
  public FileWorld world() {
    return world;
  }

  @Test
  void aRootThatIsNotThereYetIsMadeWithTheFirstFile() throws IOException {
    World fresh = new World(folder.resolve("fresh"));
    PolicyFile file = fresh.file("acme.example", BODY);

    assertThat(Ask.read(fresh.handler(), file)).isInstanceOf(Reading.Absent.class);
    Ask.moved(Ask.write(fresh.handler(), file, file.with(OTHER), null));
    Ask.done(Ask.write(fresh.handler(), file, null, null));
    assertThat(fresh.root).doesNotExist();
    Ask.create(fresh.handler(), file);

    assertThat(World.path(file.location())).hasContent(BODY);
    assertThat(mode(fresh.root)).isEqualTo("rwxr-xr-x");
  }

  @Test
  void aWebServerMayReadWhatIsWritten() throws IOException {
    PolicyFile file = world.file("acme.example", BODY);

    Ask.create(world.handler(), file);

    Path path = World.path(file.location());
    assertThat(path).isEqualTo(world.root.resolve("acme.example/.well-known/mta-sts.txt"));
    assertThat(mode(path)).isEqualTo("rw-r--r--");
    assertThat(mode(world.root.resolve("acme.example/.well-known"))).isEqualTo("rwxr-xr-x");
    assertThat(mode(world.root.resolve("acme.example"))).isEqualTo("rwxr-xr-x");
  }

  @Test
  void nothingButThePolicyIsLeftInItsFolder() throws IOException {
    PolicyFile file = world.file("acme.example", BODY);
    Path path = World.path(file.location());
    Ask.create(world.handler(), file);
    Files.writeString(AtomicFile.beside(path), "version: STSv1\r\nmo"); // A crash left this.

    Ask.done(Ask.change(world.handler(), file, file.with(OTHER)));

    try (Stream<Path> left = Files.list(path.getParent())) {
      assertThat(left).containsExactly(path);
    }
  }

  @Test
  void whatACrashLeftIsNotThePolicy() throws IOException {
    PolicyFile file = world.file("acme.example", BODY);
    Path path = World.path(file.location());
    Files.createDirectories(path.getParent());
    Files.writeString(AtomicFile.beside(path), "version: STSv1\r\nmo");

    assertThat(Ask.read(world.handler(), file)).isInstanceOf(Reading.Absent.class);
    Ask.create(world.handler(), file);
    assertThat(path).hasContent(BODY);
  }

  @Test
  void aFolderInPlaceOfTheFileIsReportedAndKept() throws IOException {
    PolicyFile file = world.file("acme.example", BODY);
    Path kept = World.path(file.location()).resolve("kept");
    Files.createDirectories(kept);

    Failure read = Ask.unread(Ask.read(world.handler(), file));
    Failure written = Ask.failed(Ask.write(world.handler(), null, file, null));

    assertThat(read.kind()).isEqualTo(Failure.Kind.LOCAL);
    assertThat(written.kind()).isEqualTo(Failure.Kind.LOCAL);
    assertThat(written.message()).contains(file.location(), "as it was");
    assertThat(kept).isDirectory();
  }

  @Test
  void aFileInPlaceOfAFolderIsReportedAndKept() throws IOException {
    PolicyFile file = world.file("acme.example", BODY);
    Path inTheWay = world.root.resolve("acme.example");
    Files.writeString(inTheWay, "keep me");

    Failure read = Ask.unread(Ask.read(world.handler(), file));
    Failure written = Ask.failed(Ask.write(world.handler(), null, file, null));

    assertThat(read.kind()).isEqualTo(Failure.Kind.LOCAL);
    assertThat(written.kind()).isEqualTo(Failure.Kind.LOCAL);
    assertThat(inTheWay).hasContent("keep me");
  }

  @Test
  void aLinkOutOfTheRootIsNotFollowed() throws IOException {
    PolicyFile file = world.file("acme.example", BODY);
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.createSymbolicLink(world.root.resolve("acme.example"), outside);

    Failure failure = Ask.failed(Ask.write(world.handler(), null, file, null));

    assertThat(failure.message()).contains("acme.example is a link that leads out of");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aSecretBehindALinkIsNotRead() throws IOException {
    PolicyFile file = world.file("acme.example", BODY);
    Path secret = Files.writeString(folder.resolve("secret"), "s3cr3t");
    Path path = World.path(file.location());
    Files.createDirectories(path.getParent());
    Files.createSymbolicLink(path, secret);

    Failure failure = Ask.unread(Ask.read(world.handler(), file));

    assertThat(failure.message()).contains("leads out of").doesNotContain("s3cr3t");
  }

  @Test
  void aLinkInPlaceOfTheFileIsReplacedAndItsTargetKept() throws IOException {
    PolicyFile file = world.file("acme.example", BODY);
    Path shared = Files.writeString(world.root.resolve("shared.txt"), FOREIGN);
    Path path = World.path(file.location());
    Files.createDirectories(path.getParent());
    Files.createSymbolicLink(path, shared);

    Ask.done(Ask.change(world.handler(), file.with(FOREIGN), file));

    assertThat(path).hasContent(BODY);
    assertThat(Files.isSymbolicLink(path)).isFalse();
    assertThat(shared).hasContent(FOREIGN);
  }

  @Test
  void aLocationEditedByHandIsRefused() {
    for (String location :
        List.of(
            "file:" + world.root + "/other.example/.well-known/mta-sts.txt",
            "file:" + world.root + "/acme.example/index.html",
            "file:/etc/passwd",
            "file:",
            "s3://bucket/acme.example/.well-known/mta-sts.txt")) {
      PolicyFile file = new PolicyFile(policyOf("acme.example"), location, BODY, "");

      Failure failure = Ask.failed(Ask.write(world.handler(), null, file, null));

      assertThat(failure.kind()).as(location).isEqualTo(Failure.Kind.REFUSED);
    }
  }

  @Test
  void aHugeFileIsNotTakenForAPolicy() throws IOException {
    PolicyFile file = world.file("acme.example", BODY);
    Path path = World.path(file.location());
    Files.createDirectories(path.getParent());
    Files.write(path, new byte[(1 << 20) + 1]);

    assertThat(Ask.unread(Ask.read(world.handler(), file)).message()).contains("1 MiB");
  }

  @Test
  void whatMovedIsNamedByItsFirstDifferentLine() {
    PolicyFile file = world.file("acme.example", BODY);
    Ask.create(world.handler(), file);
    String version = Ask.live(world.handler(), file).version();
    world.put(file.location(), BODY.replace("testing", "none"));

    Outcome.Moved moved = Ask.moved(Ask.write(world.handler(), file, file.with(OTHER), version));

    assertThat(moved.expected()).isEqualTo("line 2 'mode: testing\\r'");
    assertThat(moved.found()).isEqualTo("line 2 'mode: none\\r'");
  }

  @Test
  void ofManyWritersOfOneVersionOneWins() throws Exception {
    PolicyFile file = world.file("acme.example", BODY);
    Ask.create(world.handler(), file);
    String version = Ask.live(world.handler(), file).version();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Outcome>> racers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      PolicyFile mine = file.with(BODY + "racer: " + i + "\r\n");
      racers.add(
          threads.submit(
              () -> Ask.write(new DirectoryPolicyFiles(Path.of("/")), file, mine, version)));
    }
    int done = 0;
    for (Future<Outcome> racer : racers) {
      done += racer.get() instanceof Outcome.Done ? 1 : 0;
    }
    threads.shutdown();

    assertThat(done).isEqualTo(1);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Address policyOf(String domain) {
    return new Address(new DomainName(domain), Part.POLICY);
  }

  /** A folder below the test's own. */
  private static final class World implements FileWorld {
    private final Path root;
    private final Handler<PolicyFile> handler;

    World(Path root) {
      this.root = root;
      Surroundings surroundings =
          new Surroundings(Map.of(), root, Clock.systemUTC(), Progress.SILENT);
      this.handler =
          new DirectoryFactory().open("web", settings(root), surroundings).files().orElseThrow();
    }

    @Override
    public Handler<PolicyFile> handler() {
      return handler;
    }

    @Override
    public PolicyFile file(String domain, String body) {
      return in(root, domain, body);
    }

    @Override
    public PolicyFile misplaced(String domain, String body) {
      return in(root.resolveSibling("nowhere").resolve("public"), domain, body);
    }

    @Override
    public String missingContainer() {
      return root.resolveSibling("nowhere").toString();
    }

    @Override
    public void put(String location, String body) {
      try {
        Files.createDirectories(path(location).getParent());
        Files.writeString(path(location), body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void remove(String location) {
      try {
        Files.delete(path(location));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Optional<String> get(String location) {
      try {
        return Files.exists(path(location))
            ? Optional.of(Files.readString(path(location)))
            : Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Path path(String location) {
      return Path.of(location.substring("file:".length()));
    }

    private static PolicyFile in(Path root, String domain, String body) {
      HostKind kind = new DirectoryFactory().hosts().get(0);
      String location =
          kind.locator().locate(new DomainName(domain), settings(root), Settings.NONE);
      return new PolicyFile(policyOf(domain), location, body, "");
    }

    private static Settings settings(Path root) {
      return new Settings(Map.of("root", root));
    }
  }
}
