package dev.mtasts.provider;

import dev.mtasts.policy.DomainName;
import java.util.List;

/**
 * A way in which an adapter hosts policy files: the {@code kind} of a {@code host} block.
 *
 * @param kind the word in the spec, such as {@code s3}
 * @param options the keys of the {@code host} block beside {@code provider}, {@code kind} and
 *     {@code address}
 * @param locator where a domain's file lies
 */
public record HostKind(String kind, List<Option> options, Locator locator) {
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
}
