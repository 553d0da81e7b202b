package dev.mtasts.provider;

/** The DNS record types that this tool manages. */
public enum RecordType {
  /** Text: the MTA-STS and TLSRPT records. */
  TXT,
  /** An IPv4 address. */
  A,
  /** An IPv6 address. */
  AAAA,
  /** An alias. */
  CNAME
}
