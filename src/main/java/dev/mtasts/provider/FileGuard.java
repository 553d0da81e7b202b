package dev.mtasts.provider;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread of one process at a time compare and set files: an operating system's lock on a
 * file beside them. The lock ends with the process, so a crash leaves nothing to clear up; the
 * empty file stays, because removing it would let two in at once.
 */
public final class FileGuard {
  /** The work to be done alone. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run() throws IOException;
  }

  // The system's locks are held by processes; these keep the threads of this one apart.
  private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private FileGuard() {}

  /**
   * Waits for its turn and works.
   *
   * @param guard the file to lock; made where it is missing, in a folder that must exist
   * @throws IOException of the work, or where the file cannot be made or locked
   */
  public static <T> T holding(Path guard, Work<T> work) throws IOException {
    Path folder = guard.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(guard + " is the root of the file system");
    }
    Path key = folder.toRealPath().resolve(guard.toAbsolutePath().getFileName());
    ReentrantLock thread = THREADS.computeIfAbsent(key, any -> new ReentrantLock());
    thread.lock();
    try (FileChannel channel =
            FileChannel.open(key, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new IOException("the lock on " + guard + " was lost");
      }
      return work.run();
    } finally {
      thread.unlock();
    }
  }
}
