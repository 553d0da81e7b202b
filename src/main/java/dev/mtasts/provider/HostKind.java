package dev.mtasts.provider;

import dev.mtasts.policy.DomainName;
import java.util.List;
import java.util.Optional;

/**
 * A way in which an adapter hosts policy files: the {@code kind} of a {@code host} block.
 *
 * @param kind the word in the spec, such as {@code s3}
 * @param options the keys of the {@code host} block beside {@code provider}, {@code kind} and
 *     {@code address}
 * @param locator where a domain's file lies
 * @param fronting what stands before it; empty where somebody else sees to HTTPS
 */
public record HostKind(
    String kind, List<Option> options, Locator locator, Optional<Fronting> fronting) {

  /** A kind whose files somebody else serves. */
  public HostKind(String kind, List<Option> options, Locator locator) {
    this(kind, options, locator, Optional.empty());
  }

  /** Computes the {@link PolicyFile#location} of a domain. Pure. */
  @FunctionalInterface
  public interface Locator {
    /**
     * The location.
     *
     * @param domain the mail domain
     * @param provider the settings of the provider's block
     * @param host the settings of the host block
     */
    String locate(DomainName domain, Settings provider, Settings host);
  }

  /** Computes what must stand before a domain's file. Pure. */
  @FunctionalInterface
  public interface Fronting {
    /** The key of a host block that puts domains with the same value behind one host. */
    String SHARE = "share";

    /**
     * The front.
     *
     * @param domain the mail domain
     * @param group all domains behind the same host, sorted; this one alone where the block has no
     *     {@link #SHARE}
     * @param provider the settings of the provider's block
     * @param host the settings of the host block
     */
    Front front(DomainName domain, List<DomainName> group, Settings provider, Settings host);
  }
}
