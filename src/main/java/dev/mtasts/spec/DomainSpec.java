package dev.mtasts.spec;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Policy;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One domain, with defaults and profile merged in.
 *
 * <pre>{@code
 * acme.example:
 *   policy: { mode: enforce, mx: [mx1.acme.example, "*.mail.acme.example"], max_age: 2w }
 *   id: timestamp
 *   embed_id: true
 *   host: { provider: web }
 *   dns: { provider: zone }
 *   tls_rpt: { rua: ["mailto:tlsrpt@acme.example"] }
 *   verify: true
 *   adopt: false
 *   protect: false
 *   allow: [max-age-short]
 *   removal: retire
 *   rollout: standard
 *   caution: strict
 * }</pre>
 *
 * @param name the mail domain
 * @param location where it stands in the spec
 * @param source the line at that place, as written
 * @param policy what is to be published; with a rollout, at its end
 * @param id how a new id is made
 * @param embedId whether the policy file carries the id
 * @param host where the policy file goes
 * @param dns where the records go
 * @param tlsRpt where reports go, each a URI; empty for no TLSRPT record
 * @param verify whether the record waits until the policy is served over HTTPS
 * @param adopt whether existing things that nobody claims may be taken over
 * @param protect whether nothing of the domain may be deleted
 * @param allow guards that the user has answered
 * @param removal what becomes of the domain when it leaves the spec
 * @param rollout the way to the policy; empty for at once
 * @param caution which senders a change of mx waits for
 * @param block all of this as one line of JSON, so that the ledger can tell what the domain was
 *     like when it has left the spec
 */
public record DomainSpec(
    DomainName name,
    Location location,
    String source,
    Policy policy,
    IdStrategy id,
    boolean embedId,
    HostSpec host,
    DnsSpec dns,
    List<String> tlsRpt,
    boolean verify,
    boolean adopt,
    boolean protect,
    Set<Guard> allow,
    Removal removal,
    Optional<Rollout> rollout,
    Caution caution,
    String block) {
  /** The same domain with another host, and records for that. */
  DomainSpec with(HostSpec newHost, DnsSpec newDns) {
    return new DomainSpec(
        name, location, source, policy, id, embedId, newHost, newDns, tlsRpt, verify, adopt,
        protect, allow, removal, rollout, caution, block);
  }

  /** The same domain, with the block by which the ledger remembers it. */
  DomainSpec remembered() {
    return new DomainSpec(
        name,
        location,
        source,
        policy,
        id,
        embedId,
        host,
        dns,
        tlsRpt,
        verify,
        adopt,
        protect,
        allow,
        removal,
        rollout,
        caution,
        BlockText.of(this));
  }

  /** The same domain, not protected any more. */
  public DomainSpec released() {
    return new DomainSpec(
        name, location, source, policy, id, embedId, host, dns, tlsRpt, verify, adopt, false, allow,
        removal, rollout, caution, block);
  }

  /** The same domain with another policy. */
  public DomainSpec publishing(Policy other) {
    return new DomainSpec(
        name, location, source, other, id, embedId, host, dns, tlsRpt, verify, adopt, protect,
        allow, removal, rollout, caution, block);
  }
}
