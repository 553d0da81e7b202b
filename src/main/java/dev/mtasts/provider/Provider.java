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

  /**
   * Policy hosts, where this provider can set them up. A host that is live but not ours is live
   * without a mark.
   */
  default Optional<Handler<PolicyHost>> hosts() {
    return Optional.empty();
  }

  /**
   * Certificates, where its policy hosts need them. Only those that this tool asked for are live: a
   * stranger's is left alone, and one that can never be issued is as good as absent. A certificate
   * that was written has its proofs.
   */
  default Optional<Handler<Certificate>> certificates() {
    return Optional.empty();
  }

  /** Releases connections; never throws. */
  @Override
  default void close() {}
}
