package dev.mtasts.verify;

import dev.mtasts.policy.DomainName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.xbill.DNS.Address;

/** What a policy host may lead to: addresses, and host names that have some. */
final class Destinations {
  private final Resolver resolver;

  Destinations(Resolver resolver) {
    this.resolver = resolver;
  }

  /** The addresses of one: itself, or what DNS has for the name. */
  Resolved addresses(String target) {
    try {
      return new Resolved(List.of(Address.getByAddress(target)), null);
    } catch (UnknownHostException e) {
      return resolver.addresses(new DomainName(target)); // No address, so it is a name.
    }
  }

  /**
   * Why senders that ask for {@code host} now are not led to {@code targets} alone; empty where
   * they are. A CNAME tells by its name. Where there is none to be seen, the addresses tell: all of
   * them where every target is an address, and any of them where one is a name, for a CDN gives
   * another choice with each answer.
   */
  Optional<String> astray(DomainName host, Collection<String> targets) {
    HostLook look = resolver.host(host.text());
    if (look.aliases().stream().anyMatch(targets::contains)) {
      return Optional.empty();
    }
    if (look.addresses().isEmpty() || look.unanswered()) {
      return Optional.of(Objects.requireNonNullElse(look.fault(), "no address"));
    }
    List<InetAddress> there =
        targets.stream().flatMap(one -> addresses(one).addresses().stream()).toList();
    boolean led =
        targets.stream().anyMatch(Destinations::isName)
            ? look.addresses().stream().anyMatch(there::contains)
            : there.containsAll(look.addresses());
    return led
        ? Optional.empty()
        : Optional.of(
            "it leads to "
                + look.addresses().stream()
                    .map(InetAddress::getHostAddress)
                    .collect(Collectors.joining(" ")));
  }

  private static boolean isName(String target) {
    try {
      Address.getByAddress(target);
      return false;
    } catch (UnknownHostException e) {
      return true;
    }
  }
}
