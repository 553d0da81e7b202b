package dev.mtasts.provider.aws;

import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Option;
import dev.mtasts.provider.Pacer;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.ProviderFactory;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.StateBackend;
import dev.mtasts.provider.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The provider type {@code aws}.
 *
 * <pre>{@code
 * providers:
 *   aws: { type: aws, region: eu-central-1 }
 *   r2:  { type: aws, region: auto, endpoint: "https://ACCOUNT.r2.cloudflarestorage.com" }
 * }</pre>
 *
 * <p>Keys come from the SDK's usual places and never from the spec. No class of the SDK is loaded
 * before a handler is first asked to work.
 */
public final class AwsFactory implements ProviderFactory {
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final int LEDGER_LIMIT = 512 * 1024 * 1024;

  private static final Option REGION =
      Option.optional(
          "region",
          Option.Type.TEXT,
          "The region of the buckets; AWS_REGION or the profile's where it is left out.");
  private static final Option PROFILE =
      Option.optional(
          "profile",
          Option.Type.TEXT,
          "A profile of the AWS configuration files; it wins over keys in the environment.");
  private static final Option ENDPOINT =
      Option.optional(
          "endpoint",
          Option.Type.ENDPOINT,
          "An S3-compatible store to use in place of Amazon S3, such as R2, MinIO or Ceph.");
  private static final Option ROUTE53_ENDPOINT =
      Option.optional(
          "route53_endpoint", Option.Type.ENDPOINT, "A stand-in for Route 53, for tests.");
  private static final Option ACM_ENDPOINT =
      Option.optional("acm_endpoint", Option.Type.ENDPOINT, "A stand-in for ACM, for tests.");
  private static final Option CLOUDFRONT_ENDPOINT =
      Option.optional(
          "cloudfront_endpoint", Option.Type.ENDPOINT, "A stand-in for CloudFront, for tests.");
  private static final Option BUCKET =
      Option.required("bucket", Option.Type.TEXT, "The bucket; it must exist.");

  private final Pacer.Sleeper sleeper;
  private final Duration answer;
  private final boolean trusted;

  /** The adapter as it is. */
  public AwsFactory() {
    this(Pacer.Sleeper.REAL, ANSWER, false);
  }

  /**
   * The adapter with other patience, for tests.
   *
   * @param sleeper how it waits for rates and changes
   * @param answer how long a connection may be silent
   * @param trusted whether other endpoints keep conditions as faithfully as Amazon's, so that no
   *     write is preceded by a reading
   */
  AwsFactory(Pacer.Sleeper sleeper, Duration answer, boolean trusted) {
    this.sleeper = sleeper;
    this.answer = answer;
    this.trusted = trusted;
  }

  @Override
  public String type() {
    return "aws";
  }

  @Override
  public List<Option> options() {
    return List.of(REGION, PROFILE, ENDPOINT, ROUTE53_ENDPOINT, ACM_ENDPOINT, CLOUDFRONT_ENDPOINT);
  }

  @Override
  public List<HostKind> hosts() {
    return AwsHostKinds.all();
  }

  @Override
  public boolean servesDns() {
    return true;
  }

  @Override
  public boolean servesAliases() {
    return true;
  }

  @Override
  public Optional<StateBackend> stateBackend() {
    List<Option> options =
        List.of(
            BUCKET,
            Option.withDefault(
                "key",
                Option.Type.TEXT,
                "mtasts/state.json",
                "The key of the ledger; its lock lies beside it, with .lock added."),
            REGION,
            PROFILE,
            ENDPOINT);
    return Optional.of(new StateBackend("s3", options, this::openState));
  }

  @Override
  public Provider open(String name, Settings settings, Surroundings surroundings) {
    return new AwsProvider(
        () ->
            new AwsSession(
                new AwsAccess(settings, surroundings.env(), answer, trusted),
                sleeper,
                surroundings.progress()));
  }

  private Blobs openState(Settings state, Surroundings surroundings) {
    AwsAccess access = new AwsAccess(state, surroundings.env(), answer, trusted);
    S3Objects objects = new S3Objects(AwsSession.store(access, sleeper), LEDGER_LIMIT);
    S3Location ledger = new S3Location(state.text("bucket"), state.text("key"));
    return new S3Blobs(objects, ledger, access::close);
  }
}
