package dev.mtasts.verify;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a host, and what kept them from being all.
 *
 * @param addresses IPv4 before IPv6, each in numerical order, so that repeated questions agree
 * @param fault why there is none, or why one of the two families is not known; null where both
 *     questions were answered and there is an address
 */
public record Resolved(List<InetAddress> addresses, @Nullable String fault) {
  /** Copies the addresses. */
  public Resolved {
    addresses = List.copyOf(addresses);
  }
}
