package dev.mtasts.provider.directory;

import dev.mtasts.policy.Sha256;
import dev.mtasts.provider.AtomicFile;
import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.DiskFailure;
import dev.mtasts.provider.FileGuard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ledger in a file, its lock in {@code <path>.lock}, the ledger before the last in {@code
 * <path>.backup}. Versions are SHA-256 of the bytes; compare-and-set is atomic among processes of
 * one machine, by an operating system's lock on {@code <path>.guard}.
 */
final class FileBlobs implements Blobs {
  private final Path ledger;

  FileBlobs(Path ledger) {
    this.ledger = ledger.toAbsolutePath().normalize();
  }

  @Override
  public String place(Key key) {
    return path(key).toString();
  }

  @Override
  public Optional<Blob> get(Key key) {
    try {
      byte @Nullable [] bytes = content(path(key));
      return bytes == null
          ? Optional.empty()
          : Optional.of(new Blob(new String(bytes, StandardCharsets.UTF_8), Sha256.hex(bytes)));
    } catch (IOException e) {
      throw failed("read", key, e);
    }
  }

  @Override
  public Optional<String> put(Key key, String text, @Nullable String expected) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      Files.createDirectories(folder());
      return FileGuard.holding(beside(".guard"), () -> putAlone(key, bytes, expected));
    } catch (IOException e) {
      throw failed("write", key, e);
    }
  }

  @Override
  public boolean delete(Key key, String expected) {
    if (!Files.isDirectory(folder())) {
      return false;
    }
    try {
      return FileGuard.holding(beside(".guard"), () -> deleteAlone(key, expected));
    } catch (IOException e) {
      throw failed("delete", key, e);
    }
  }

  private Optional<String> putAlone(Key key, byte[] bytes, @Nullable String expected)
      throws IOException {
    byte @Nullable [] now = content(path(key));
    String version = now == null ? null : Sha256.hex(now);
    if (version == null ? expected != null : !version.equals(expected)) {
      return Optional.empty();
    }
    if (key == Key.LEDGER && now != null) {
      AtomicFile.replace(beside(".backup"), now);
    }
    AtomicFile.replace(path(key), bytes);
    return Optional.of(Sha256.hex(bytes));
  }

  private boolean deleteAlone(Key key, String expected) throws IOException {
    byte @Nullable [] now = content(path(key));
    if (now == null || !Sha256.hex(now).equals(expected)) {
      return false;
    }
    AtomicFile.delete(path(key));
    return true;
  }

  private Path path(Key key) {
    return key == Key.LEDGER ? ledger : beside(".lock");
  }

  private Path beside(String suffix) {
    return ledger.resolveSibling(ledger.getFileName() + suffix);
  }

  private Path folder() {
    Path parent = ledger.getParent();
    return parent == null ? ledger : parent;
  }

  private static byte @Nullable [] content(Path path) throws IOException {
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private RuntimeException failed(String verb, Key key, IOException e) {
    String what = key == Key.LEDGER ? "the ledger " : "the lock ";
    return DiskFailure.of(verb + " " + what + place(key), e, "what was there before is unharmed")
        .asException();
  }
}
