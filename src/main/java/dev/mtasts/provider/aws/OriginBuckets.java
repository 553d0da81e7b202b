package dev.mtasts.provider.aws;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Pacer;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import java.util.Set;
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

  private final AwsAccess access;
  private final BucketCalls calls;

  OriginBuckets(AwsAccess access, Pacer.Sleeper sleeper) {
    this.access = access;
    this.calls = new BucketCalls(access, sleeper);
  }

  /** The name by which CloudFront reaches a bucket. */
  String domainName(String bucket) {
    return bucket + ".s3." + region() + ".amazonaws.com";
  }

  /** The region in which buckets are made. */
  String region() {
    return access.bucketRegion().id();
  }

  /** Throws where CloudFront cannot reach these buckets. */
  void checkReach() {
    access.checkCloudFrontReachesBuckets();
  }

  /** How a bucket stands, by three requests. */
  State look(String bucket) {
    return look(bucket, "");
  }

  /**
   * The same.
   *
   * @param owner the account that must own it, or "": names are the world's, and whoever had ours
   *     before us could let us write and change what we wrote
   */
  private State look(String bucket, String owner) {
    boolean versioned;
    try {
      versioned =
          calls
                  .call(
                      attempt("look at", bucket, "s3:GetBucketVersioning"),
                      c ->
                          c.getBucketVersioning(
                              r ->
                                  r.bucket(bucket)
                                      .expectedBucketOwner(owner.isEmpty() ? null : owner)))
                  .status()
              == BucketVersioningStatus.ENABLED;
    } catch (BucketCalls.Known e) {
      return new State(false, false, false, BucketPolicy.parse(bucket, ""));
    }
    return new State(true, blocked(bucket), versioned, policy(bucket));
  }

  /**
   * Makes what is missing.
   *
   * @param kept whether the bucket is ours to make and to close; else it must be there
   * @param account the account in which it must be where it is ours, or "" for any
   * @param used whether a host of ours reads it already
   */
  void ensure(String bucket, boolean kept, String account, boolean used) {
    State state = kept ? own(bucket, account) : look(bucket);
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
    if (state.exists && !state.blocked && !used && !empty(bucket)) {
      throw failure(
              Failure.Kind.REFUSED,
              bucket,
              "it holds objects, is not closed to the public, and others may rely on that",
              "Take another bucket, block its public access yourself, or set create_bucket: false.")
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
      calls.call(
          attempt("close to the public", bucket, "s3:PutBucketPublicAccessBlock"),
          c -> c.putPublicAccessBlock(r -> r.bucket(bucket).publicAccessBlockConfiguration(all)));
    }
    if (!state.versioned) {
      calls.call(
          attempt("keep old versions in", bucket, "s3:PutBucketVersioning"),
          c ->
              c.putBucketVersioning(
                  r ->
                      r.bucket(bucket)
                          .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED))));
    }
  }

  private State own(String bucket, String account) {
    try {
      return look(bucket, account);
    } catch (ProviderException e) {
      Failure failure = e.failure();
      if (failure.kind() != Failure.Kind.DENIED) {
        throw e;
      }
      throw new Failure(
              failure.kind(),
              failure.tried(),
              failure.because(),
              failure.todo()
                  + " If the bucket belongs to another account, take another name, or set"
                  + " create_bucket: false to use it as it is.")
          .asException();
    }
  }

  private boolean empty(String bucket) {
    return calls
        .call(
            attempt("look into", bucket, "s3:ListBucket"),
            c -> c.listObjectsV2(r -> r.bucket(bucket).maxKeys(1)))
        .contents()
        .isEmpty();
  }

  /** Lets these distributions read, and those no longer; nothing where it is so already. */
  void allow(String bucket, Set<String> more, Set<String> less) {
    BucketPolicy now = policy(bucket);
    BucketPolicy next = now.with(more, less);
    if (next.equals(now)) {
      return;
    }
    if (next.isEmpty()) {
      calls.call(
          attempt("remove the policy of", bucket, "s3:DeleteBucketPolicy"),
          c -> c.deleteBucketPolicy(r -> r.bucket(bucket)));
    } else {
      calls.call(
          attempt("let CloudFront read", bucket, "s3:PutBucketPolicy"),
          c -> c.putBucketPolicy(r -> r.bucket(bucket).policy(next.text())));
    }
  }

  /** Lets a distribution read no longer; nothing where the bucket is gone. */
  void close(String bucket, String arn) {
    allow(bucket, Set.of(), Set.of(arn));
  }

  private boolean blocked(String bucket) {
    try {
      PublicAccessBlockConfiguration found =
          calls
              .call(
                  attempt("look at", bucket, "s3:GetBucketPublicAccessBlock"),
                  c -> c.getPublicAccessBlock(r -> r.bucket(bucket)))
              .publicAccessBlockConfiguration();
      return Boolean.TRUE.equals(found.blockPublicAcls())
          && Boolean.TRUE.equals(found.ignorePublicAcls())
          && Boolean.TRUE.equals(found.blockPublicPolicy())
          && Boolean.TRUE.equals(found.restrictPublicBuckets());
    } catch (BucketCalls.Known e) {
      return false;
    }
  }

  private BucketPolicy policy(String bucket) {
    String text;
    try {
      text =
          calls
              .call(
                  attempt("look at", bucket, "s3:GetBucketPolicy"),
                  c -> c.getBucketPolicy(r -> r.bucket(bucket)))
              .policy();
    } catch (BucketCalls.Known e) {
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
      calls.call(attempt("make", bucket, "s3:CreateBucket"), c -> c.createBucket(request.build()));
    } catch (BucketCalls.Known e) {
      // An answer was lost; the bucket is ours.
      return;
    }
  }

  private static Attempt attempt(String what, String bucket, String action) {
    return new Attempt(what + " the bucket " + bucket, action, "arn:aws:s3:::" + bucket);
  }

  private static Failure failure(Failure.Kind kind, String bucket, String because, String todo) {
    return new Failure(kind, "use the bucket " + bucket + " for CloudFront", because, todo);
  }
}
