package dev.mtasts.provider.aws;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Pacer;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;

/**
 * The buckets behind distributions: looked at, made, closed to the public, opened to distributions.
 *
 * <p>S3 has no conditional write for a bucket's policy, so it is read just before it is written.
 */
final class OriginBuckets {
  /**
   * How a bucket stands.
   *
   * @param exists whether it is there and may be seen; the rest has no meaning otherwise
   * @param blocked whether all four blocks of public access are on
   * @param versioned whether old versions are kept
   */
  record State(boolean exists, boolean blocked, boolean versioned, BucketPolicy policy) {}

  private static final int CONFLICTS = 10;
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final AwsAccess access;
  private final Pacer.Sleeper sleeper;

  OriginBuckets(AwsAccess access, Pacer.Sleeper sleeper) {
    this.access = access;
    this.sleeper = sleeper;
  }

  /** The name by which CloudFront reaches a bucket. */
  String domainName(String bucket) {
    return bucket + ".s3." + region() + ".amazonaws.com";
  }

  /** The region in which buckets are made. */
  String region() {
    return access.bucketRegion().id();
  }

  /** How a bucket stands, by three requests. */
  State look(String bucket) {
    boolean versioned;
    try {
      versioned =
          call(
                      attempt("look at", bucket, "s3:GetBucketVersioning"),
                      c -> c.getBucketVersioning(r -> r.bucket(bucket)))
                  .status()
              == BucketVersioningStatus.ENABLED;
    } catch (Known e) {
      return new State(false, false, false, BucketPolicy.parse(bucket, ""));
    }
    return new State(true, blocked(bucket), versioned, policy(bucket));
  }

  /**
   * Makes what is missing.
   *
   * @param kept whether the bucket is ours to make and to close; else it must be there
   */
  void ensure(String bucket, boolean kept) {
    State state = look(bucket);
    if (!kept && !state.exists) {
      throw failure(
              Failure.Kind.MISSING,
              bucket,
              "there is no such bucket, and create_bucket is false",
              "Make the bucket, or leave create_bucket out.")
          .asException();
    }
    if (!kept) {
      return;
    }
    if (state.policy.open()) {
      throw failure(
              Failure.Kind.REFUSED,
              bucket,
              "its policy lets everybody read, and that would end",
              "Take another bucket, remove that statement, or set create_bucket: false.")
          .asException();
    }
    if (!state.exists) {
      create(bucket);
    }
    if (!state.blocked) {
      PublicAccessBlockConfiguration all =
          PublicAccessBlockConfiguration.builder()
              .blockPublicAcls(true)
              .ignorePublicAcls(true)
              .blockPublicPolicy(true)
              .restrictPublicBuckets(true)
              .build();
      call(
          attempt("close to the public", bucket, "s3:PutBucketPublicAccessBlock"),
          c -> c.putPublicAccessBlock(r -> r.bucket(bucket).publicAccessBlockConfiguration(all)));
    }
    if (!state.versioned) {
      call(
          attempt("keep old versions in", bucket, "s3:PutBucketVersioning"),
          c ->
              c.putBucketVersioning(
                  r ->
                      r.bucket(bucket)
                          .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED))));
    }
  }

  /** Lets these distributions read, and those no longer; nothing where it is so already. */
  void allow(String bucket, Set<String> more, Set<String> less) {
    BucketPolicy now = policy(bucket);
    BucketPolicy next = now.with(more, less);
    if (next.equals(now)) {
      return;
    }
    if (next.isEmpty()) {
      call(
          attempt("remove the policy of", bucket, "s3:DeleteBucketPolicy"),
          c -> c.deleteBucketPolicy(r -> r.bucket(bucket)));
    } else {
      call(
          attempt("let CloudFront read", bucket, "s3:PutBucketPolicy"),
          c -> c.putBucketPolicy(r -> r.bucket(bucket).policy(next.text())));
    }
  }

  /** Lets a distribution that is gone read no longer; nothing where the bucket is gone. */
  void close(String bucket, String arn) {
    if (look(bucket).exists) {
      allow(bucket, Set.of(), Set.of(arn));
    }
  }

  private boolean blocked(String bucket) {
    try {
      PublicAccessBlockConfiguration found =
          call(
                  attempt("look at", bucket, "s3:GetBucketPublicAccessBlock"),
                  c -> c.getPublicAccessBlock(r -> r.bucket(bucket)))
              .publicAccessBlockConfiguration();
      return Boolean.TRUE.equals(found.blockPublicAcls())
          && Boolean.TRUE.equals(found.ignorePublicAcls())
          && Boolean.TRUE.equals(found.blockPublicPolicy())
          && Boolean.TRUE.equals(found.restrictPublicBuckets());
    } catch (Known e) {
      return false;
    }
  }

  private BucketPolicy policy(String bucket) {
    String text;
    try {
      text =
          call(
                  attempt("look at", bucket, "s3:GetBucketPolicy"),
                  c -> c.getBucketPolicy(r -> r.bucket(bucket)))
              .policy();
    } catch (Known e) {
      text = "";
    }
    try {
      return BucketPolicy.parse(bucket, text);
    } catch (IllegalArgumentException e) {
      throw failure(Failure.Kind.REFUSED, bucket, "its policy cannot be read", "Look at it.")
          .asException();
    }
  }

  private void create(String bucket) {
    CreateBucketRequest.Builder request = CreateBucketRequest.builder().bucket(bucket);
    if (!region().equals("us-east-1")) { // That one is said by silence (S3 API, CreateBucket).
      request.createBucketConfiguration(
          c -> c.locationConstraint(BucketLocationConstraint.fromValue(region())));
    }
    try {
      call(attempt("make", bucket, "s3:CreateBucket"), c -> c.createBucket(request.build()));
    } catch (Known e) {
      // An answer was lost; the bucket is ours.
      return;
    }
  }

  /** An answer that says how things are, and is no failure. */
  private static final class Known extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private <T> T call(Attempt attempt, Function<S3Client, T> call) {
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
            pause();
          }
          default -> throw AwsErrors.explain(e, attempt).asException();
        }
      }
    }
  }

  private void pause() {
    try {
      sleeper.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(
              Failure.Kind.UNAVAILABLE, "S3", "the run was interrupted", "Run the command again.")
          .asException();
    }
  }

  private static Attempt attempt(String what, String bucket, String action) {
    return new Attempt(what + " the bucket " + bucket, action, "arn:aws:s3:::" + bucket);
  }

  private static Failure failure(Failure.Kind kind, String bucket, String because, String todo) {
    return new Failure(kind, "use the bucket " + bucket + " for CloudFront", because, todo);
  }
}
