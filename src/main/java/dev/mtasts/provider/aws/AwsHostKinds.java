package dev.mtasts.provider.aws;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Option;
import dev.mtasts.provider.Settings;
import java.util.List;
import java.util.Optional;

/** The ways in which this adapter hosts policy files. Pure; loads nothing of the SDK. */
final class AwsHostKinds {
  /** Where files lie in a bucket: CloudFront takes the domain's folder for its root. */
  static final String KEY = "{domain}/.well-known/mta-sts.txt";

  /** An object in a bucket that somebody else serves. */
  static final String S3 = "s3";

  /** An object in a private bucket, served by a CloudFront distribution of ours. */
  static final String CLOUDFRONT = "cloudfront";

  private static final Option BUCKET =
      Option.required("bucket", Option.Type.TEXT, "The bucket; it must exist.");
  private static final Option CACHE_CONTROL =
      Option.withDefault(
          "cache_control",
          Option.Type.TEXT,
          "max-age=60",
          "The Cache-Control header of the object, for caches in front of the bucket.");

  private AwsHostKinds() {}

  /** All of them; the first is the default. */
  static List<HostKind> all() {
    return List.of(s3(), cloudFront());
  }

  private static HostKind s3() {
    Option key =
        Option.withDefault(
            "key", Option.Type.TEXT, KEY, "The object's key; {domain} stands for the domain.");
    return new HostKind(
        S3,
        List.of(BUCKET, key, CACHE_CONTROL),
        (domain, provider, host) -> locate(host, host.text("key"), domain));
  }

  private static HostKind cloudFront() {
    return new HostKind(
        CLOUDFRONT,
        List.of(
            Option.required(
                "bucket", Option.Type.TEXT, "The bucket behind CloudFront, of any domains."),
            Option.withDefault(
                CloudFrontFront.CREATE_BUCKET,
                Option.Type.FLAG,
                "true",
                "The bucket is made where it is missing, and kept private and versioned."),
            Option.optional(
                HostKind.Fronting.SHARE,
                Option.Type.TEXT,
                "Domains with the same word share a distribution and a certificate, 100 at most."),
            CACHE_CONTROL),
        (domain, provider, host) -> locate(host, KEY, domain),
        Optional.of(new CloudFrontFront()));
  }

  private static String locate(Settings host, String key, DomainName domain) {
    return S3Location.of(host.text("bucket"), key, domain).toString();
  }
}
