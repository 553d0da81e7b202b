package dev.mtasts.verify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One fetch of a policy from one address, as far as it came.
 *
 * @param fetched the outcome, as a sender judges it
 * @param broken the rule that ended it; null where a sender accepts the answer, and where nobody
 *     can say: the run was interrupted, or there is no route from here
 * @param connected whether a connection was made
 * @param tls the version agreed upon, such as {@code TLSv1.3}; null where it never came so far
 * @param certificate what the server showed, trusted or not; null where it showed none
 * @param status the HTTP status; null where there was no answer
 * @param mediaType the media type as sent; null where there was none
 * @param server who answered, as it and those between call themselves: the headers {@code Server}
 *     and {@code Via}; null where there is neither
 * @param size the body in bytes, at most one more than senders read; null where it was not read
 * @param took from the first packet to the verdict
 */
public record Visit(
    Fetched fetched,
    @Nullable Rule broken,
    boolean connected,
    @Nullable String tls,
    @Nullable ServerCertificate certificate,
    @Nullable Integer status,
    @Nullable String mediaType,
    @Nullable String server,
    @Nullable Integer size,
    Duration took) {
  /** The address asked. */
  public String address() {
    return fetched.address();
  }
}
