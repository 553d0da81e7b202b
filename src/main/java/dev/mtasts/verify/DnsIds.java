package dev.mtasts.verify;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The names a certificate is for, as a sender reads them (RFC 8461 §3.3): the DNS names among its
 * subject alternative names and nothing else. The check that comes with Java accepts a common name
 * and {@code mta*.example.com} too, so it would pass hosts that senders refuse.
 */
final class DnsIds {
  private static final int DNS_NAME = 2;

  private DnsIds() {}

  /**
   * The DNS-IDs of a certificate, as written; none where the extension is missing or unreadable.
   */
  static List<String> of(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(name -> Integer.valueOf(DNS_NAME).equals(name.get(0)))
              .map(name -> String.valueOf(name.get(1)))
              .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  /**
   * Whether an id stands for {@code host}: {@code *} only as the whole left-most label, for one.
   */
  static boolean matches(String id, String host) {
    String name = id.toLowerCase(Locale.ROOT);
    if (!name.startsWith("*.")) {
      return name.equals(host);
    }
    int dot = host.indexOf('.');
    return dot > 0 && name.substring(1).equals(host.substring(dot));
  }
}
