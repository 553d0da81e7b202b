package dev.mtasts.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void whatOnlyItsOwnerMayReadIsNeverReadableForOthersMeanwhile() throws Exception {
    Path target = Files.writeString(folder.resolve("state.json"), "old");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
    AtomicBoolean ready = new AtomicBoolean();
    AtomicBoolean written = new AtomicBoolean();
    CompletableFuture<Boolean> exposed =
        CompletableFuture.supplyAsync(
            () -> {
              boolean seen = false;
              while (!written.get()) {
                seen |= exposed(AtomicFile.beside(target));
                ready.set(true);
              }
              return seen;
            });
    while (!ready.get()) {
      Thread.onSpinWait();
    }

    AtomicFile.replace(target, new byte[32 << 20]);

    written.set(true);
    assertThat(exposed.get()).isFalse();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-------");
  }

  private static boolean exposed(Path fresh) {
    try {
      PosixFileAttributes now = Files.readAttributes(fresh, PosixFileAttributes.class);
      return now.size() > 0 && now.permissions().contains(PosixFilePermission.OTHERS_READ);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
