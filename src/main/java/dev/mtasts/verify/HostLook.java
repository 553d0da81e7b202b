package dev.mtasts.verify;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What DNS says about a host's addresses, the two families apart.
 *
 * @param a the question for IPv4
 * @param aaaa the question for IPv6
 */
public record HostLook(Look<InetAddress> a, Look<InetAddress> aaaa) {
  /** IPv4 before IPv6, each in numerical order. */
  public List<InetAddress> addresses() {
    List<InetAddress> all = new ArrayList<>(a.values());
    all.addAll(aaaa.values());
    return List.copyOf(all);
  }

  /** The CNAMEs followed, in either family. */
  public List<String> aliases() {
    Set<String> all = new LinkedHashSet<>(a.aliases());
    all.addAll(aaaa.aliases());
    return List.copyOf(all);
  }

  /** Whether a family is unknown: there may be addresses that nobody told us. */
  public boolean unanswered() {
    return a.isUnanswered() || aaaa.isUnanswered();
  }

  /** Why there is no address, or not surely all of them; null where both families are known. */
  public @Nullable String fault() {
    if (unanswered()) {
      return a.isUnanswered() ? a.reason() : aaaa.reason();
    }
    if (a.found() || aaaa.found()) {
      return null;
    }
    return a.how() == Look.How.NO_NAME || aaaa.how() == Look.How.NO_NAME
        ? a.name() + " does not exist in DNS (NXDOMAIN)"
        : a.name() + " has neither an A nor an AAAA record";
  }
}
