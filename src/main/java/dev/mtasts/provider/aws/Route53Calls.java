package dev.mtasts.provider.aws;

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
  private final PacedCalls<Route53Client> calls;
  private final Pacer changes;

  Route53Calls(Supplier<Route53Client> client, Pacer.Sleeper sleeper) {
    this.calls = new PacedCalls<>("Route 53", client, 50, 10, sleeper);
    this.changes = new Pacer(1_500, 100, sleeper);
  }

  /**
   * Calls, and again where the service asks for patience or does not answer. A repeated write is
   * safe: its DELETE no longer matches where the first one was done.
   *
   * @throws SdkException any other answer, or no answer
   */
  <T> T raw(Function<Route53Client, T> call) {
    return calls.raw(call);
  }

  /** The same, with exceptions as failures of {@code attempt}. */
  <T> T call(Attempt attempt, Function<Route53Client, T> call) {
    return calls.call(attempt, call);
  }

  /** Waits until this many record changes may be sent. */
  void takeChanges(int count) {
    changes.take(count);
  }

  /** Waits. */
  void pause(Duration time) {
    calls.pause(time);
  }

  static Duration shorter(Duration one, Duration other) {
    return PacedCalls.shorter(one, other);
  }
}
