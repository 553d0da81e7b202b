package dev.mtasts.provider.aws;

import dev.mtasts.policy.Sha256;
import dev.mtasts.provider.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What ACM makes of the names of a certificate. Pure.
 *
 * <p>Source: the ACM API reference, RequestCertificate: the first name becomes the common name and
 * has at most 64 octets (RFC 5280, appendix A.1), the idempotency token is at most 32 word
 * characters, and 100 names are the most that a quota allows.
 */
final class AcmNames {
  /** The most names on one certificate, and on one distribution. */
  static final int MOST = 100;

  private static final int COMMON_NAME = 64;
  private static final int TOKEN = 32;
  private static final int TAG_VALUE = 256;

  private AcmNames() {}

  /** Throws where no certificate can be had for these names. */
  static void check(List<String> names) {
    if (names.size() > MOST) {
      throw refused(
              names,
              names.size() + " names are more than the " + MOST + " that one certificate may have",
              "Spread these domains over several values of host.share.")
          .asException();
    }
    if (commonName(names).isEmpty()) {
      throw refused(
              names,
              "ACM puts one name into the common name, which holds "
                  + COMMON_NAME
                  + " octets, and all of them are longer",
              "Let the domain share a distribution with a shorter one (host.share), or use another"
                  + " host for it.")
          .asException();
    }
  }

  /** The name for the common name: the shortest, and of those the first; empty where none fits. */
  static Optional<String> commonName(List<String> names) {
    return names.stream()
        .filter(name -> name.length() <= COMMON_NAME)
        .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
  }

  /**
   * The same for the same wish, so that a repeated request is no second one. ACM remembers it for
   * an hour; a request whose certificate died must not be answered with the dead one again.
   */
  static String token(List<String> names, Collection<String> dead) {
    String text =
        String.join(" ", names) + "\n" + String.join(" ", dead.stream().sorted().toList());
    return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, TOKEN);
  }

  /** The value of our tag: what the certificate is for, as far as a tag can say it. */
  static String tagValue(List<String> names) {
    String all = String.join(" ", names);
    return all.length() <= TAG_VALUE ? all : names.get(0);
  }

  /** The names for a message. */
  static String words(List<String> names) {
    return names.size() == 1 ? names.get(0) : names.get(0) + " and " + (names.size() - 1) + " more";
  }

  private static Failure refused(List<String> names, String because, String todo) {
    return new Failure(
        Failure.Kind.REFUSED, "get a certificate for " + words(names), because, todo);
  }
}
