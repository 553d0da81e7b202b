package dev.mtasts.provider.aws;

import dev.mtasts.provider.PolicyHost;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudfront.model.Distribution;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionConfigResponse;

/**
 * A distribution as it was seen.
 *
 * @param etag the version of its configuration; null where the service does not say
 * @param status {@code Deployed} or {@code InProgress}
 */
record CloudFrontSight(
    String id,
    String arn,
    @Nullable String etag,
    String status,
    @Nullable Instant modified,
    String domainName,
    CloudFrontShape shape) {
  /** Whether its configuration is known wherever it answers from. */
  boolean deployed() {
    return status.equals("Deployed");
  }

  /** How it stands, for people. */
  String state() {
    return deployed() || modified == null
        ? status
        : status + " since " + modified.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * The policy host that it is, for the address and at the location of {@code like}.
   *
   * @param now its configuration, which may have been read after it was seen
   */
  PolicyHost host(PolicyHost like, CloudFrontShape now) {
    return new PolicyHost(
        like.address(),
        like.location(),
        now.names(),
        now.settings(),
        now.certificate(),
        domainName,
        deployed(),
        state());
  }

  /** Whether its comment says that it is ours, and where. */
  boolean commented(String location) {
    return shape.comment().equals(CloudFrontConfig.comment(location));
  }

  /** Whether its comment says that it is ours, for another location. */
  boolean commentedElsewhere(String location) {
    return shape.comment().startsWith(CloudFrontConfig.comment(CloudFrontFront.SCHEME))
        && !commented(location);
  }

  /** What an answer to a change shows. */
  static CloudFrontSight of(Distribution made, @Nullable String etag, String region) {
    return new CloudFrontSight(
        made.id(),
        made.arn(),
        etag,
        made.status(),
        made.lastModifiedTime(),
        made.domainName(),
        CloudFrontShape.of(made.distributionConfig(), region));
  }

  /** What a listing shows. */
  static CloudFrontSight of(DistributionSummary seen, String region) {
    return new CloudFrontSight(
        seen.id(),
        seen.arn(),
        seen.eTag(),
        seen.status(),
        seen.lastModifiedTime(),
        seen.domainName(),
        CloudFrontShape.of(seen, region));
  }

  /** A listed distribution with all that its configuration says. */
  static DistributionSummary filled(
      DistributionSummary listed, GetDistributionConfigResponse answer) {
    DistributionConfig config = answer.distributionConfig();
    return listed.toBuilder()
        .eTag(answer.eTag())
        .aliases(config.aliases())
        .origins(config.origins())
        .defaultCacheBehavior(config.defaultCacheBehavior())
        .cacheBehaviors(config.cacheBehaviors())
        .viewerCertificate(config.viewerCertificate())
        .httpVersion(config.httpVersion())
        .isIPV6Enabled(config.isIPV6Enabled())
        .enabled(config.enabled())
        .comment(config.comment())
        .build();
  }
}
