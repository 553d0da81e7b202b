package dev.mtasts.provider.aws;

import dev.mtasts.provider.Change;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import dev.mtasts.provider.aws.CloudFrontWorld.Found;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionConfigResponse;
import software.amazon.awssdk.services.cloudfront.model.NoSuchDistributionException;

/**
 * Deletes distributions: all are switched off, then it is waited until that is known everywhere,
 * for CloudFront deletes no other, then its bucket is closed to each and it is deleted. Buckets,
 * access controls and the function stay: they belong to no domain. A run that ends while it waits
 * leaves them switched off; the next one goes on.
 */
final class CloudFrontRemoval {
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final int ROUNDS = 5;

  private final CloudFrontAccount account;
  private final PacedCalls<CloudFrontClient> calls;
  private final OriginBuckets buckets;
  private final Progress progress;
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

  CloudFrontRemoval(CloudFrontAccount account, OriginBuckets buckets, Progress progress) {
    this.account = account;
    this.calls = account.calls();
    this.buckets = buckets;
    this.progress = progress;
  }

  /** How each location's deletion ended. */
  Map<String, Outcome> make(List<Change<PolicyHost>> changes, CloudFrontWorld world) {
    Map<String, CloudFrontSight> off = new HashMap<>();
    for (Change<PolicyHost> change : changes) {
      String place = change.subject().location();
      try {
        begin(change, world)
            .ifPresentOrElse(
                sight -> off.put(place, sight),
                () -> outcomes.putIfAbsent(place, new Outcome.Done(null)));
      } catch (ProviderException e) {
        outcomes.put(place, new Outcome.Failed(e.failure()));
      }
    }
    finish(off);
    return outcomes;
  }

  /** Switches it off; empty where it is gone, or where the outcome says why not. */
  private Optional<CloudFrontSight> begin(Change<PolicyHost> change, CloudFrontWorld world) {
    PolicyHost before = Objects.requireNonNull(change.before());
    Optional<Found> found = world.find(before);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    CloudFrontSight sight = found.get().sight();
    if (!found.get().marked()) {
      outcomes.put(
          before.location(),
          new Outcome.Moved("mark", CloudFrontAccount.TAG, "no such tag on " + sight.id()));
      return Optional.empty();
    }
    for (int round = 1; ; round++) {
      Optional<GetDistributionConfigResponse> now = config(sight);
      if (now.isEmpty()) {
        return Optional.empty();
      }
      DistributionConfig config = now.get().distributionConfig();
      CloudFrontShape shape = CloudFrontShape.of(config, buckets.region());
      Optional<Outcome> moved = moved(change, sight, shape);
      if (moved.isPresent()) {
        outcomes.put(before.location(), moved.get());
        return Optional.empty();
      }
      if (!Boolean.TRUE.equals(config.enabled())
          || switchedOff(sight, config, now.get().eTag(), round)) {
        return found.map(Found::sight);
      }
    }
  }

  /** False where somebody was faster, so that it is to be read again. */
  private boolean switchedOff(
      CloudFrontSight sight, DistributionConfig config, String etag, int round) {
    try {
      DistributionConfig next = config.toBuilder().enabled(false).build();
      calls.raw(
          c -> c.updateDistribution(r -> r.id(sight.id()).ifMatch(etag).distributionConfig(next)));
      return true;
    } catch (SdkException e) {
      if (CloudFrontPut.CROSSED.contains(AwsErrors.code(e)) && round < ROUNDS) {
        return false;
      }
      throw AwsErrors.explain(e, attempt(sight, "switch off", "cloudfront:UpdateDistribution"))
          .asException();
    }
  }

  /** Whether it is another than was planned for; being switched off is our own doing. */
  private static Optional<Outcome> moved(
      Change<PolicyHost> change, CloudFrontSight sight, CloudFrontShape shape) {
    PolicyHost before = Objects.requireNonNull(change.before());
    SortedMap<String, String> settings = new TreeMap<>(shape.settings());
    String enabled = before.settings().get("enabled");
    if (enabled != null) {
      settings.put("enabled", enabled);
    }
    PolicyHost live = sight.host(before, shape).with(settings);
    return CloudFrontVerdict.moved(change, Optional.of(new Reading.Live<>(live, null, true)));
  }

  private void finish(Map<String, CloudFrontSight> off) {
    Map<String, CloudFrontSight> left = new LinkedHashMap<>(off);
    Duration spent = Duration.ZERO;
    while (!left.isEmpty()) {
      try {
        List<CloudFrontSight> now = account.list(buckets.region());
        off.forEach((place, sight) -> end(place, sight, now, left));
        if (left.isEmpty()) {
          return;
        }
        if (spent.compareTo(PATIENCE) >= 0) {
          left.keySet().forEach(place -> outcomes.put(place, new Outcome.Failed(slow(place))));
          return;
        }
        progress.at(
            "waiting until distributions are switched off", off.size() - left.size(), off.size());
        calls.pause(PAUSE);
        spent = spent.plus(PAUSE);
      } catch (ProviderException e) {
        left.keySet().forEach(place -> outcomes.put(place, new Outcome.Failed(e.failure())));
        return;
      }
    }
  }

  /** Deletes one that is off everywhere. */
  private void end(
      String place,
      CloudFrontSight sight,
      List<CloudFrontSight> now,
      Map<String, CloudFrontSight> left) {
    Optional<CloudFrontSight> seen =
        now.stream().filter(s -> s.id().equals(sight.id())).findFirst();
    boolean waiting =
        seen.isPresent()
            && !(seen.get().deployed()
                && "no".equals(seen.get().shape().settings().get("enabled")));
    if (!left.containsKey(place) || waiting) {
      return;
    }
    left.remove(place);
    try {
      // Before the deletion: afterwards a run that died would leave nothing that tells of it.
      if (sight.shape().bucket().isPresent()) {
        buckets.close(sight.shape().bucket().get(), sight.arn());
      }
      Optional<GetDistributionConfigResponse> config = config(sight);
      if (config.isPresent()) {
        delete(sight, config.get().eTag());
      }
      outcomes.put(place, new Outcome.Done(null));
    } catch (ProviderException e) {
      outcomes.put(place, new Outcome.Failed(e.failure()));
    }
  }

  private void delete(CloudFrontSight sight, String etag) {
    try {
      calls.raw(c -> c.deleteDistribution(r -> r.id(sight.id()).ifMatch(etag)));
    } catch (NoSuchDistributionException e) {
      // An answer was lost.
      return;
    } catch (SdkException e) {
      throw AwsErrors.explain(e, attempt(sight, "delete", "cloudfront:DeleteDistribution"))
          .asException();
    }
  }

  private Optional<GetDistributionConfigResponse> config(CloudFrontSight sight) {
    return account.config(sight.id());
  }

  private static Attempt attempt(CloudFrontSight sight, String what, String action) {
    return new Attempt(what + " the distribution " + sight.id(), action, CloudFrontAccount.ANY);
  }

  private static Failure slow(String place) {
    return new Failure(
        Failure.Kind.UNAVAILABLE,
        "delete the distribution for " + place,
        "it is switched off, and after "
            + PATIENCE.toMinutes()
            + " minutes that is not known everywhere yet",
        "Run the command again; it goes on from there.");
  }
}
