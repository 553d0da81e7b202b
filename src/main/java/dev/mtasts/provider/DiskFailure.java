package dev.mtasts.provider;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Turns what a file system throws into a {@link Failure} that a person can act on. */
public final class DiskFailure {
  private DiskFailure() {}

  /**
   * A failure of kind {@code LOCAL}.
   *
   * @param tried the attempt, naming the file
   * @param e what the file system said
   * @param unharmed what is as it was, as a clause: {@code the file is as it was}
   */
  public static Failure of(String tried, IOException e, String unharmed) {
    String because = because(e);
    return new Failure(
        Failure.Kind.LOCAL, tried, because + " (" + unharmed + ")", todo(e, because));
  }

  /** What the file system said, as a clause that names the file. */
  public static String because(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + " does not exist";
    }
    if (e instanceof AccessDeniedException denied) {
      return "permission is denied on " + denied.getFile();
    }
    if (e instanceof NotDirectoryException file) {
      return file.getFile() + " is not a folder";
    }
    if (e instanceof FileAlreadyExistsException other) {
      return other.getFile() + " stands in the way";
    }
    if (e instanceof FileSystemException disk && disk.getReason() != null) {
      return disk.getFile() + ": " + disk.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static String todo(IOException e, String because) {
    String said = because.toLowerCase(Locale.ROOT);
    if (said.contains("no space") || said.contains("quota") || said.contains("too large")) {
      return "Free space on that disk, or lift its limit, and run the command again.";
    }
    if (said.contains("read-only")) {
      return "Make the file system writable, or choose another place.";
    }
    if (e instanceof AccessDeniedException) {
      return "Give this user the right to it, or run as one who has it.";
    }
    if (said.contains("directory") || said.contains("folder") || said.contains("in the way")) {
      return "Look what stands at that path and move it away, or choose another place.";
    }
    return "Check the path and the disk, and run the command again.";
  }
}
