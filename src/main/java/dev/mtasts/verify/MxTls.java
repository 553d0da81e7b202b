package dev.mtasts.verify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an MX host showed when a sender would have spoken TLS with it: one answer per address.
 *
 * @param host the MX host's name, which its certificate must bear (RFC 8461 §4.1)
 * @param answers never empty; one with the address "" where DNS knows none
 */
public record MxTls(String host, List<Answer> answers) {
  /** Copies the answers. */
  public MxTls {
    answers = List.copyOf(answers);
  }

  /** How far an address came. */
  public enum How {
    /** STARTTLS with a certificate that a sender accepts. */
    GOOD,
    /** The host answered, and a sender under an enforce policy would not deliver. */
    BAD,
    /** Nothing is known: port 25 may be blocked from here, or there is no route. */
    UNKNOWN
  }

  /**
   * What one address answered.
   *
   * @param address the IP address; "" where the fault is in the name
   * @param how how far it came
   * @param seen what was seen, or why nothing was, in words without a full stop
   * @param tls the protocol, such as {@code TLSv1.3}; null where none was agreed on
   * @param daysLeft whole days until the certificate expires; null where none was seen
   * @param section the rule that decided, such as {@code RFC 8461 §4.1}
   */
  public record Answer(
      String address,
      How how,
      String seen,
      @Nullable String tls,
      @Nullable Long daysLeft,
      String section) {}

  /** Asks MX hosts. Safe for several threads. */
  public interface Probe {
    /** Looks at every address of a host. Never throws for what the network does. */
    MxTls probe(String mxHost);
  }
}
