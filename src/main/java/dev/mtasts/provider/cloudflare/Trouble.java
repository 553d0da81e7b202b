package dev.mtasts.provider.cloudflare;

import dev.mtasts.provider.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Remembers within one call to a handler that the service will not serve the rest of it either, so
 * that a thousand zones do not each wait for the same lock-out.
 */
final class Trouble {
  /** After so many zones in a row without an answer the rest is not tried. */
  private static final int SILENT_ZONES = 3;

  private @Nullable Failure stop;
  private int silent;

  /** Whether it concerns the token, and so every zone. */
  static boolean endsAll(Failure failure) {
    return failure.kind() == Failure.Kind.CREDENTIALS || failure.kind() == Failure.Kind.THROTTLED;
  }

  /** Throws what stopped the call, if anything did. */
  void check() {
    if (stop != null) {
      throw stop.asException();
    }
  }

  /** Takes note of how a zone went; null for well. */
  void note(@Nullable Failure failure) {
    if (failure == null) {
      silent = 0;
      return;
    }
    if (failure.kind() == Failure.Kind.UNAVAILABLE) {
      silent++;
    }
    if (endsAll(failure) || silent >= SILENT_ZONES) {
      stop = failure;
    }
  }
}
