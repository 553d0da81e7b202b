package dev.mtasts.provider;

/** One real thing that a domain needs. A value: two equal resources are the same on the wire. */
public sealed interface Resource permits DnsRecordSet, PolicyFile, PolicyHost, Certificate {
  /** Its name in plans and ledgers. */
  Address address();

  /** Where it stands, as a person would say it: a URL, or an owner name and type. */
  String place();
}
