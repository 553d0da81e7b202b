package dev.mtasts.provider;

import java.util.Optional;

/**
 * A place where resources live, opened for one run. Cheap until its first use: clients and
 * credentials are made when a handler is first asked to work.
 */
public interface Provider extends AutoCloseable {
  /** DNS record sets, where this provider serves DNS. */
  default Optional<Handler<DnsRecordSet>> records() {
    return Optional.empty();
  }

  /** Policy files, where this provider can host them. */
  default Optional<Handler<PolicyFile>> files() {
    return Optional.empty();
  }

  /** Releases connections; never throws. */
  @Override
  default void close() {}
}
