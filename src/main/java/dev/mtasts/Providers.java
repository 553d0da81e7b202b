package dev.mtasts;

import dev.mtasts.provider.ProviderFactory;
import dev.mtasts.provider.aws.AwsFactory;
import dev.mtasts.provider.cloudflare.CloudflareFactory;
import dev.mtasts.provider.directory.DirectoryFactory;
import dev.mtasts.provider.zonefile.ZoneFileFactory;
import java.util.List;

/** The adapters, by name: the one list that a new one is added to. */
public final class Providers {
  private Providers() {}

  /** One factory per provider type; making them costs nothing. */
  public static List<ProviderFactory> all() {
    return List.of(
        new DirectoryFactory(), new ZoneFileFactory(), new AwsFactory(), new CloudflareFactory());
  }
}
