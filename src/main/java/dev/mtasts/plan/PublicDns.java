package dev.mtasts.plan;

import dev.mtasts.policy.DomainName;
import java.util.List;
import java.util.Map;

/**
 * What public DNS says about mail domains, whoever serves their zones. A domain that was not asked
 * about has no entry.
 *
 * @param mx where DNS sends a domain's mail, by mail domain: the names in its MX records, the
 *     domain itself where it has none but an address (RFC 5321 §5.1), none where it takes no mail
 *     (RFC 7505). As DNS has them, so not always host names
 * @param caa who may issue for the policy host, by mail domain
 * @param hosts the addresses that the policy host resolves to, by mail domain
 * @param faults what a sender finds wrong with what is published now, by mail domain; an empty list
 *     for nothing
 */
public record PublicDns(
    Map<DomainName, Seen<List<String>>> mx,
    Map<DomainName, Seen<Issuers>> caa,
    Map<DomainName, Seen<List<String>>> hosts,
    Map<DomainName, Seen<List<String>>> faults) {
  /** What is known where nobody asked. */
  public static final PublicDns UNASKED = new PublicDns(Map.of(), Map.of(), Map.of(), Map.of());

  /** Copies the maps. */
  public PublicDns {
    mx = Map.copyOf(mx);
    caa = Map.copyOf(caa);
    hosts = Map.copyOf(hosts);
    faults = Map.copyOf(faults);
  }

  /** An answer, or none; from none nothing is concluded. */
  public sealed interface Seen<T> {
    /** DNS answered. */
    record Known<T>(T value) implements Seen<T> {}

    /**
     * DNS could not be asked, or did not answer.
     *
     * @param why a clause, fit for a message
     */
    record Unknown<T>(String why) implements Seen<T> {}
  }

  /**
   * Who may issue certificates for a name, by the CAA records that apply to it (RFC 8659 §3).
   *
   * @param anybody whether no record restricts that: there are none, or none with {@code issue}
   * @param named who is named, in lower case, without parameters; empty for nobody at all, unless
   *     {@code anybody}
   * @param at the name whose records apply; "" where there are none
   */
  public record Issuers(boolean anybody, List<String> named, String at) {
    /** No record names anybody. */
    public static final Issuers UNRESTRICTED = new Issuers(true, List.of(), "");

    /** Copies the list. */
    public Issuers {
      named = List.copyOf(named);
    }

    /** Whether any one of {@code issuers} may issue. */
    public boolean allow(List<String> issuers) {
      return anybody || issuers.stream().anyMatch(named::contains);
    }
  }
}
