package dev.mtasts.cli;

import java.net.Inet6Address;
import java.net.InetAddress;
import okhttp3.HttpUrl;

/** IPv6 addresses as people write them. */
final class IpLiteral {
  private IpLiteral() {}

  /**
   * The form of RFC 5952; Java's own does not shorten zeros.
   *
   * @throws IllegalArgumentException where it is an IPv4 address in the clothes of an IPv6 one
   */
  static String v6(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      throw new IllegalArgumentException(
          "an AAAA record holds the IPv4 address " + address.getHostAddress());
    }
    String bracketed = "[" + address.getHostAddress() + "]";
    return new HttpUrl.Builder().scheme("https").host(bracketed).build().host();
  }
}
