package dev.mtasts.provider.aws;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
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
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** The SDK's clients for one block of settings, each made when it is first asked for. */
final class AwsAccess implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** All attempts of one call and the pauses between them. */
  private static final Duration CALL = Duration.ofMinutes(2);

  private final Settings settings;
  private final Map<String, String> env;
  private final Duration answer;
  private final boolean trusted;
  private @Nullable SdkHttpClient http;
  private @Nullable AwsCredentialsProvider credentials;
  private @Nullable S3Client s3;
  private @Nullable Route53Client route53;

  /**
   * Makes nothing yet.
   *
   * @param settings {@code region}, {@code profile}, {@code endpoint}, {@code route53_endpoint}
   * @param answer how long a connection may be silent
   * @param trusted whether other endpoints keep conditions as faithfully as Amazon's
   */
  AwsAccess(Settings settings, Map<String, String> env, Duration answer, boolean trusted) {
    this.settings = settings;
    this.env = env;
    this.answer = answer;
    this.trusted = trusted;
  }

  /** Whether S3 may be somebody else's, which decides how far its conditions are trusted. */
  boolean foreignStore() {
    return !trusted && storeEndpoint().isPresent();
  }

  /** Whether Route 53 may be an emulator, which decides how far its refusals are trusted. */
  boolean foreignDns() {
    return !trusted && dnsEndpoint().isPresent();
  }

  /** Speaks to S3 or to what the endpoint names. */
  synchronized S3Client s3() {
    if (s3 == null) {
      S3ClientBuilder builder = S3Client.builder();
      common(builder, AwsRetryStrategy.standardRetryStrategy());
      region().ifPresent(builder::region);
      storeEndpoint()
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
        s3 = builder.build();
      } catch (SdkClientException e) {
        throw noRegion().asException(); // Nothing else is looked up before the first call.
      }
    }
    return s3;
  }

  /** Speaks to Route 53, which is one per partition: China and GovCloud have their own. */
  synchronized Route53Client route53() {
    if (route53 == null) {
      var builder = Route53Client.builder().region(partition());
      // Route53Calls repeats: its waits must show in the pace that it keeps.
      common(builder, AwsRetryStrategy.doNotRetry());
      endpoint("route53_endpoint", "AWS_ENDPOINT_URL_ROUTE_53")
          .ifPresent(builder::endpointOverride);
      route53 = builder.build();
    }
    return route53;
  }

  @Override
  public synchronized void close() {
    if (s3 != null) {
      s3.close();
    }
    if (route53 != null) {
      route53.close();
    }
    if (http != null) {
      http.close();
    }
  }

  private <B extends AwsSyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> void common(
      B builder, RetryStrategy retries) {
    builder.httpClient(http());
    builder.credentialsProvider(credentials());
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
          UrlConnectionHttpClient.builder()
              .connectionTimeout(CONNECT)
              .socketTimeout(answer)
              .build();
    }
    return http;
  }

  private AwsCredentialsProvider credentials() {
    if (credentials == null) {
      AwsCredentialsProvider found = find();
      credentials =
          () -> {
            try {
              return found.resolveCredentials();
            } catch (RuntimeException e) {
              throw noCredentials(e).asException();
            }
          };
    }
    return credentials;
  }

  /** A profile that the spec names wins over the environment, as with {@code aws --profile}. */
  private AwsCredentialsProvider find() {
    Optional<String> profile = settings.optionalText("profile");
    if (profile.isPresent()) {
      return ProfileCredentialsProvider.create(profile.get());
    }
    String id = env.getOrDefault("AWS_ACCESS_KEY_ID", "").strip();
    String secret = env.getOrDefault("AWS_SECRET_ACCESS_KEY", "").strip();
    if (id.isEmpty() || secret.isEmpty()) {
      return DefaultCredentialsProvider.builder().build();
    }
    String session = env.getOrDefault("AWS_SESSION_TOKEN", "").strip();
    AwsCredentials keys =
        session.isEmpty()
            ? AwsBasicCredentials.create(id, secret)
            : AwsSessionCredentials.create(id, secret, session);
    return StaticCredentialsProvider.create(keys);
  }

  private Failure noCredentials(RuntimeException e) {
    String profile = settings.optionalText("profile").map(p -> " (profile '" + p + "')").orElse("");
    // The SDK lists every place it looked, one after the other; the first sentence is enough.
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    int end = message.indexOf(" : [");
    String because = (end < 0 ? message : message.substring(0, end)).strip();
    return new Failure(
        Failure.Kind.CREDENTIALS,
        "find AWS credentials",
        "there are none that can be used" + profile + ": " + because.replaceAll("\\.+$", ""),
        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, choose a profile, or run aws sso login.");
  }

  private static Failure noRegion() {
    return new Failure(
        Failure.Kind.REFUSED,
        "reach Amazon S3",
        "no region is set, neither in the spec nor in AWS_REGION nor in the profile",
        "Set region where the spec names the bucket's provider or state, or set AWS_REGION.");
  }

  private Optional<URI> storeEndpoint() {
    return endpoint("endpoint", "AWS_ENDPOINT_URL_S3");
  }

  private Optional<URI> dnsEndpoint() {
    return endpoint("route53_endpoint", "AWS_ENDPOINT_URL_ROUTE_53");
  }

  private Optional<URI> endpoint(String setting, String variable) {
    Optional<URI> stated = settings.endpoint(setting);
    if (stated.isPresent()) {
      return stated;
    }
    if (Boolean.parseBoolean(env.getOrDefault("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", ""))) {
      return Optional.empty();
    }
    return variable(variable).or(() -> variable("AWS_ENDPOINT_URL")).map(this::uri);
  }

  private URI uri(String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getScheme() != null && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, without the text: a URL may carry a password.
    }
    throw new Failure(
            Failure.Kind.REFUSED,
            "reach AWS by the endpoint of the environment",
            "AWS_ENDPOINT_URL or its variant for the service is not a URL",
            "Give it the form https://host[:port].")
        .asException();
  }

  private Optional<Region> region() {
    Optional<String> name =
        settings
            .optionalText("region")
            .or(() -> variable("AWS_REGION"))
            .or(() -> variable("AWS_DEFAULT_REGION"));
    // Other stores only need some word to sign with; AWS needs the right one, so the SDK looks on.
    return name.or(() -> storeEndpoint().map(endpoint -> "us-east-1")).map(Region::of);
  }

  private Region partition() {
    return region()
        .filter(r -> r.id().startsWith("cn-") || r.id().startsWith("us-gov-"))
        .orElse(Region.US_EAST_1);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(env.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }
}
