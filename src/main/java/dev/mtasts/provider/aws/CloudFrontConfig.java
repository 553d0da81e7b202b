package dev.mtasts.provider.aws;

import dev.mtasts.policy.Sha256;
import dev.mtasts.provider.PolicyHost;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudfront.model.CacheBehaviors;
import software.amazon.awssdk.services.cloudfront.model.DefaultCacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.EventType;
import software.amazon.awssdk.services.cloudfront.model.FunctionAssociation;
import software.amazon.awssdk.services.cloudfront.model.FunctionAssociations;
import software.amazon.awssdk.services.cloudfront.model.HttpVersion;
import software.amazon.awssdk.services.cloudfront.model.Method;
import software.amazon.awssdk.services.cloudfront.model.MinimumProtocolVersion;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.Origins;
import software.amazon.awssdk.services.cloudfront.model.PriceClass;
import software.amazon.awssdk.services.cloudfront.model.SSLSupportMethod;
import software.amazon.awssdk.services.cloudfront.model.ViewerProtocolPolicy;

/**
 * The configuration of a distribution that is what a policy host should be: a new one, or an
 * existing one in which only that is changed. Pure.
 */
final class CloudFrontConfig {
  /**
   * Amazon's own policy {@code CachingDisabled} (CloudFront developer guide, "Use managed cache
   * policies"): an old policy can never be served under a new id.
   */
  static final String CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

  private static final String ORIGIN_ID = "mtasts";
  private static final String COMMENT = "mtasts ";
  private static final int COMMENT_LENGTH = 128;

  /**
   * What stands behind a distribution.
   *
   * @param domainName the bucket's name on the network
   * @param path the folder that is the root, or ""
   * @param accessControl the id of the origin access control
   * @param function the ARN of the function that finds folders, where domains share
   */
  record Behind(String domainName, String path, String accessControl, Optional<String> function) {}

  private CloudFrontConfig() {}

  /** By what our distribution for a location is known in a listing. */
  static String comment(String location) {
    String whole = COMMENT + location;
    if (whole.length() <= COMMENT_LENGTH) {
      return whole;
    }
    String digest = Sha256.hex(location.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    return whole.substring(0, COMMENT_LENGTH - digest.length() - 1) + "~" + digest;
  }

  /** The configuration of a new distribution. */
  static DistributionConfig create(PolicyHost after, Behind behind, String reference) {
    DistributionConfig blank =
        DistributionConfig.builder()
            .callerReference(reference)
            .priceClass(PriceClass.PRICE_CLASS_ALL)
            .build();
    return alter(blank, after, behind);
  }

  /** The same configuration with everything that {@code after} says. */
  static DistributionConfig alter(DistributionConfig now, PolicyHost after, Behind behind) {
    return now.toBuilder()
        .comment(comment(after.location()))
        .aliases(a -> a.quantity(after.names().size()).items(after.names()))
        .origins(Origins.builder().quantity(1).items(origin(behind)).build())
        .defaultCacheBehavior(behavior(now.defaultCacheBehavior(), behind))
        .cacheBehaviors(CacheBehaviors.builder().quantity(0).build())
        .viewerCertificate(
            c ->
                c.acmCertificateArn(after.certificate())
                    .cloudFrontDefaultCertificate(false)
                    .sslSupportMethod(SSLSupportMethod.SNI_ONLY)
                    .minimumProtocolVersion(MinimumProtocolVersion.TLS_V1_2_2021))
        .httpVersion(HttpVersion.HTTP2_AND3)
        .isIPV6Enabled(true)
        .enabled(true)
        .build();
  }

  private static Origin origin(Behind behind) {
    return Origin.builder()
        .id(ORIGIN_ID)
        .domainName(behind.domainName)
        .originPath(behind.path)
        .customHeaders(h -> h.quantity(0))
        .s3OriginConfig(s -> s.originAccessIdentity(""))
        .originAccessControlId(behind.accessControl)
        .build();
  }

  private static DefaultCacheBehavior behavior(@Nullable DefaultCacheBehavior now, Behind behind) {
    // The older way to say how to cache must not stand beside a policy, so that one begins anew.
    DefaultCacheBehavior.Builder behavior =
        now == null || now.cachePolicyId() == null
            ? DefaultCacheBehavior.builder().compress(false)
            : now.toBuilder();
    List<FunctionAssociation> functions =
        behind.function.stream()
            .map(
                arn ->
                    FunctionAssociation.builder()
                        .eventType(EventType.VIEWER_REQUEST)
                        .functionARN(arn)
                        .build())
            .toList();
    FunctionAssociations.Builder associations =
        FunctionAssociations.builder().quantity(functions.size());
    if (!functions.isEmpty()) {
      associations.items(functions);
    }
    return behavior
        .targetOriginId(ORIGIN_ID)
        .viewerProtocolPolicy(ViewerProtocolPolicy.HTTPS_ONLY)
        .allowedMethods(
            m ->
                m.quantity(2)
                    .items(Method.GET, Method.HEAD)
                    .cachedMethods(c -> c.quantity(2).items(Method.GET, Method.HEAD)))
        .cachePolicyId(CACHING_DISABLED)
        .functionAssociations(associations.build())
        .build();
  }
}
