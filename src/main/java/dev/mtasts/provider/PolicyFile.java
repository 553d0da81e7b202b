package dev.mtasts.provider;

/**
 * The policy file where its host keeps it.
 *
 * @param address its name in plans
 * @param location where the bytes lie, in the form that the adapter's {@link HostKind} computes:
 *     {@code s3://bucket/key}, {@code file:/srv/public/acme.example/.well-known/mta-sts.txt}
 * @param body the exact text that a sender is to receive, as UTF-8
 * @param cacheControl the HTTP header for caches in front, or "" where the host sends none
 */
public record PolicyFile(Address address, String location, String body, String cacheControl)
    implements Resource {

  /** The media type that senders ask for, RFC 8461 §3.2. */
  public static final String CONTENT_TYPE = "text/plain; charset=utf-8";

  /** The same file with another body. */
  public PolicyFile with(String newBody) {
    return new PolicyFile(address, location, newBody, cacheControl);
  }

  @Override
  public String place() {
    return location;
  }
}
