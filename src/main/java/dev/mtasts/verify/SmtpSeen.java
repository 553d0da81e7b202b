package dev.mtasts.verify;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a sender meets at one address of an MX host.
 *
 * @param address the IP address asked; "" where the matter is with the name, not with an address
 * @param verdict whether a sender under an enforced policy would deliver there
 * @param starttls whether STARTTLS was offered; false too where it never came so far
 * @param tls the version agreed upon, such as {@code TLSv1.3}; "" where no handshake was completed
 * @param expires when the host's certificate expires; null where no handshake was completed
 * @param fault why it does not pass, in plain words; "" where it passes
 * @param section the source of the rule that failed, such as {@code RFC 8461 §4.2}; "" where none
 *     did
 */
public record SmtpSeen(
    String address,
    Verdict verdict,
    boolean starttls,
    String tls,
    @Nullable Instant expires,
    String fault,
    String section) {
  private static final long SECONDS_OF_A_DAY = 86_400;

  /** What can be concluded. */
  public enum Verdict {
    /** STARTTLS, TLS 1.2 or later, and a certificate that is trusted and for this host. */
    PASSES,
    /** A sender under an enforced policy would not deliver. */
    FAILS,
    /** The host could not be asked, or would not say: nothing is known about its TLS. */
    UNKNOWN
  }

  /** Full days until the certificate expires, negative where it has; null where none was seen. */
  public @Nullable Long daysLeft(Instant now) {
    return expires == null
        ? null
        : Math.floorDiv(Duration.between(now, expires).toSeconds(), SECONDS_OF_A_DAY);
  }

  static SmtpSeen passes(String address, String tls, Instant expires) {
    return new SmtpSeen(address, Verdict.PASSES, true, tls, expires, "", "");
  }

  static SmtpSeen fails(String address, boolean starttls, String fault, String section) {
    return new SmtpSeen(address, Verdict.FAILS, starttls, "", null, fault, section);
  }

  static SmtpSeen unknown(String address, boolean starttls, String fault) {
    return new SmtpSeen(address, Verdict.UNKNOWN, starttls, "", null, fault, "");
  }
}
