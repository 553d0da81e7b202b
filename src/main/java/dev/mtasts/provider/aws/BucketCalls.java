package dev.mtasts.provider.aws;

import dev.mtasts.provider.Pacer;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import java.time.Duration;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Calls to S3 about whole buckets. */
final class BucketCalls {
  private static final int CONFLICTS = 10;
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final AwsAccess access;
  private final Pacer.Sleeper sleeper;

  BucketCalls(AwsAccess access, Pacer.Sleeper sleeper) {
    this.access = access;
    this.sleeper = sleeper;
  }

  /** An answer that says how things are, and is no failure. */
  static final class Known extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Calls, and again where another change of the same bucket is under way.
   *
   * @throws Known where nothing of the kind is there, or all of it was there already
   */
  <T> T call(Attempt attempt, Function<S3Client, T> call) {
    for (int round = 1; ; round++) {
      try {
        return call.apply(access.s3());
      } catch (SdkException e) {
        switch (AwsErrors.code(e)) {
          case "NoSuchBucket", "NoSuchBucketPolicy", "NoSuchPublicAccessBlockConfiguration" -> {
            if (attempt.action().contains(":Get")) {
              throw new Known();
            }
            throw AwsErrors.explain(e, attempt).asException();
          }
          case "BucketAlreadyOwnedByYou" -> throw new Known();
          case "OperationAborted" -> { // Another change of the same bucket is under way.
            if (round == CONFLICTS) {
              throw AwsErrors.explain(e, attempt).asException();
            }
            sleeper.sleep(
                PAUSE,
                "change a bucket for CloudFront",
                "Run the command again; it goes on from there.");
          }
          default -> throw AwsErrors.explain(e, attempt).asException();
        }
      }
    }
  }
}
