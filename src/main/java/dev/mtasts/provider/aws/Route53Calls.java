package dev.mtasts.provider.aws;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Pacer;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.route53.Route53Client;

/**
 * Every call to Route 53 passes here: it waits for its turn, and for the service's patience.
 *
 * <p>Source: the Route 53 developer guide, "Quotas", and measured by others: an account may make 5
 * requests a second on paper, 10 with a burst of 50 in practice, and 100 changes a second with a
 * burst of 1,500. Throttling is HTTP 400 with the code {@code Throttling}; {@code
 * PriorRequestNotComplete} says that the same zone is still at an earlier change.
 */
final class Route53Calls {
  private static final int PATIENCE = 8;
  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final Supplier<Route53Client> client;
  private final Pacer.Sleeper sleeper;
  private final Pacer requests;
  private final Pacer changes;

  Route53Calls(Supplier<Route53Client> client, Pacer.Sleeper sleeper) {
    this.client = client;
    this.sleeper = sleeper;
    this.requests = new Pacer(50, 10, sleeper);
    this.changes = new Pacer(1_500, 100, sleeper);
  }

  /**
   * Calls, and again where the service asks for patience or does not answer. A repeated write is
   * safe: its DELETE no longer matches where the first one was done.
   *
   * @throws SdkException any other answer, or no answer
   */
  <T> T raw(Function<Route53Client, T> call) {
    Duration wait = FIRST_WAIT;
    for (int round = 1; ; round++) {
      requests.take(1);
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
  <T> T call(Attempt attempt, Function<Route53Client, T> call) {
    try {
      return raw(call);
    } catch (SdkException e) {
      throw AwsErrors.explain(e, attempt).asException();
    }
  }

  /** Waits until this many record changes may be sent. */
  void takeChanges(int count) {
    changes.take(count);
  }

  /** Waits. */
  void pause(Duration time) {
    try {
      sleeper.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(
              Failure.Kind.UNAVAILABLE,
              "wait for Route 53",
              "the run was interrupted",
              "Run the command again.")
          .asException();
    }
  }

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
