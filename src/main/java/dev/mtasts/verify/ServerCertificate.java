package dev.mtasts.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that a server showed, whether it is any good or not.
 *
 * @param names the DNS names among its subject alternative names, as written
 * @param named whether one of them stands for the host asked
 * @param issuer the issuer's distinguished name
 * @param from from when it is valid
 * @param until until when
 * @param distrust why its chain leads to no trusted root; null where it does
 */
public record ServerCertificate(
    List<String> names,
    boolean named,
    String issuer,
    Instant from,
    Instant until,
    @Nullable String distrust) {
  /** Copies the names. */
  public ServerCertificate {
    names = List.copyOf(names);
  }

  /** Full days until it expires; negative where it has. */
  public long daysLeft(Instant now) {
    return Math.floorDiv(Duration.between(now, until).toSeconds(), Duration.ofDays(1).toSeconds());
  }
}
