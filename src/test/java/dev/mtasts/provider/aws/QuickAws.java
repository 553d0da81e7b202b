package dev.mtasts.provider.aws;

import dev.mtasts.provider.ProviderFactory;
import java.time.Duration;

/** The adapter for tests of the whole program: it does not wait. */
public final class QuickAws {
  private QuickAws() {}

  /**
   * The provider type {@code aws}.
   *
   * @param answer how long a connection may be silent
   */
  public static ProviderFactory factory(Duration answer) {
    return new AwsFactory(time -> {}, answer, false);
  }
}
