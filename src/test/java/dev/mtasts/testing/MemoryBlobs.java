package dev.mtasts.testing;

import dev.mtasts.provider.Blobs;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ledger and lock in memory, with real compare-and-set. Shared by as many runs as a test wants. */
public final class MemoryBlobs implements Blobs {
  private final Map<Key, Blob> blobs = new EnumMap<>(Key.class);
  private final Runnable beforeWrite;
  private int version;
  private int writes;

  public MemoryBlobs() {
    this(() -> {});
  }

  /** Calls {@code beforeWrite} before each change; it may throw to play a crash. */
  public MemoryBlobs(Runnable beforeWrite) {
    this.beforeWrite = beforeWrite;
  }

  /** How often the ledger was written. */
  public int writes() {
    return writes;
  }

  /** The same, as one run opens it: it refuses to work once it was closed. */
  public Blobs opened() {
    return new Opened();
  }

  /** Puts a text there from outside. */
  public synchronized void plant(Key key, String text) {
    blobs.put(key, new Blob(text, "v" + ++version));
  }

  /** Takes it away from outside. */
  public synchronized void remove(Key key) {
    blobs.remove(key);
  }

  @Override
  public String place(Key key) {
    return "memory:" + key;
  }

  @Override
  public synchronized Optional<Blob> get(Key key) {
    return Optional.ofNullable(blobs.get(key));
  }

  @Override
  public synchronized Optional<String> put(Key key, String text, @Nullable String expected) {
    if (key == Key.LEDGER) {
      beforeWrite.run();
    }
    Blob now = blobs.get(key);
    if (!Objects.equals(now == null ? null : now.version(), expected)) {
      return Optional.empty();
    }
    if (key == Key.LEDGER) {
      writes++;
    }
    Blob next = new Blob(text, "v" + ++version);
    blobs.put(key, next);
    return Optional.of(next.version());
  }

  @Override
  public synchronized boolean delete(Key key, String expected) {
    Blob now = blobs.get(key);
    if (now == null || !now.version().equals(expected)) {
      return false;
    }
    blobs.remove(key);
    return true;
  }

  private final class Opened implements Blobs {
    private volatile boolean closed;

    @Override
    public String place(Key key) {
      return MemoryBlobs.this.place(key);
    }

    @Override
    public Optional<Blob> get(Key key) {
      checkOpen();
      return MemoryBlobs.this.get(key);
    }

    @Override
    public Optional<String> put(Key key, String text, @Nullable String expected) {
      checkOpen();
      return MemoryBlobs.this.put(key, text, expected);
    }

    @Override
    public boolean delete(Key key, String expected) {
      checkOpen();
      return MemoryBlobs.this.delete(key, expected);
    }

    @Override
    public void close() {
      closed = true;
    }

    private void checkOpen() {
      if (closed) {
        throw new IllegalStateException("used after it was closed");
      }
    }
  }
}
