package dev.mtasts.provider.aws;

import dev.mtasts.provider.Progress;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.route53.model.ChangeStatus;

/**
 * Waits until all name servers of Route 53 know accepted changes, within a time box.
 *
 * <p>An accepted change is durable and will be served, so running out of patience, or not being
 * allowed to ask, takes nothing back: it is done either way, and whoever must see it served looks
 * at DNS itself. Changes are asked for one after the other, the oldest first: while it is waited
 * for, the others become ready too.
 */
final class Route53Sync {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  private final Route53Calls calls;
  private final Progress progress;

  Route53Sync(Route53Calls calls, Progress progress) {
    this.calls = calls;
    this.progress = progress;
  }

  /** Waits; returns early where nothing is left to wait for or waiting has no sense. */
  void await(List<String> changes) {
    Duration pause = FIRST_PAUSE;
    Duration spent = Duration.ZERO;
    int done = 0;
    try {
      while (done < changes.size()) {
        progress.at("waiting for Route 53's name servers", done, changes.size());
        if (known(changes.get(done))) {
          done++;
          continue;
        }
        if (spent.compareTo(PATIENCE) >= 0) {
          return;
        }
        calls.pause(pause);
        spent = spent.plus(pause);
        pause = Route53Calls.shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    } catch (ProviderException e) {
      // Interrupted, denied, unreachable: the changes are accepted all the same.
      return;
    }
    progress.at("waiting for Route 53's name servers", done, changes.size());
  }

  private boolean known(String change) {
    Attempt attempt =
        new Attempt("ask for a change", "route53:GetChange", "arn:aws:route53:::change/*");
    String id = change.startsWith("/change/") ? change.substring("/change/".length()) : change;
    return calls.call(attempt, c -> c.getChange(r -> r.id(id))).changeInfo().status()
        == ChangeStatus.INSYNC;
  }
}
