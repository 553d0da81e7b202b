package dev.mtasts.spec;

import dev.mtasts.policy.DomainName;
import java.util.Map;
import java.util.SortedMap;

/**
 * A whole spec without a problem.
 *
 * @param state where the ledger is kept
 * @param providers by name
 * @param domains by name, sorted
 */
public record Spec(
    StateSpec state,
    Map<String, ProviderSpec> providers,
    SortedMap<DomainName, DomainSpec> domains) {}
