package dev.mtasts.provider.aws;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Pacer;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * Small objects, read whole. Every method throws {@link ProviderException} where the store cannot
 * be reached or refuses.
 */
final class S3Objects {
  /**
   * What an object is to hold.
   *
   * @param text stored as UTF-8
   * @param type its media type
   * @param cacheControl "" for none
   */
  record Content(String text, String type, String cacheControl, Map<String, String> metadata) {
    /** Whether {@code found} is this already. */
    boolean isIn(Found found) {
      return text.equals(found.text)
          && (cacheControl.isEmpty() || cacheControl.equals(found.cacheControl));
    }
  }

  /**
   * What an object holds.
   *
   * @param text its bytes as UTF-8, cut off where it is longer than a reader may want
   * @param etag without quotes
   * @param cacheControl "" for none
   */
  record Found(String text, String etag, String cacheControl, Map<String, String> metadata) {}

  private final Access access;
  private final int limit;

  /** How the store is reached; the client is made when it is first asked for. */
  interface Access {
    /** The client. */
    S3Client client();

    /** Whether conditional writes of this store may be ignored or mishandled. */
    boolean doubtful();

    /** Waits between attempts. */
    Pacer.Sleeper sleeper();
  }

  /**
   * Makes nothing yet.
   *
   * @param limit how many bytes of an object are read at most; a longer one is cut off, and so
   *     equals nothing that this tool wrote
   */
  S3Objects(Access access, int limit) {
    this.access = access;
    this.limit = limit;
  }

  /** The store. */
  Access access() {
    return access;
  }

  /** The object, if it exists. */
  Optional<Found> get(S3Location at) {
    Attempt attempt =
        new Attempt(
            "read " + at,
            "s3:GetObject",
            "arn:aws:s3:::"
                + at.bucket()
                + "/* (and s3:ListBucket on the bucket, without which a"
                + " missing object looks forbidden)");
    return answering(
        attempt,
        () -> {
          try {
            return Optional.of(
                access
                    .client()
                    .getObject(r -> r.bucket(at.bucket()).key(at.key()), this::readWhole));
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  /** One page of a listing, 1,000 objects at most. */
  ListObjectsV2Response page(String bucket, String prefix, @Nullable String token) {
    Attempt attempt =
        new Attempt(
            "list s3://" + bucket + "/" + prefix, "s3:ListBucket", "arn:aws:s3:::" + bucket);
    return answering(
        attempt,
        () ->
            access
                .client()
                .listObjectsV2(
                    r ->
                        r.bucket(bucket)
                            .prefix(prefix.isEmpty() ? null : prefix)
                            .continuationToken(token)));
  }

  /** An ETag as the ledger keeps it: without quotes. */
  static String bare(@Nullable String etag) {
    return etag == null ? "" : etag.replace("\"", "");
  }

  /** Runs a call of the SDK; its exceptions come out as failures. */
  static <T> T answering(Attempt attempt, java.util.function.Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw AwsErrors.explain(e, attempt).asException();
    } catch (IllegalArgumentException e) {
      // The SDK's own checks, such as a bucket name that no host name can carry.
      throw new Failure(
              Failure.Kind.REFUSED,
              attempt.tried(),
              "the AWS SDK refuses the request: " + e.getMessage(),
              "Correct the bucket, key or endpoint in the spec.")
          .asException();
    }
  }

  private Found readWhole(GetObjectResponse head, AbortableInputStream stream) {
    byte[] bytes;
    try (InputStream in = stream) {
      bytes = in.readNBytes(limit);
      if (bytes.length == limit) {
        stream.abort();
      } else if (head.contentLength() != null && bytes.length != head.contentLength()) {
        throw new IOException("the answer ended early");
      }
    } catch (IOException e) {
      throw RetryableException.create(e.getMessage(), e);
    }
    return new Found(
        new String(bytes, StandardCharsets.UTF_8),
        bare(head.eTag()),
        head.cacheControl() == null ? "" : head.cacheControl(),
        head.metadata());
  }
}
