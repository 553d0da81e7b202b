package dev.mtasts.provider;

import java.util.List;
import java.util.Optional;

/**
 * What must stand before the world reaches a domain's policy file over HTTPS, where the adapter
 * sets that up itself.
 *
 * @param host the policy host as wanted
 * @param certificate the certificate that it needs, where it does not see to its own
 * @param issuers the names by which CAA records allow that certificate's authority (RFC 8659), any
 *     one of which will do; empty where the service sees to CAA
 * @param fileFirst whether the file must be in place before the host can be made; else it can only
 *     be put where the host has made room for it
 * @param ownAddress whether the host keeps its address record itself where the domain's DNS is with
 *     the same type of provider
 */
public record Front(
    PolicyHost host,
    Optional<Certificate> certificate,
    List<String> issuers,
    boolean fileFirst,
    boolean ownAddress) {
  /** Copies the list. */
  public Front {
    issuers = List.copyOf(issuers);
  }
}
