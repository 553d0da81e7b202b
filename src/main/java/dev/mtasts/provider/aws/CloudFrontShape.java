package dev.mtasts.provider.aws;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudfront.model.Aliases;
import software.amazon.awssdk.services.cloudfront.model.DefaultCacheBehavior;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;
import software.amazon.awssdk.services.cloudfront.model.FunctionAssociation;
import software.amazon.awssdk.services.cloudfront.model.Method;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.Origins;
import software.amazon.awssdk.services.cloudfront.model.ViewerCertificate;

/**
 * What matters to us of a distribution's configuration, whether a listing shows it or the
 * configuration itself. Pure.
 *
 * @param names its aliases, sorted
 * @param certificate the ARN of its ACM certificate, or ""
 * @param settings {@link CloudFrontFront#distribution} and {@link CloudFrontFront#ORIGIN} as they
 *     are
 * @param bucket the bucket that it reads, where its origin is one
 * @param accessControl the id of the origin's access control, or ""
 * @param functions the ARNs of the functions that see its requests
 * @param comment its comment
 */
record CloudFrontShape(
    List<String> names,
    String certificate,
    SortedMap<String, String> settings,
    Optional<String> bucket,
    String accessControl,
    List<String> functions,
    String comment) {
  private static final Pattern BUCKET =
      Pattern.compile("(.+)\\.s3(?:[.-]([a-z0-9-]+))?\\.amazonaws\\.com(?:\\.cn)?");

  /** Of what a listing shows. */
  static CloudFrontShape of(DistributionSummary seen, String region) {
    return of(
        new Parts(
            seen.aliases(),
            seen.origins(),
            seen.defaultCacheBehavior(),
            seen.cacheBehaviors() == null ? 0 : seen.cacheBehaviors().quantity(),
            seen.viewerCertificate(),
            seen.httpVersionAsString(),
            Boolean.TRUE.equals(seen.isIPV6Enabled()),
            Boolean.TRUE.equals(seen.enabled()),
            seen.comment()),
        region);
  }

  /** Of a configuration. */
  static CloudFrontShape of(DistributionConfig config, String region) {
    return of(
        new Parts(
            config.aliases(),
            config.origins(),
            config.defaultCacheBehavior(),
            config.cacheBehaviors() == null ? 0 : config.cacheBehaviors().quantity(),
            config.viewerCertificate(),
            config.httpVersionAsString(),
            Boolean.TRUE.equals(config.isIPV6Enabled()),
            Boolean.TRUE.equals(config.enabled()),
            config.comment()),
        region);
  }

  private record Parts(
      @Nullable Aliases aliases,
      Origins origins,
      DefaultCacheBehavior behavior,
      int more,
      @Nullable ViewerCertificate certificate,
      @Nullable String http,
      boolean ipv6,
      boolean enabled,
      @Nullable String comment) {}

  private static CloudFrontShape of(Parts parts, String region) {
    ViewerCertificate certificate =
        parts.certificate == null ? ViewerCertificate.builder().build() : parts.certificate;
    SortedMap<String, String> settings = new TreeMap<>();
    settings.put("caching", caching(parts.behavior, parts.more));
    settings.put("enabled", parts.enabled ? "yes" : "no");
    settings.put("http", text(parts.http).toLowerCase(Locale.ROOT));
    settings.put("ipv6", parts.ipv6 ? "on" : "off");
    settings.put("methods", methods(parts.behavior));
    settings.put("protocol", text(parts.behavior.viewerProtocolPolicyAsString()));
    settings.put("tls", text(certificate.minimumProtocolVersionAsString()));
    settings.put(CloudFrontFront.ORIGIN, origins(parts.origins, region));
    List<Origin> origins = parts.origins.items();
    return new CloudFrontShape(
        parts.aliases == null ? List.of() : parts.aliases.items().stream().sorted().toList(),
        text(certificate.acmCertificateArn()),
        settings,
        origins.size() == 1 ? bucket(origins.get(0)) : Optional.empty(),
        origins.size() == 1 ? text(origins.get(0).originAccessControlId()) : "",
        functions(parts.behavior),
        text(parts.comment));
  }

  private static String caching(DefaultCacheBehavior behavior, int more) {
    if (more > 0) {
      return more + " more cache behaviors";
    }
    String policy = text(behavior.cachePolicyId());
    if (policy.equals(CloudFrontConfig.CACHING_DISABLED)) {
      return "off";
    }
    return policy.isEmpty() ? "on" : "by policy " + policy;
  }

  private static String methods(DefaultCacheBehavior behavior) {
    return behavior.allowedMethods() == null
        ? ""
        : String.join(
            " ",
            behavior.allowedMethods().items().stream().map(Method::toString).sorted().toList());
  }

  private static String origins(Origins origins, String region) {
    return String.join(" ", origins.items().stream().map(o -> origin(o, region)).toList());
  }

  private static String origin(Origin origin, String region) {
    Matcher matcher = BUCKET.matcher(origin.domainName());
    String path = text(origin.originPath());
    if (!matcher.matches()) {
      return "https://" + origin.domainName() + path;
    }
    String where = matcher.group(2) == null ? "us-east-1" : matcher.group(2);
    String at = "s3://" + matcher.group(1) + path;
    return where.equals(region) ? at : at + " in " + where;
  }

  private static Optional<String> bucket(Origin origin) {
    Matcher matcher = BUCKET.matcher(origin.domainName());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static List<String> functions(DefaultCacheBehavior behavior) {
    return behavior.functionAssociations() == null
        ? List.of()
        : behavior.functionAssociations().items().stream()
            .map(FunctionAssociation::functionARN)
            .sorted()
            .toList();
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
