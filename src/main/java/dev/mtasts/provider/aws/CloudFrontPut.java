package dev.mtasts.provider.aws;

import dev.mtasts.provider.Change;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.aws.AwsErrors.Attempt;
import dev.mtasts.provider.aws.CloudFrontConfig.Behind;
import dev.mtasts.provider.aws.CloudFrontWorld.Found;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.CnameAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionWithTagsResponse;
import software.amazon.awssdk.services.cloudfront.model.DistributionAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionConfigResponse;
import software.amazon.awssdk.services.cloudfront.model.Tag;
import software.amazon.awssdk.services.cloudfront.model.UpdateDistributionResponse;

/**
 * Makes one distribution, or changes one.
 *
 * <p>Source: the CloudFront API reference. A caller reference that was used before is refused
 * ({@code DistributionAlreadyExists}), and so is a name that another distribution has ({@code
 * CNAMEAlreadyExists}): each makes a second distribution for one location impossible. A reference
 * may belong to a distribution that was deleted long ago; then the next one is tried.
 */
final class CloudFrontPut {
  /** How it ended. */
  sealed interface Result {
    /** It stands as it should, or will when it is deployed. */
    record Stands(CloudFrontSight sight) implements Result {}

    /** Somebody else changed it meanwhile. */
    record Other(Outcome outcome) implements Result {}
  }

  /** What a conditional write answers where the condition does not hold. */
  static final Set<String> CROSSED = Set.of("PreconditionFailed", "InvalidIfMatchVersion");

  private static final int ROUNDS = 5;
  private static final int REFERENCES = 20;
  private static final int LOOKS = 3;
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private final CloudFrontAccount account;
  private final PacedCalls<CloudFrontClient> calls;
  private final Supplier<CloudFrontWorld> look;
  private final String region;

  /**
   * Prepares.
   *
   * @param look reads the account again
   */
  CloudFrontPut(CloudFrontAccount account, Supplier<CloudFrontWorld> look, String region) {
    this.account = account;
    this.calls = account.calls();
    this.look = look;
    this.region = region;
  }

  /** Makes or changes what stands where {@code change} is. */
  Result put(Change<PolicyHost> change, Optional<Found> found, Behind behind) {
    PolicyHost after = Objects.requireNonNull(change.after());
    if (found.isEmpty()) {
      return create(after, behind);
    }
    Result result = update(change, after, found.get().sight(), behind);
    if (result instanceof Result.Stands stands && !found.get().marked()) {
      account.mark(stands.sight(), after);
    }
    return result;
  }

  private Result create(PolicyHost after, Behind behind) {
    Attempt attempt =
        new Attempt(
            "make the distribution for " + after.location(),
            "cloudfront:CreateDistribution and cloudfront:TagResource",
            CloudFrontAccount.ANY);
    for (int round = 1; ; round++) {
      DistributionConfig config = CloudFrontConfig.create(after, behind, reference(after, round));
      try {
        return new Result.Stands(send(after, config));
      } catch (CnameAlreadyExistsException e) {
        return again(after).orElseThrow(() -> taken(after, attempt, e).asException());
      } catch (DistributionAlreadyExistsException e) {
        Optional<Result> there = again(after);
        if (there.isPresent()) {
          return there.get();
        }
        if (round == REFERENCES) {
          throw AwsErrors.explain(e, attempt).asException();
        }
      } catch (SdkException e) {
        throw AwsErrors.explain(e, attempt).asException();
      }
    }
  }

  private CloudFrontSight send(PolicyHost after, DistributionConfig config) {
    Tag tag = Tag.builder().key(CloudFrontAccount.TAG).value(after.location()).build();
    CreateDistributionWithTagsResponse made =
        calls.raw(
            c ->
                c.createDistributionWithTags(
                    r ->
                        r.distributionConfigWithTags(
                            d -> d.distributionConfig(config).tags(t -> t.items(tag)))));
    return CloudFrontSight.of(made.distribution(), made.eTag(), region);
  }

  private static String reference(PolicyHost after, int round) {
    return CloudFrontAccount.TAG + " " + after.location() + (round == 1 ? "" : " " + round);
  }

  /** What another request made, ours or one whose answer was lost; listings may be late. */
  private Optional<Result> again(PolicyHost after) {
    for (int round = 1; round <= LOOKS; round++) {
      Optional<Found> found = look.get().find(after).filter(Found::marked);
      if (found.isPresent()) {
        CloudFrontSight sight = found.get().sight();
        return Optional.of(
            CloudFrontVerdict.configured(after, sight.shape())
                ? new Result.Stands(sight)
                : new Result.Other(
                    new Outcome.Moved("distribution", "nothing", sight.domainName())));
      }
      if (round < LOOKS) {
        calls.pause(PAUSE);
      }
    }
    return Optional.empty();
  }

  private Failure taken(PolicyHost after, Attempt attempt, SdkException e) {
    List<String> holders =
        look.get().sights().stream()
            .filter(sight -> sight.shape().names().stream().anyMatch(after.names()::contains))
            .map(sight -> sight.id() + " (" + sight.domainName() + ")")
            .toList();
    Failure plain = AwsErrors.explain(e, attempt);
    return new Failure(
        Failure.Kind.REFUSED,
        plain.tried(),
        holders.isEmpty()
            ? "a distribution of another AWS account has one of its names: " + plain.because()
            : "the distribution "
                + String.join(", ", holders)
                + " of this account has one of its names: "
                + plain.because(),
        "Take the name away from that distribution, then run the command again.");
  }

  private Result update(
      Change<PolicyHost> change, PolicyHost after, CloudFrontSight sight, Behind behind) {
    Attempt attempt =
        new Attempt(
            "change the distribution " + sight.id() + " for " + after.location(),
            "cloudfront:UpdateDistribution",
            CloudFrontAccount.ANY);
    for (int round = 1; ; round++) {
      Optional<GetDistributionConfigResponse> now = account.config(sight.id());
      if (now.isEmpty()) {
        return new Result.Other(new Outcome.Moved("distribution", after.location(), "nothing"));
      }
      DistributionConfig config = now.get().distributionConfig();
      CloudFrontShape shape = CloudFrontShape.of(config, region);
      if (CloudFrontVerdict.configured(after, shape)
          && shape.accessControl().equals(behind.accessControl())
          && shape.functions().equals(behind.function().stream().toList())) {
        return new Result.Stands(withVersion(sight, now.get().eTag()));
      }
      Optional<Outcome> moved =
          CloudFrontVerdict.moved(
              change, Optional.of(new Reading.Live<>(sight.host(after, shape), null, true)));
      if (moved.isPresent()) {
        return new Result.Other(moved.get());
      }
      try {
        DistributionConfig next = CloudFrontConfig.alter(config, after, behind);
        UpdateDistributionResponse done =
            calls.raw(
                c ->
                    c.updateDistribution(
                        r -> r.id(sight.id()).ifMatch(now.get().eTag()).distributionConfig(next)));
        return new Result.Stands(CloudFrontSight.of(done.distribution(), done.eTag(), region));
      } catch (CnameAlreadyExistsException e) {
        throw taken(after, attempt, e).asException();
      } catch (SdkException e) {
        if (!CROSSED.contains(AwsErrors.code(e)) || round == ROUNDS) {
          throw AwsErrors.explain(e, attempt).asException();
        }
      }
    }
  }

  private static CloudFrontSight withVersion(CloudFrontSight sight, @Nullable String etag) {
    return new CloudFrontSight(
        sight.id(),
        sight.arn(),
        etag,
        sight.status(),
        sight.modified(),
        sight.domainName(),
        sight.shape());
  }
}
