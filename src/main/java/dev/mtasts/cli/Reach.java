package dev.mtasts.cli;

import dev.mtasts.verify.PolicyFetcher;
import java.time.Duration;

/**
 * How the world is reached; a test has its own ports, and less time.
 *
 * @param httpsPort where policy hosts listen
 * @param patience how long a policy host may take
 */
public record Reach(int httpsPort, Duration patience) {
  /** As senders do, RFC 8461 §3.3. */
  public static final Reach REAL = new Reach(PolicyFetcher.HTTPS, PolicyFetcher.A_MINUTE);
}
