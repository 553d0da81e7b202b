package dev.mtasts.spec;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.MxPattern;
import java.util.Locale;
import okhttp3.HttpUrl;

/**
 * Turns names as people type them into the one form that everything downstream uses: lower-case
 * A-labels without a trailing dot.
 *
 * <p>U-labels go through UTS 46, non-transitional, as browsers do it. The JDK's own conversion is
 * IDNA 2003, which makes {@code fass.de} of {@code faß.de}: the domain of someone else.
 */
public final class Names {
  /** So that {@code _smtp._tls.<domain>}, the longest of our names, fits into 253 characters. */
  static final int LONGEST_MAIL_DOMAIN = 253 - "_smtp._tls.".length();

  private Names() {}

  /**
   * A mail domain that has room for the labels of MTA-STS and TLSRPT before it.
   *
   * @throws IllegalArgumentException saying in a sentence what is wrong
   */
  public static DomainName mailDomain(String typed) {
    DomainName name = host(typed);
    if (name.text().length() > LONGEST_MAIL_DOMAIN) {
      throw new IllegalArgumentException(
          "'"
              + typed
              + "' is longer than "
              + LONGEST_MAIL_DOMAIN
              + " characters, so _smtp._tls before it is no domain name any more");
    }
    return name;
  }

  /**
   * A host name, in any case, with or without the root's dot.
   *
   * @throws IllegalArgumentException saying in a sentence what is wrong
   */
  public static DomainName host(String typed) {
    DomainName name = parsed(ascii(typed), typed);
    String last = name.text().substring(name.text().lastIndexOf('.') + 1);
    if (last.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("'" + typed + "' is a number or an address, not a name");
    }
    return name;
  }

  /**
   * An mx pattern: a host name, or {@code *.} before one (RFC 8461 §3.2).
   *
   * @throws IllegalArgumentException saying in a sentence what is wrong
   */
  public static MxPattern mx(String typed) {
    if (typed.endsWith(".")) {
      throw new IllegalArgumentException(
          "'" + typed + "' ends with a dot, which a policy does not allow");
    }
    boolean wildcard = typed.startsWith("*.");
    String name = wildcard ? typed.substring(2) : typed;
    if (name.indexOf('*') >= 0) {
      throw new IllegalArgumentException(
          "'" + typed + "' has a '*' that is not the whole first label");
    }
    return new MxPattern(wildcard, host(name));
  }

  /** As {@link DomainName#parse}, but with complaints about the name as it was typed. */
  private static DomainName parsed(String ascii, String typed) {
    try {
      return DomainName.parse(ascii);
    } catch (IllegalArgumentException e) {
      String complaint = String.valueOf(e.getMessage());
      String reason = complaint.substring(complaint.lastIndexOf("' is not a domain name") + 1);
      throw new IllegalArgumentException("'" + typed + "'" + reason, e);
    }
  }

  private static String ascii(String typed) {
    boolean plain = typed.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    if (plain && !typed.toLowerCase(Locale.ROOT).contains("xn--")) {
      return typed;
    }
    for (String sign : new String[] {"%", ":", "/", "@", "?", "#", "[", "]", "\\"}) {
      if (typed.contains(sign)) {
        throw new IllegalArgumentException(
            "'" + typed + "' is not a domain name: it has a '" + sign + "'");
      }
    }
    if (typed.chars().anyMatch(c -> c <= 0x20 || c == 0x7f)) {
      throw new IllegalArgumentException("'" + typed + "' is not a domain name: it has a space");
    }
    String host = canonical(typed);
    boolean changed = plain && !host.equals(typed.toLowerCase(Locale.ROOT));
    if (host.isEmpty() || changed) {
      throw new IllegalArgumentException(
          "'" + typed + "' is not a domain name by the rules of IDNA (UTS 46)");
    }
    return host;
  }

  /** What a browser would make of it, or "" where it would refuse. */
  private static String canonical(String typed) {
    try {
      return new HttpUrl.Builder().scheme("http").host(typed).build().host();
    } catch (IllegalArgumentException notAHost) {
      return "";
    }
  }
}
