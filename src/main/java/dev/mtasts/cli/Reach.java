package dev.mtasts.cli;

import dev.mtasts.verify.PolicyFetcher;
import dev.mtasts.verify.SmtpProbe;
import java.time.Duration;

/**
 * How the world is reached; a test has its own ports, and less time.
 *
 * @param httpsPort where policy hosts listen
 * @param smtpPort where MX hosts listen
 * @param patience how long a policy host may take, and an MX host at most
 */
public record Reach(int httpsPort, int smtpPort, Duration patience) {
  /** As senders do, RFC 8461 §3.3. */
  public static final Reach REAL =
      new Reach(PolicyFetcher.HTTPS, SmtpProbe.SMTP, PolicyFetcher.A_MINUTE);

  /** How long an MX host may take. */
  Duration mxPatience() {
    return patience.compareTo(SmtpProbe.HALF_A_MINUTE) < 0 ? patience : SmtpProbe.HALF_A_MINUTE;
  }
}
