package dev.mtasts.cli;

import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.spec.AddressSpec;
import dev.mtasts.verify.Check;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a spec can say of a live domain, and what it cannot.
 *
 * @param name the domain
 * @param policy the live policy; empty where there is none that a spec can state
 * @param missing why there is none, as a clause; "" where there is one
 * @param id the id that the record announces
 * @param embedId whether the policy file has an id line
 * @param rua where TLS reports go; empty without a TLSRPT record that a spec can state
 * @param address the address records of the policy host, where a spec should state them
 * @param ttl the TTL of all records, where it is known, one, and not what new ones get
 * @param mx what to begin with where there is no policy: the hosts that DNS sends the mail to
 * @param guess what seems to host the policy
 * @param notes more that a reader of the spec should know, in sentences
 * @param troubles checks that are not ok
 */
record Imported(
    DomainName name,
    Optional<Policy> policy,
    String missing,
    Optional<PolicyId> id,
    boolean embedId,
    List<String> rua,
    Optional<AddressSpec> address,
    OptionalInt ttl,
    List<String> mx,
    Optional<HostGuess> guess,
    List<String> notes,
    List<Check> troubles) {
  Imported {
    rua = List.copyOf(rua);
    mx = List.copyOf(mx);
    notes = List.copyOf(notes);
    troubles = List.copyOf(troubles);
  }

  /** Checks that came out so. */
  long count(Check.Status status) {
    return troubles.stream().filter(check -> check.status() == status).count();
  }
}
