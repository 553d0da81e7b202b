package dev.mtasts.provider;

import java.util.Locale;

/**
 * What a resource is to its domain, in the order in which a lane puts the parts in place, and then
 * in which it takes those of a former place away.
 */
public enum Part {
  /** The TLSRPT TXT record: reports first, so that testing is not blind. */
  TLSRPT,
  /** The policy host's certificate. */
  CERTIFICATE,
  /** The CNAME that proves to the certificate's authority whose the name is. */
  VALIDATION,
  /** What answers HTTPS for the policy host. */
  HOST,
  /** The CNAME of the policy host. */
  ADDRESS_CNAME,
  /** The A records of the policy host. */
  ADDRESS_A,
  /** The AAAA records of the policy host. */
  ADDRESS_AAAA,
  /** The policy file. */
  POLICY,
  /** The MTA-STS TXT record: last, RFC 8461 §8.1. */
  RECORD,
  /** The policy file where it was before its host moved. */
  OLD_POLICY,
  /** What answered HTTPS for the policy host before it moved. */
  OLD_HOST,
  /** The certificate of the policy host before it moved. */
  OLD_CERTIFICATE,
  /** The CNAME that proved the name to that certificate's authority. */
  OLD_VALIDATION;

  /** The part's word in an address, such as {@code address-cname}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return word();
  }
}
