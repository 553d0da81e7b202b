package dev.mtasts.provider.aws;

import dev.mtasts.policy.Sha256;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.DistributionList;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionConfigResponse;
import software.amazon.awssdk.services.cloudfront.model.NoSuchDistributionException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchResourceException;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlList;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlOriginTypes;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningBehaviors;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningProtocols;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSummary;
import software.amazon.awssdk.services.cloudfront.model.Tag;

/** What CloudFront holds in an account: distributions, tags, access controls. */
final class CloudFrontAccount {
  /** The key of the tag on what this tool made; its value is the location. */
  static final String TAG = "mtasts";

  /** What ARNs may be in IAM policies. */
  static final String ANY = "arn:aws:cloudfront::*:distribution/*";

  private static final String CONTROLS = "arn:aws:cloudfront::*:origin-access-control/*";
  private static final int CONTROL_NAME = 64;

  private final PacedCalls<CloudFrontClient> calls;

  CloudFrontAccount(PacedCalls<CloudFrontClient> calls) {
    this.calls = calls;
  }

  /** The calls, for whoever changes things. */
  PacedCalls<CloudFrontClient> calls() {
    return calls;
  }

  /** All distributions, 100 a request. */
  List<CloudFrontSight> list(String region) {
    Attempt attempt = new Attempt("list distributions", "cloudfront:ListDistributions", "*");
    List<CloudFrontSight> all = new ArrayList<>();
    String marker = null;
    do {
      String from = marker;
      DistributionList page =
          calls
              .call(attempt, c -> c.listDistributions(r -> r.marker(from).maxItems("100")))
              .distributionList();
      page.items()
          .forEach(each -> whole(each).ifPresent(d -> all.add(CloudFrontSight.of(d, region))));
      marker = Boolean.TRUE.equals(page.isTruncated()) ? page.nextMarker() : null;
    } while (marker != null);
    return all;
  }

  /** What a listing shows; an emulator may leave out what Amazon's has, so that it is fetched. */
  private Optional<DistributionSummary> whole(DistributionSummary listed) {
    return listed.defaultCacheBehavior() != null
        ? Optional.of(listed)
        : config(listed.id()).map(answer -> CloudFrontSight.filled(listed, answer));
  }

  /** The location on a distribution's tag; empty where it has none, or is gone. */
  Optional<String> tag(CloudFrontSight sight) {
    Attempt attempt =
        new Attempt(
            "read the tags of the distribution " + sight.id(),
            "cloudfront:ListTagsForResource",
            ANY);
    try {
      return calls
          .raw(c -> c.listTagsForResource(r -> r.resource(sight.arn())))
          .tags()
          .items()
          .stream()
          .filter(tag -> tag.key().equals(TAG))
          .map(tag -> tag.value() == null ? "" : tag.value())
          .findFirst();
    } catch (NoSuchResourceException | NoSuchDistributionException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw AwsErrors.explain(e, attempt).asException();
    }
  }

  /** The configuration of a distribution and its version; empty where it is gone. */
  Optional<GetDistributionConfigResponse> config(String id) {
    Attempt attempt =
        new Attempt("read the distribution " + id, "cloudfront:GetDistributionConfig", ANY);
    try {
      return Optional.of(calls.raw(c -> c.getDistributionConfig(r -> r.id(id))));
    } catch (NoSuchDistributionException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw AwsErrors.explain(e, attempt).asException();
    }
  }

  /** Marks a distribution as the one for a host. */
  void mark(CloudFrontSight sight, PolicyHost host) {
    Attempt attempt =
        new Attempt("tag the distribution " + sight.id(), "cloudfront:TagResource", ANY);
    Tag tag = Tag.builder().key(TAG).value(host.location()).build();
    calls.call(attempt, c -> c.tagResource(r -> r.resource(sight.arn()).tags(t -> t.items(tag))));
  }

  /** The ids of access controls that sign every request to a bucket, by their names. */
  Map<String, String> accessControls() {
    Attempt attempt =
        new Attempt("list origin access controls", "cloudfront:ListOriginAccessControls", "*");
    Map<String, String> ids = new HashMap<>();
    String marker = null;
    do {
      String from = marker;
      OriginAccessControlList page =
          calls
              .call(attempt, c -> c.listOriginAccessControls(r -> r.marker(from).maxItems("100")))
              .originAccessControlList();
      page.items().stream()
          .filter(CloudFrontAccount::signs)
          .forEach(each -> ids.put(each.name(), each.id()));
      marker = Boolean.TRUE.equals(page.isTruncated()) ? page.nextMarker() : null;
    } while (marker != null);
    return ids;
  }

  /** The id of the access control for a bucket, made where it is missing. */
  String accessControl(String bucket, Map<String, String> known) {
    String name = controlName(bucket);
    String id = known.get(name);
    if (id != null) {
      return id;
    }
    Attempt attempt =
        new Attempt(
            "make the origin access control " + name,
            "cloudfront:CreateOriginAccessControl",
            CONTROLS);
    try {
      return calls
          .raw(
              c ->
                  c.createOriginAccessControl(
                      r ->
                          r.originAccessControlConfig(
                              o ->
                                  o.name(name)
                                      .description("mtasts")
                                      .originAccessControlOriginType(
                                          OriginAccessControlOriginTypes.S3)
                                      .signingBehavior(OriginAccessControlSigningBehaviors.ALWAYS)
                                      .signingProtocol(OriginAccessControlSigningProtocols.SIGV4))))
          .originAccessControl()
          .id();
    } catch (OriginAccessControlAlreadyExistsException e) {
      // An answer was lost, or another run was faster.
      String made = accessControls().get(name);
      if (made != null) {
        return made;
      }
      throw AwsErrors.explain(e, attempt).asException();
    } catch (SdkException e) {
      throw AwsErrors.explain(e, attempt).asException();
    }
  }

  /** What the access control for a bucket is called. */
  static String controlName(String bucket) {
    String name = "mtasts-" + bucket;
    if (name.length() <= CONTROL_NAME) {
      return name;
    }
    String digest = Sha256.hex(bucket.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    return name.substring(0, CONTROL_NAME - 9) + "-" + digest;
  }

  private static boolean signs(OriginAccessControlSummary control) {
    return control.originAccessControlOriginType() == OriginAccessControlOriginTypes.S3
        && control.signingBehavior() == OriginAccessControlSigningBehaviors.ALWAYS
        && control.signingProtocol() == OriginAccessControlSigningProtocols.SIGV4;
  }
}
