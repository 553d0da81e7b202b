package dev.mtasts.spec;

import dev.mtasts.policy.DomainName;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/**
 * A whole spec without a problem.
 *
 * @param state where the ledger is kept
 * @param providers by name
 * @param domains by name, sorted
 * @param departed domains that the ledger knows and the spec does not have any more, as they were
 *     when it last had them; none, as a spec is read
 * @param formers domains whose policy host has moved, as they were before; none, as a spec is read
 */
public record Spec(
    StateSpec state,
    Map<String, ProviderSpec> providers,
    SortedMap<DomainName, DomainSpec> domains,
    SortedMap<DomainName, DomainSpec> departed,
    SortedMap<DomainName, DomainSpec> formers) {
  /**
   * The domain of that name, whether the spec has it or had it.
   *
   * @throws NullPointerException where it never had
   */
  public DomainSpec domain(DomainName name) {
    DomainSpec here = domains.get(name);
    return here != null ? here : Objects.requireNonNull(departed.get(name), name.text());
  }
}
