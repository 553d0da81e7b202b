package dev.mtasts;

import dev.mtasts.provider.ProviderFactory;
import java.util.List;

/** The adapters, by name: the one list that a new one is added to. */
public final class Providers {
  private Providers() {}

  /** One factory per provider type. */
  public static List<ProviderFactory> all() {
    return List.of();
  }
}
