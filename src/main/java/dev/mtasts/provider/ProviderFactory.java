package dev.mtasts.provider;

import java.util.List;
import java.util.Optional;

/** What an adapter says about itself, and the way to open it. Constructing one costs nothing. */
public interface ProviderFactory {
  /** The word in {@code type:}. */
  String type();

  /** The keys of a {@code providers} entry beside {@code type}. */
  List<Option> options();

  /** The kinds of policy host it offers; the first is the default. */
  default List<HostKind> hosts() {
    return List.of();
  }

  /** Whether it can hold DNS record sets. */
  default boolean servesDns() {
    return false;
  }

  /**
   * Whether its DNS has aliases: A and AAAA sets whose one value is {@link DnsRecordSet#ALIAS} and
   * a target, with a TTL of 0.
   */
  default boolean servesAliases() {
    return false;
  }

  /** Where a ledger can be kept with it, if it offers that. */
  default Optional<StateBackend> stateBackend() {
    return Optional.empty();
  }

  /** Opens it for a run. Does no I/O. */
  Provider open(String name, Settings settings, Surroundings surroundings);
}
