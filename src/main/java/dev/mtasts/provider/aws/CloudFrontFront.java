package dev.mtasts.provider.aws;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.Unknown;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The distribution and the certificate that stand before a domain's file, as wanted. Pure.
 *
 * <p>A domain of its own has its folder in the bucket for the distribution's root. Domains that
 * share a distribution have the whole bucket there, and a function that puts the folder before each
 * path by the host name that was asked for.
 */
final class CloudFrontFront implements HostKind.Fronting {
  /** The key of a host block that lets the bucket be made. */
  static final String CREATE_BUCKET = "create_bucket";

  /** How a location of this kind begins. */
  static final String SCHEME = "cloudfront:";

  /** The authority of every certificate that CloudFront takes. */
  static final String AUTHORITY = "ACM us-east-1";

  /** The setting that names bucket and folder: {@code s3://bucket/domain}. */
  static final String ORIGIN = "origin";

  /** The setting that says how the bucket stands. */
  static final String BUCKET = "bucket";

  /** The setting that says how CloudFront reaches the bucket. */
  static final String ACCESS = "access";

  /** The setting that says how a host name finds its folder, where several share. */
  static final String FOLDERS = "folders";

  /** {@link #BUCKET} where we see to it. */
  static final String KEPT = "private, versioned";

  /** {@link #BUCKET} where somebody else does. */
  static final String AS_IT_IS = "as it is";

  /** {@link #ACCESS} where all is well. */
  static final String CONTROLLED = "origin access control";

  /** {@link #FOLDERS} where our function sees to it. */
  static final String BY_HOST = "by host name";

  /**
   * Names of Amazon's authorities in CAA records; any of them will do (ACM user guide, "Configure a
   * CAA record").
   */
  private static final List<String> ISSUERS =
      List.of("amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com");

  /** No dot, so that no share has the location of a domain that stands alone. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  @Override
  public Front front(DomainName domain, List<DomainName> group, Settings provider, Settings host) {
    Optional<String> share = host.optionalText(SHARE);
    if (!share.map(word -> WORD.matcher(word).matches()).orElse(true)) {
      throw new IllegalArgumentException(
          "share is '" + share.orElseThrow() + "', not up to 64 letters, digits, '-' and '_'");
    }
    List<String> names = group.stream().map(each -> each.policyHost().text()).toList();
    SortedMap<String, String> settings = new TreeMap<>(distribution());
    String bucket = "s3://" + host.text("bucket");
    settings.put(ORIGIN, share.isPresent() ? bucket : bucket + "/" + domain);
    settings.put(BUCKET, host.flag(CREATE_BUCKET) ? KEPT : AS_IT_IS);
    settings.put(ACCESS, CONTROLLED);
    if (share.isPresent()) {
      settings.put(FOLDERS, BY_HOST);
    }
    PolicyHost wanted =
        new PolicyHost(
            new Address(domain, Part.HOST),
            SCHEME + share.orElse(domain.text()),
            names,
            settings,
            Unknown.TEXT,
            Unknown.TEXT,
            false,
            "");
    Certificate certificate =
        Certificate.wanted(new Address(domain, Part.CERTIFICATE), AUTHORITY, names);
    return new Front(wanted, Optional.of(certificate), ISSUERS, false, false);
  }

  /** What we hold to be essential of every distribution, as {@link CloudFrontConfig} reads it. */
  static SortedMap<String, String> distribution() {
    SortedMap<String, String> settings = new TreeMap<>();
    settings.put("caching", "off");
    settings.put("enabled", "yes");
    settings.put("http", "http2and3");
    settings.put("ipv6", "on");
    settings.put("methods", "GET HEAD");
    settings.put("protocol", "https-only");
    settings.put("tls", "TLSv1.2_2021");
    return settings;
  }
}
