package dev.mtasts.verify;

import java.util.Locale;

/**
 * What {@code verify} looks at, each rule under a name that stays. Their order is that of a report.
 */
public enum Rule {
  /** How many MTA-STS records there are. */
  RECORD_COUNT("RFC 8461 §3.1", "There is exactly one MTA-STS record"),
  /** The CNAMEs on the way to the record. */
  RECORD_ALIAS("RFC 8461 §3.1", "Where _mta-sts leads by CNAME"),
  /** The grammar of the record. */
  RECORD_SYNTAX("RFC 8461 §3.1", "The record follows the grammar"),
  /** The id in the record. */
  RECORD_ID("RFC 8461 §3.1", "The record has a valid id"),
  /** Other TXT records at the same name. */
  RECORD_OTHERS("RFC 8461 §3.1", "Nothing else answers at _mta-sts"),
  /** The addresses of the policy host. */
  POLICY_ADDRESS("RFC 8461 §3.3", "The policy host has addresses"),
  /** A connection to one of them. */
  POLICY_CONNECT("RFC 8461 §3.3", "Every address accepts connections"),
  /** The TLS handshake. */
  POLICY_TLS("RFC 8461 §3.3", "Every address speaks TLS 1.2 or later"),
  /** The chain of the certificate. */
  CERTIFICATE_CHAIN("RFC 8461 §3.3", "The certificate leads to a trusted root"),
  /** The names in the certificate. */
  CERTIFICATE_SAN("RFC 8461 §3.3", "The certificate names the policy host as a DNS-ID"),
  /** The dates of the certificate. */
  CERTIFICATE_EXPIRY("RFC 8461 §3.3", "The certificate is valid now and for two weeks"),
  /** Whether what comes back is HTTP. */
  POLICY_ANSWER("RFC 8461 §3.3", "The answer is complete and proper HTTP"),
  /** The status. */
  POLICY_STATUS("RFC 8461 §3.3", "The status is 200"),
  /** A redirect. */
  POLICY_REDIRECT("RFC 8461 §3.3", "There is no redirect"),
  /** The media type. */
  POLICY_MEDIA_TYPE("RFC 8461 §3.2", "The media type is text/plain"),
  /** The length of the body. */
  POLICY_SIZE("RFC 8461 §3.3", "The policy is neither empty nor over 64 KiB"),
  /** How long the fetch takes. */
  POLICY_TIME("RFC 8461 §3.3", "The policy arrives within a minute"),
  /** Whether the addresses agree. */
  POLICY_SAME("RFC 8461 §3.3", "All addresses serve the same policy"),
  /** The grammar of the policy. */
  POLICY_SYNTAX("RFC 8461 §3.2", "The policy follows the grammar"),
  /** What is allowed in a policy and unwise. */
  POLICY_LINT("RFC 8461 §3.2", "Nothing in the policy surprises some senders"),
  /** The id line of the policy. */
  POLICY_ID("RFC 8461 §3.1", "The policy's id line, if any, agrees with the record"),
  /** The MX records. */
  MX_RECORDS("RFC 5321 §5.1", "The domain has MX records"),
  /** The addresses of an MX host. */
  MX_ADDRESS("RFC 5321 §5.1", "Every MX host has an address and is no alias"),
  /** Whether the policy names an MX host. */
  MX_COVERED("RFC 8461 §4.1", "The policy covers every MX host"),
  /** STARTTLS and the certificate of an MX host. */
  MX_TLS("RFC 8461 §4.2", "Every MX host offers TLS with a certificate for its name"),
  /** The TLSRPT record. */
  TLSRPT("RFC 8460 §3", "There is one valid TLSRPT record"),
  /** The CAA records that hold for the policy host. */
  CAA("RFC 8659 §3", "Which authorities may issue for the policy host"),
  /** Whether the record is signed. */
  DNSSEC("RFC 4035 §3.2.3", "Whether the resolver authenticated the record"),
  /** Whether MX hosts have TLSA records. */
  DANE("RFC 7672 §2.2", "Whether MX hosts have TLSA records"),
  /** Whether the policy is the one of the spec. */
  SPEC_POLICY("mtasts.yaml", "The policy is what the spec says"),
  /** Whether the TLSRPT record is the one of the spec. */
  SPEC_TLSRPT("mtasts.yaml", "The TLSRPT record is what the spec says");

  private final String section;
  private final String asks;

  Rule(String section, String asks) {
    this.section = section;
    this.asks = asks;
  }

  /** The name in reports, such as {@code record-count}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The rule's source. */
  public String section() {
    return section;
  }

  /** What should be so, as a sentence without a full stop. */
  public String asks() {
    return asks;
  }
}
