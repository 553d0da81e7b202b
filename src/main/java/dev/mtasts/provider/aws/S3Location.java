package dev.mtasts.provider.aws;

import dev.mtasts.policy.DomainName;

/**
 * An object's place, written {@code s3://bucket/key}.
 *
 * @param bucket the bucket's name
 * @param key the object's key, without a leading slash of its own unless the user gave one
 */
record S3Location(String bucket, String key) {
  private static final String SCHEME = "s3://";

  /** Reads what {@link #toString} wrote. */
  static S3Location parse(String text) {
    int slash = text.indexOf('/', SCHEME.length());
    if (!text.startsWith(SCHEME) || slash < 0) {
      throw new IllegalArgumentException("'" + text + "' is not of the form s3://bucket/key");
    }
    return new S3Location(text.substring(SCHEME.length(), slash), text.substring(slash + 1));
  }

  /** The place of a domain's policy, by a template in which {@code {domain}} stands for it. */
  static S3Location of(String bucket, String template, DomainName domain) {
    return new S3Location(bucket, template.replace("{domain}", domain.text()));
  }

  @Override
  public String toString() {
    return SCHEME + bucket + "/" + key;
  }
}
