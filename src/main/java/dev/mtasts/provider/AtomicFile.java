package dev.mtasts.provider;

import dev.mtasts.policy.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a file so that every reader, and the next run after a crash or a full disk, sees the old
 * content or the new, never half of it: written beside the target, forced to disk, renamed over it.
 *
 * <p>The name beside the target is always the same one, so what a crash leaves behind is swept away
 * by the next write. Two writers of one target must therefore take turns: {@link FileGuard}.
 */
public final class AtomicFile {
  private static final Set<PosixFilePermission> PUBLIC_FILE =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> PUBLIC_FOLDER =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private AtomicFile() {}

  /**
   * Writes {@code content}; a file that is there keeps its mode, owner and group, a new one gets
   * those that the process gives to new files. A link is written through.
   *
   * @throws IOException where anything went wrong; the target is as it was
   */
  public static void replace(Path target, byte[] content) throws IOException {
    write(Files.isSymbolicLink(target) ? target.toRealPath() : target, content, null);
  }

  /**
   * Writes {@code content} for all to read (0644), and makes missing folders that all may enter
   * (0755), whatever the umask: a web server runs as another user. A link is replaced.
   *
   * @throws IOException where anything went wrong; the target is as it was
   */
  public static void publish(Path target, byte[] content) throws IOException {
    createPublicFolders(folder(target));
    write(target, content, PUBLIC_FILE);
  }

  /** Makes a folder, and those above it, that all may enter (0755); one that is there stays. */
  public static void createPublicFolders(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    createPublicFolders(folder(folder));
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      return; // Another process was quicker.
    }
    setMode(folder, PUBLIC_FOLDER);
  }

  /** Deletes a file and sees to it that it stays deleted after a power cut. */
  public static void delete(Path target) throws IOException {
    Files.deleteIfExists(target);
    forceFolder(folder(target));
  }

  /** Where the content stands until it is complete; for tests of what a crash leaves behind. */
  public static Path beside(Path target) {
    String name = String.valueOf(target.getFileName());
    String hash = Sha256.hex(name.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    // Not made from the name itself: a name may be as long as the file system allows already.
    return target.resolveSibling(".mtasts-" + hash + ".tmp");
  }

  private static void write(Path target, byte[] content, @Nullable Set<PosixFilePermission> mode)
      throws IOException {
    Path fresh = beside(target);
    Files.deleteIfExists(fresh);
    try {
      try (FileChannel channel =
          FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        // The rights before the content: a crash must not leave what few may read for all to read.
        if (mode != null) {
          setMode(fresh, mode);
        } else {
          inherit(target, fresh);
        }
        fill(channel, content);
      }
      Files.move(
          fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      sweep(fresh, e);
      throw e;
    }
    forceFolder(folder(target));
  }

  private static void fill(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(content);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
    channel.force(true);
  }

  private static void sweep(Path fresh, IOException because) {
    try {
      Files.deleteIfExists(fresh);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  private static void setMode(Path path, Set<PosixFilePermission> mode) throws IOException {
    PosixFileAttributeView view = posix(path);
    if (view != null) {
      view.setPermissions(mode);
    }
  }

  private static void inherit(Path target, Path fresh) throws IOException {
    PosixFileAttributeView view = posix(fresh);
    if (view == null || !Files.exists(target)) {
      return;
    }
    PosixFileAttributes old = Files.readAttributes(target, PosixFileAttributes.class);
    view.setPermissions(old.permissions());
    try {
      PosixFileAttributes now = view.readAttributes();
      if (!now.owner().equals(old.owner())) {
        view.setOwner(old.owner());
      }
      if (!now.group().equals(old.group())) {
        view.setGroup(old.group());
      }
    } catch (IOException e) {
      // Another owner is no harm where all may read; else the server would lose its file.
      if (!old.permissions().contains(PosixFilePermission.OTHERS_READ)) {
        throw e;
      }
    }
  }

  private static @Nullable PosixFileAttributeView posix(Path path) {
    return Files.getFileAttributeView(
        path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static Path folder(Path target) throws IOException {
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException(target + " is the root of the file system");
    }
    return parent;
  }

  /** Makes a rename in {@code folder} durable, where the system lets a folder be opened. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows and some network file systems refuse; the content itself is on disk already.
      return;
    }
  }
}
