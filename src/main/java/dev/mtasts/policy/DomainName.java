package dev.mtasts.policy;

import org.jspecify.annotations.Nullable;

/**
 * A mail domain or host name in its one canonical form: lower-case A-labels, no trailing dot.
 *
 * <p>The grammar is {@code Domain} of RFC 5321 §4.1.2 with the lengths of RFC 1035 §2.3.4. U-labels
 * are not converted here: that is decided once, at the edge, by whoever reads the user's text.
 */
public record DomainName(String text) implements Comparable<DomainName> {
  private static final int MAX_NAME = 253;
  private static final int MAX_LABEL = 63;

  /** Accepts only the canonical form; {@link #parse} is the way in for other spellings. */
  public DomainName {
    String fault = fault(text);
    if (fault != null) {
      throw new IllegalArgumentException(
          "'" + Excerpt.of(text) + "' is not a domain name: " + fault);
    }
    if (!text.equals(Ascii.lowerCase(text))) {
      throw new IllegalArgumentException("'" + text + "' is not in lower case");
    }
  }

  /**
   * Reads an ASCII name in any case, with or without the root's dot.
   *
   * @throws IllegalArgumentException saying which rule the text breaks
   */
  public static DomainName parse(String text) {
    String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return new DomainName(Ascii.lowerCase(bare));
  }

  /** The host that serves the policy, RFC 8461 §3.3. */
  public DomainName policyHost() {
    return new DomainName("mta-sts." + text);
  }

  /** Where a sender fetches the policy, RFC 8461 §3.3. */
  public String policyUrl() {
    return "https://mta-sts." + text + "/.well-known/mta-sts.txt";
  }

  /** The owner name of the MTA-STS TXT record, RFC 8461 §3.1. */
  public String recordName() {
    return "_mta-sts." + text;
  }

  /** The owner name of the TLSRPT TXT record, RFC 8460 §3. */
  public String tlsRptName() {
    return "_smtp._tls." + text;
  }

  @Override
  public int compareTo(DomainName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }

  private static @Nullable String fault(String text) {
    if (text.isEmpty()) {
      return "it is empty";
    }
    if (text.length() > MAX_NAME) {
      return "it is longer than " + MAX_NAME + " characters";
    }
    for (String label : text.split("\\.", -1)) {
      if (label.isEmpty()) {
        return "it has an empty label";
      }
      if (label.length() > MAX_LABEL) {
        return "a label is longer than " + MAX_LABEL + " characters";
      }
      for (int i = 0; i < label.length(); i++) {
        char c = label.charAt(i);
        if (!Ascii.letterOrDigit(c) && c != '-') {
          return "'" + Ascii.printable(c) + "' is not a letter, digit or hyphen";
        }
      }
      if (label.startsWith("-") || label.endsWith("-")) {
        return "a label starts or ends with a hyphen";
      }
    }
    return null;
  }
}
