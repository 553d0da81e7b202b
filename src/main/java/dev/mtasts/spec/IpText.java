package dev.mtasts.spec;

import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** IP addresses as text. Never looks a name up. */
final class IpText {
  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  static final Pattern V4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private IpText() {}

  /** Four numbers without leading zeros, which some programs would read as octal. */
  static String v4(String typed) {
    if (!V4.matcher(typed).matches()) {
      throw new IllegalArgumentException("'" + typed + "' is not an IPv4 address");
    }
    return typed;
  }

  /** The form of RFC 5952: lower case, the longest run of zeros shortened. */
  static String v6(String typed) {
    if (!V6.matcher(typed).matches()) {
      throw new IllegalArgumentException("'" + typed + "' is not an IPv6 address");
    }
    String canonical;
    try {
      canonical = new HttpUrl.Builder().scheme("http").host("[" + typed + "]").build().host();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + typed + "' is not an IPv6 address", e);
    }
    if (canonical.indexOf(':') < 0) {
      throw new IllegalArgumentException("'" + typed + "' is an IPv4 address written as IPv6");
    }
    return canonical;
  }
}
