package dev.mtasts.provider.aws;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Settings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;

/**
 * Where the services of one block of settings are: the spec's endpoints and region, else those of
 * the environment, as the AWS SDKs and tools read it.
 */
final class AwsPlaces {
  private final Settings settings;
  private final Map<String, String> env;

  AwsPlaces(Settings settings, Map<String, String> env) {
    this.settings = settings;
    this.env = env;
  }

  /** An endpoint in place of Amazon S3. */
  Optional<URI> store() {
    return endpoint("endpoint", "AWS_ENDPOINT_URL_S3");
  }

  /** An endpoint in place of Route 53. */
  Optional<URI> dns() {
    return endpoint("route53_endpoint", "AWS_ENDPOINT_URL_ROUTE_53");
  }

  /** An endpoint in place of ACM. */
  Optional<URI> certificates() {
    return endpoint("acm_endpoint", "AWS_ENDPOINT_URL_ACM");
  }

  /** An endpoint in place of CloudFront. */
  Optional<URI> hosts() {
    return endpoint("cloudfront_endpoint", "AWS_ENDPOINT_URL_CLOUDFRONT");
  }

  /** The buckets' region; empty where the SDK must look on. */
  Optional<Region> region() {
    Optional<String> name =
        settings
            .optionalText("region")
            .or(() -> variable("AWS_REGION"))
            .or(() -> variable("AWS_DEFAULT_REGION"));
    // Other stores only need some word to sign with; AWS needs the right one, so the SDK looks on.
    return name.or(() -> store().map(endpoint -> "us-east-1")).map(Region::of);
  }

  /**
   * Where services that are one per partition are signed for: China and GovCloud have their own.
   */
  Region partition() {
    return region()
        .filter(r -> r.id().startsWith("cn-") || r.id().startsWith("us-gov-"))
        .orElse(Region.US_EAST_1);
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

  private Optional<String> variable(String name) {
    return Optional.ofNullable(env.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }
}
