package dev.mtasts.apply;

import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.ProviderFactory;
import dev.mtasts.provider.Surroundings;
import dev.mtasts.spec.ProviderSpec;
import dev.mtasts.spec.Spec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The providers of a spec, each opened when a run first needs it. */
public final class OpenProviders implements AutoCloseable {
  private final Spec spec;
  private final List<ProviderFactory> factories;
  private final Surroundings surroundings;
  private final Map<String, Provider> open = new HashMap<>();

  /** Kept, for all must have the same turns, whether an adapter has one handler or many. */
  private final Map<String, Turns<PolicyHost>> hosts = new HashMap<>();

  private final Map<String, Turns<Certificate>> certificates = new HashMap<>();

  /** Opens nothing yet. */
  public OpenProviders(Spec spec, List<ProviderFactory> factories, Surroundings surroundings) {
    this.spec = spec;
    this.factories = List.copyOf(factories);
    this.surroundings = surroundings;
  }

  Handler<PolicyFile> files(String provider) {
    return provider(provider).files().orElseThrow(() -> unchecked(provider));
  }

  Handler<DnsRecordSet> records(String provider) {
    return provider(provider).records().orElseThrow(() -> unchecked(provider));
  }

  /** Safe for several threads, for gates ask it while changes are made. */
  synchronized Handler<PolicyHost> hosts(String provider) {
    return hosts.computeIfAbsent(
        provider, name -> new Turns<>(provider(name).hosts().orElseThrow(() -> unchecked(name))));
  }

  /** Safe for several threads, for gates ask it while changes are made. */
  synchronized Handler<Certificate> certificates(String provider) {
    return certificates.computeIfAbsent(
        provider,
        name -> new Turns<>(provider(name).certificates().orElseThrow(() -> unchecked(name))));
  }

  private synchronized Provider provider(String name) {
    return open.computeIfAbsent(
        name,
        key -> {
          ProviderSpec wanted = spec.providers().get(key);
          if (wanted == null) {
            throw unchecked(key);
          }
          ProviderFactory factory =
              factories.stream()
                  .filter(candidate -> candidate.type().equals(wanted.type()))
                  .findFirst()
                  .orElseThrow(() -> unchecked(key));
          return factory.open(key, wanted.settings(), surroundings);
        });
  }

  private static IllegalStateException unchecked(String provider) {
    return new IllegalStateException("the spec was not checked for provider " + provider);
  }

  @Override
  public synchronized void close() {
    open.values().forEach(Provider::close);
    open.clear();
  }
}
