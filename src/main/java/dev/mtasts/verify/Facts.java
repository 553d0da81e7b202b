package dev.mtasts.verify;

import dev.mtasts.policy.DomainName;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything that was seen of one domain, not yet judged.
 *
 * @param domain the domain
 * @param record the TXT records at {@code _mta-sts}
 * @param host the addresses of the policy host
 * @param visits one fetch from each of them, in that order; of very many, from the first
 * @param mx the MX records
 * @param own the addresses of the domain itself, which stand in where it has no MX record; not
 *     asked for, and so without data, where it has some
 * @param mxHosts for every MX host its addresses and TLSA records; of very many, for the first
 * @param mxTls what MX hosts showed in STARTTLS; empty where nobody asked
 * @param tlsRpt the TXT records at {@code _smtp._tls}
 * @param caa the CAA records that hold for the policy host
 * @param at when
 */
public record Facts(
    DomainName domain,
    Look<String> record,
    HostLook host,
    List<Visit> visits,
    Look<Look.Mx> mx,
    HostLook own,
    Map<String, MxHost> mxHosts,
    Map<String, MxTls> mxTls,
    Look<String> tlsRpt,
    Look<Look.Caa> caa,
    Instant at) {
  /** Copies the collections. */
  public Facts {
    visits = List.copyOf(visits);
    mxHosts = Map.copyOf(mxHosts);
    mxTls = Map.copyOf(mxTls);
  }

  /**
   * What DNS says about one MX host.
   *
   * @param addresses where it is
   * @param tlsa its TLSA records for port 25
   */
  public record MxHost(HostLook addresses, Look<Look.Tlsa> tlsa) {}

  /** A host of which nothing was asked. */
  static HostLook notAsked(String name) {
    Look<InetAddress> none = new Look<>(name, Look.How.NO_DATA, List.of(), List.of(), false, "");
    return new HostLook(none, none);
  }
}
