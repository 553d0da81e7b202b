package dev.mtasts.provider.aws;

import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.aws.S3Objects.Content;
import dev.mtasts.provider.aws.S3Writes.Ending;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledger and its lock as two objects of one bucket; versions are ETags without quotes. */
final class S3Blobs implements Blobs {
  private final S3Objects objects;
  private final S3Writes writes;
  private final S3Location ledger;
  private final Runnable close;

  /**
   * Makes nothing yet.
   *
   * @param ledger where the ledger lies; the lock lies beside it, with {@code .lock} added
   * @param close releases what {@code objects} works with
   */
  S3Blobs(S3Objects objects, S3Location ledger, Runnable close) {
    this.objects = objects;
    this.writes = new S3Writes(objects);
    this.ledger = ledger;
    this.close = close;
  }

  @Override
  public String place(Key key) {
    return at(key).toString();
  }

  @Override
  public Optional<Blob> get(Key key) {
    return objects.get(at(key)).map(found -> new Blob(found.text(), found.etag()));
  }

  @Override
  public Optional<String> put(Key key, String text, @Nullable String expected) {
    // A cached ledger would be an old one.
    Content content = new Content(text, "application/json", "no-store", Map.of());
    return writes.put(at(key), content, expected) instanceof Ending.Made made
        ? Optional.of(made.etag())
        : Optional.empty();
  }

  @Override
  public boolean delete(Key key, String expected) {
    return writes.delete(at(key), expected) instanceof Ending.Made made && made.byUs();
  }

  @Override
  public void close() {
    close.run();
  }

  private S3Location at(Key key) {
    return key == Key.LEDGER ? ledger : new S3Location(ledger.bucket(), ledger.key() + ".lock");
  }
}
