package dev.mtasts.provider.aws;

import dev.mtasts.provider.Pacer;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Every call to one service passes here: it waits for its turn, and for the service's patience.
 *
 * @param <C> the SDK's client
 */
final class PacedCalls<C> {
  private static final int PATIENCE = 8;
  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final String service;
  private final Supplier<C> client;
  private final Pacer pace;
  private final Pacer.Sleeper sleeper;

  /**
   * Makes nothing yet.
   *
   * @param burst how many calls may go at once
   * @param perSecond how many may follow each second
   */
  PacedCalls(
      String service, Supplier<C> client, double burst, double perSecond, Pacer.Sleeper sleeper) {
    this.service = service;
    this.client = client;
    this.pace = new Pacer(burst, perSecond, sleeper);
    this.sleeper = sleeper;
  }

  /**
   * Calls, and again where the service asks for patience or does not answer. So a write must be one
   * that may be repeated, or whose repetition is refused in a way that its caller understands.
   *
   * @throws SdkException any other answer, or no answer
   */
  <T> T raw(Function<C, T> call) {
    Duration wait = FIRST_WAIT;
    for (int round = 1; ; round++) {
      pace.take(1);
      try {
        return call.apply(client.get());
      } catch (SdkException e) {
        boolean again =
            AwsErrors.isThrottling(e)
                ? round < PATIENCE
                : AwsErrors.mayHaveHappened(e) && round < ATTEMPTS;
        if (!again) {
          throw e;
        }
      }
      pause(wait);
      wait = shorter(wait.multipliedBy(2), LONGEST_WAIT);
    }
  }

  /** The same, with exceptions as failures of {@code attempt}. */
  <T> T call(Attempt attempt, Function<C, T> call) {
    try {
      return raw(call);
    } catch (SdkException e) {
      throw AwsErrors.explain(e, attempt).asException();
    }
  }

  /** Waits. */
  void pause(Duration time) {
    sleeper.sleep(time, "wait for " + service, "Run the command again; it goes on from there.");
  }

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
