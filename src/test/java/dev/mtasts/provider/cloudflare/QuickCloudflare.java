package dev.mtasts.provider.cloudflare;

import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Option;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.ProviderFactory;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.Surroundings;
import java.util.List;

/** The adapter for tests of the whole program: it does not wait. */
public final class QuickCloudflare implements ProviderFactory {
  private final ProviderFactory real = new CloudflareFactory();

  @Override
  public String type() {
    return real.type();
  }

  @Override
  public List<Option> options() {
    return real.options();
  }

  @Override
  public List<HostKind> hosts() {
    return real.hosts();
  }

  @Override
  public boolean servesDns() {
    return real.servesDns();
  }

  @Override
  public Provider open(String name, Settings settings, Surroundings surroundings) {
    return CloudflareFactory.open(name, settings, surroundings, time -> {});
  }
}
