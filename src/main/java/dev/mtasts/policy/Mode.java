package dev.mtasts.policy;

import java.util.Locale;
import java.util.Optional;

/** What a sender does when a policy cannot be satisfied, RFC 8461 §5. */
public enum Mode {
  /** Mail is not delivered to a host that fails. */
  ENFORCE,
  /** Mail is delivered; failures are reported where TLSRPT is in place. */
  TESTING,
  /** The domain has no policy: the way out, RFC 8461 §8.3. */
  NONE;

  /** The word in a policy file; case matters there (§3.2). */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The mode that a policy file calls {@code text}, exactly. */
  public static Optional<Mode> of(String text) {
    for (Mode mode : values()) {
      if (mode.text().equals(text)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return text();
  }
}
