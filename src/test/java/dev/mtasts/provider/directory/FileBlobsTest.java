package dev.mtasts.provider.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mtasts.provider.AtomicFile;
import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.Blobs.Key;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.StateBackend;
import dev.mtasts.provider.Surroundings;
import java.io.IOException;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobsTest {
  @TempDir Path folder;
  private Path ledger;
  private Blobs blobs;

  @BeforeEach
  void open() {
    ledger = folder.resolve(".mtasts/state.json");
    StateBackend backend = new DirectoryFactory().stateBackend().orElseThrow();
    assertThat(backend.backend()).isEqualTo("local");
    assertThat(backend.options().get(0).fallback()).isEqualTo(".mtasts/state.json");
    blobs =
        backend
            .opener()
            .open(
                new Settings(Map.of("path", ledger)),
                new Surroundings(Map.of(), folder, Clock.systemUTC(), Progress.SILENT));
  }

  @Test
  void nothingIsThereAtFirstAndLookingMakesNothing() {
    assertThat(blobs.get(Key.LEDGER)).isEmpty();
    assertThat(blobs.get(Key.LOCK)).isEmpty();
    assertThat(blobs.delete(Key.LOCK, "any")).isFalse();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsPutIsThereWithItsVersion() {
    String version = blobs.put(Key.LEDGER, "{\"é\":1}", null).orElseThrow();

    assertThat(blobs.get(Key.LEDGER)).contains(new Blobs.Blob("{\"é\":1}", version));
    assertThat(ledger).hasContent("{\"é\":1}");
    assertThat(blobs.place(Key.LEDGER)).isEqualTo(ledger.toString());
    assertThat(blobs.place(Key.LOCK)).isEqualTo(ledger + ".lock");
  }

  @Test
  void aPutNeedsTheVersionThatIsThere() {
    String first = blobs.put(Key.LEDGER, "1", null).orElseThrow();
    String second = blobs.put(Key.LEDGER, "2", first).orElseThrow();

    assertThat(blobs.put(Key.LEDGER, "3", first)).isEmpty();
    assertThat(blobs.put(Key.LEDGER, "3", null)).isEmpty();
    assertThat(blobs.get(Key.LEDGER)).contains(new Blobs.Blob("2", second));
    assertThat(blobs.put(Key.LOCK, "1", first)).as("nothing is there to be replaced").isEmpty();
  }

  @Test
  void aDeleteNeedsTheVersionThatIsThere() {
    String version = blobs.put(Key.LOCK, "mine", null).orElseThrow();

    assertThat(blobs.delete(Key.LOCK, "another")).isFalse();
    assertThat(blobs.get(Key.LOCK)).isPresent();
    assertThat(blobs.delete(Key.LOCK, version)).isTrue();
    assertThat(blobs.get(Key.LOCK)).isEmpty();
    assertThat(blobs.delete(Key.LOCK, version)).isFalse();
  }

  @Test
  void theLedgerBeforeTheLastIsKept() {
    String first = blobs.put(Key.LEDGER, "1", null).orElseThrow();
    Path backup = folder.resolve(".mtasts/state.json.backup");
    assertThat(backup).doesNotExist();

    String second = blobs.put(Key.LEDGER, "2", first).orElseThrow();
    assertThat(backup).hasContent("1");
    assertThat(blobs.put(Key.LEDGER, "3", second)).isPresent();
    assertThat(backup).hasContent("2");
  }

  @Test
  void theLockAndTheLedgerDoNotDisturbEachOther() {
    String lock = blobs.put(Key.LOCK, "lock", null).orElseThrow();
    assertThat(blobs.put(Key.LEDGER, "ledger", null)).isPresent();

    assertThat(blobs.delete(Key.LOCK, lock)).isTrue();
    assertThat(blobs.get(Key.LEDGER)).map(Blobs.Blob::text).contains("ledger");
  }

  @Test
  void aModeChosenByTheUserStays() throws IOException {
    String version = blobs.put(Key.LEDGER, "1", null).orElseThrow();
    Files.setPosixFilePermissions(ledger, PosixFilePermissions.fromString("rw-rw----"));

    assertThat(blobs.put(Key.LEDGER, "2", version)).isPresent();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ledger)))
        .isEqualTo("rw-rw----");
  }

  @Test
  void aLinkToTheLedgerStaysALink() throws IOException {
    Path real = Files.writeString(folder.resolve("elsewhere.json"), "1");
    Files.createDirectories(ledger.getParent());
    Files.createSymbolicLink(ledger, real);

    assertThat(blobs.put(Key.LEDGER, "2", blobs.get(Key.LEDGER).orElseThrow().version()))
        .isPresent();

    assertThat(Files.isSymbolicLink(ledger)).isTrue();
    assertThat(real).hasContent("2");
  }

  @Test
  void whatACrashLeftIsSweptAway() throws IOException {
    String version = blobs.put(Key.LEDGER, "1", null).orElseThrow();
    Path left = Files.writeString(AtomicFile.beside(ledger), "{\"format");

    assertThat(blobs.get(Key.LEDGER)).map(Blobs.Blob::text).contains("1");
    assertThat(blobs.put(Key.LEDGER, "2", version)).isPresent();

    assertThat(left).doesNotExist();
    assertThat(ledger).hasContent("2");
  }

  @Test
  void aFileInPlaceOfTheFolderIsReported() throws IOException {
    Files.writeString(folder.resolve(".mtasts"), "keep me");

    for (Failure failure :
        List.of(
            failure(() -> blobs.put(Key.LEDGER, "1", null)),
            failure(() -> blobs.get(Key.LEDGER)))) {
      assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCAL);
      assertThat(failure.message()).contains(".mtasts").contains("unharmed");
    }
    assertThat(folder.resolve(".mtasts")).hasContent("keep me");
  }

  @Test
  void aFolderInPlaceOfTheLedgerIsReported() throws IOException {
    Files.createDirectories(ledger.resolve("kept"));

    assertThat(failure(() -> blobs.get(Key.LEDGER)).kind()).isEqualTo(Failure.Kind.LOCAL);
    assertThat(failure(() -> blobs.put(Key.LEDGER, "1", null)).kind())
        .isEqualTo(Failure.Kind.LOCAL);
    assertThat(ledger.resolve("kept")).isDirectory();
  }

  @Test
  void ofManyWhoTakeTheLockOneGetsIt() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Optional<String>>> racers = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      String owner = "owner " + i;
      racers.add(threads.submit(() -> new FileBlobs(ledger).put(Key.LOCK, owner, null)));
    }
    int won = 0;
    for (Future<Optional<String>> racer : racers) {
      won += racer.get().isPresent() ? 1 : 0;
    }
    threads.shutdown();

    assertThat(won).isEqualTo(1);
  }

  private static Failure failure(Runnable act) {
    return catchThrowableOfType(ProviderException.class, act::run).failure();
  }
}
