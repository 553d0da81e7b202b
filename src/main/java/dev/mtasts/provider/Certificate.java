package dev.mtasts.provider;

import java.util.List;
import java.util.Optional;

/**
 * A TLS certificate that a policy host needs, and that an authority issues once DNS proves that its
 * names are ours. Several domains may want the same one.
 *
 * @param address its name in plans
 * @param authority who issues it, as a person would say it: {@code ACM us-east-1}
 * @param names the host names that it is for, sorted; they are what it is found by
 * @param id the authority's name for it, such as an ARN; {@link Unknown#TEXT} before it exists
 * @param issued whether it can be used
 * @param state how it stands, in the authority's words and since when; "" in a wish
 * @param proofs the CNAMEs that DNS must hold for it to be issued and renewed, one a name; empty in
 *     a wish
 */
public record Certificate(
    Address address,
    String authority,
    List<String> names,
    String id,
    boolean issued,
    String state,
    List<Proof> proofs)
    implements Resource {

  /**
   * What shows the authority that a name is ours.
   *
   * @param host the name that is proved
   * @param name the owner name of the CNAME, lower case, no trailing dot
   * @param target its target, lower case, no trailing dot
   */
  public record Proof(String host, String name, String target) {}

  /** Copies the lists. */
  public Certificate {
    names = names.stream().sorted().toList();
    proofs = List.copyOf(proofs);
  }

  /** A wish for a certificate for {@code names}. */
  public static Certificate wanted(Address address, String authority, List<String> names) {
    return new Certificate(address, authority, names, Unknown.TEXT, false, "", List.of());
  }

  /** The proof of one name, where the authority has told it. */
  public Optional<Proof> proof(String host) {
    return proofs.stream().filter(proof -> proof.host().equals(host)).findFirst();
  }

  /** The same certificate in another state. */
  public Certificate standing(boolean usable, String newState) {
    return new Certificate(address, authority, names, id, usable, newState, proofs);
  }

  /** The same certificate under another domain's address. */
  public Certificate at(Address other) {
    return new Certificate(other, authority, names, id, issued, state, proofs);
  }

  @Override
  public String place() {
    return authority + " " + String.join(" ", names);
  }
}
