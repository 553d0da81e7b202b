package dev.mtasts.cli;

import dev.mtasts.verify.PolicyFetcher;
import dev.mtasts.verify.SmtpProbe;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the world is reached; a test has its own ports, and less time.
 *
 * @param httpsPort where policy hosts listen
 * @param smtpPort where MX hosts listen
 * @param resolver the DNS server that is asked where none is named; null for the system's
 * @param patience how long a policy host may take, and an MX host at most
 */
public record Reach(int httpsPort, int smtpPort, @Nullable String resolver, Duration patience) {
  /** As senders do, RFC 8461 §3.3. */
  public static final Reach REAL =
      new Reach(PolicyFetcher.HTTPS, SmtpProbe.SMTP, null, PolicyFetcher.A_MINUTE);

  /** How long an MX host may take. */
  Duration mxPatience() {
    return patience.compareTo(SmtpProbe.HALF_A_MINUTE) < 0 ? patience : SmtpProbe.HALF_A_MINUTE;
  }
}
