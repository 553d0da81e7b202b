package dev.mtasts.provider.aws;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Settings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The SDK's clients for one block of settings, each made when it is first asked for. */
final class AwsAccess implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** All attempts of one call and the pauses between them. */
  private static final Duration CALL = Duration.ofMinutes(2);

  private final Settings settings;
  private final AwsPlaces places;
  private final AwsKeys keys;
  private final Duration answer;
  private final boolean trusted;

  /** What was made, the HTTP client first: it is closed last. */
  private final Deque<SdkAutoCloseable> made = new ArrayDeque<>();

  private @Nullable SdkHttpClient http;
  private @Nullable S3Client s3;
  private @Nullable Route53Client route53;
  private @Nullable AcmClient acm;
  private @Nullable CloudFrontClient cloudFront;

  /**
   * Makes nothing yet.
   *
   * @param settings {@code region}, {@code profile}, {@code endpoint} and those of other services
   * @param answer how long a connection may be silent
   * @param trusted whether other endpoints keep conditions as faithfully as Amazon's
   */
  AwsAccess(Settings settings, Map<String, String> env, Duration answer, boolean trusted) {
    this.settings = settings;
    this.places = new AwsPlaces(settings, env);
    this.keys = new AwsKeys(settings, env);
    this.answer = answer;
    this.trusted = trusted;
  }

  /** Whether S3 may be somebody else's, which decides how far its conditions are trusted. */
  boolean foreignStore() {
    return !trusted && places.store().isPresent();
  }

  /**
   * Throws where CloudFront could not reach the buckets: it would be pointed at whoever has a
   * bucket of the same name with Amazon. A stand-in for CloudFront may have its own idea of them.
   */
  void checkCloudFrontReachesBuckets() {
    if (places.hosts().isPresent()) {
      return;
    }
    String elsewhere =
        places
            .store()
            .map(endpoint -> String.valueOf(endpoint.getHost()))
            .filter(host -> !host.endsWith(".amazonaws.com"))
            .map(host -> "the provider's buckets are at " + host)
            .or(
                () ->
                    Optional.of(places.partition().id())
                        .filter(id -> !id.equals("us-east-1"))
                        .map(id -> "the provider's region " + id + " is of another partition"))
            .orElse("");
    if (!elsewhere.isEmpty()) {
      throw new Failure(
              Failure.Kind.REFUSED,
              "set up a CloudFront host",
              elsewhere + ", and CloudFront reads Amazon S3 of the partition aws only",
              "Use kind s3 there with what serves HTTPS before it, or a provider of type aws without"
                  + " that setting.")
          .asException();
    }
  }

  /** Whether Route 53 may be an emulator, which decides how far its refusals are trusted. */
  boolean foreignDns() {
    return !trusted && places.dns().isPresent();
  }

  /** Speaks to S3 or to what the endpoint names. */
  synchronized S3Client s3() {
    if (s3 == null) {
      S3ClientBuilder builder = S3Client.builder();
      common(builder, AwsRetryStrategy.standardRetryStrategy());
      places.region().ifPresent(builder::region);
      places
          .store()
          .ifPresent(
              endpoint ->
                  builder
                      .endpointOverride(endpoint)
                      .forcePathStyle(true)
                      // R2 and old Ceph refuse trailing checksums and signed chunks.
                      .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                      .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                      .serviceConfiguration(
                          S3Configuration.builder().chunkedEncodingEnabled(false).build()));
      try {
        s3 = keep(builder.build());
      } catch (SdkClientException e) {
        throw noRegion().asException(); // Nothing else is looked up before the first call.
      }
    }
    return s3;
  }

  /** The region in which {@link #s3} makes buckets. */
  Region bucketRegion() {
    return s3().serviceClientConfiguration().region();
  }

  /** Speaks to Route 53, which is one per partition: China and GovCloud have their own. */
  synchronized Route53Client route53() {
    if (route53 == null) {
      var builder = Route53Client.builder().region(places.partition());
      // Route53Calls repeats: its waits must show in the pace that it keeps.
      common(builder, AwsRetryStrategy.doNotRetry());
      places.dns().ifPresent(builder::endpointOverride);
      route53 = keep(builder.build());
    }
    return route53;
  }

  /** Speaks to ACM in the one region from which CloudFront takes certificates. */
  synchronized AcmClient acm() {
    if (acm == null) {
      var builder = AcmClient.builder().region(Region.US_EAST_1);
      common(builder, AwsRetryStrategy.doNotRetry()); // PacedCalls repeats.
      places.certificates().ifPresent(builder::endpointOverride);
      acm = keep(builder.build());
    }
    return acm;
  }

  /** Speaks to CloudFront, which has no regions and is signed for by this one. */
  synchronized CloudFrontClient cloudFront() {
    if (cloudFront == null) {
      var builder = CloudFrontClient.builder().region(Region.US_EAST_1);
      common(builder, AwsRetryStrategy.doNotRetry()); // PacedCalls repeats.
      places.hosts().ifPresent(builder::endpointOverride);
      cloudFront = keep(builder.build());
    }
    return cloudFront;
  }

  @Override
  public synchronized void close() {
    while (!made.isEmpty()) {
      made.removeLast().close();
    }
  }

  private <B extends AwsSyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> void common(
      B builder, RetryStrategy retries) {
    builder.httpClient(http());
    builder.credentialsProvider(keys.provider());
    builder.overrideConfiguration(
        override -> {
          override.retryStrategy(retries).apiCallTimeout(CALL);
          override.addExecutionInterceptor(new NoExpectation());
          settings.optionalText("profile").ifPresent(override::defaultProfileName);
        });
  }

  private SdkHttpClient http() {
    if (http == null) {
      http =
          keep(
              UrlConnectionHttpClient.builder()
                  .connectionTimeout(CONNECT)
                  .socketTimeout(answer)
                  .build());
    }
    return http;
  }

  private <T extends SdkAutoCloseable> T keep(T closeable) {
    made.addLast(closeable);
    return closeable;
  }

  private static Failure noRegion() {
    return new Failure(
        Failure.Kind.REFUSED,
        "reach Amazon S3",
        "no region is set, neither in the spec nor in AWS_REGION nor in the profile",
        "Set region where the spec names the bucket's provider or state, or set AWS_REGION.");
  }
}
