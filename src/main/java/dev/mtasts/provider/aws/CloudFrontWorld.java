package dev.mtasts.provider.aws;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Reading;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is live, read once for a batch: all distributions by one listing, the rest when it is first
 * needed and no more than once.
 */
final class CloudFrontWorld {
  /**
   * A distribution that serves a location, or one of its names.
   *
   * @param marked whether it is ours
   */
  record Found(CloudFrontSight sight, boolean marked) {}

  private final CloudFrontAccount account;
  private final OriginBuckets buckets;
  private final CloudFrontFolders folders;
  private final List<CloudFrontSight> sights;
  private final Map<String, OriginBuckets.State> states = new HashMap<>();
  private final Map<String, Failure> failures = new HashMap<>();
  private Optional<Map<String, String>> controls = Optional.empty();
  private Optional<Optional<String>> function = Optional.empty();

  private CloudFrontWorld(
      CloudFrontAccount account,
      OriginBuckets buckets,
      CloudFrontFolders folders,
      List<CloudFrontSight> sights) {
    this.account = account;
    this.buckets = buckets;
    this.folders = folders;
    this.sights = sights;
  }

  /** Lists the account's distributions. */
  static CloudFrontWorld look(
      CloudFrontAccount account, OriginBuckets buckets, CloudFrontFolders folders) {
    return new CloudFrontWorld(account, buckets, folders, account.list(buckets.region()));
  }

  /** All distributions of the account. */
  List<CloudFrontSight> sights() {
    return sights;
  }

  /** What stands where {@code expected} should be. */
  Optional<Reading.Live<PolicyHost>> live(PolicyHost expected) {
    return find(expected)
        .map(
            found -> {
              CloudFrontSight sight = found.sight();
              if (!found.marked()) {
                checkAlone(sight, expected);
              }
              PolicyHost host = sight.host(expected, sight.shape()).with(settings(sight, expected));
              return new Reading.Live<>(host, sight.etag(), found.marked());
            });
  }

  /**
   * The distribution for {@code expected}: one that has a name of it, or that lost them but is ours
   * by comment and tag. One of ours for another location is not it.
   */
  Optional<Found> find(PolicyHost expected) {
    String location = expected.location();
    Optional<Found> stranger = Optional.empty();
    for (CloudFrontSight sight : sights) {
      boolean named = sight.shape().names().stream().anyMatch(expected.names()::contains);
      if (named && sight.commented(location)) {
        return Optional.of(new Found(sight, true));
      }
      if (sight.commentedElsewhere(location) || !(named || sight.commented(location))) {
        continue;
      }
      Optional<String> tag = account.tag(sight);
      if (tag.equals(Optional.of(location))) {
        return Optional.of(new Found(sight, true));
      }
      if (named && tag.isEmpty() && stranger.isEmpty()) {
        stranger = Optional.of(new Found(sight, false));
      }
    }
    return stranger;
  }

  /** Whether a distribution of ours reads a bucket. */
  boolean reads(String bucket) {
    return sights.stream()
        .filter(sight -> sight.shape().comment().startsWith(CloudFrontAccount.TAG + " "))
        .anyMatch(sight -> sight.shape().bucket().equals(Optional.of(bucket)));
  }

  /** To take a distribution over would end what it does for others. */
  private static void checkAlone(CloudFrontSight sight, PolicyHost expected) {
    List<String> others = new ArrayList<>(sight.shape().names());
    others.removeAll(expected.names());
    if (!others.isEmpty()) {
      throw new Failure(
              Failure.Kind.REFUSED,
              "set up " + expected.location(),
              "the distribution "
                  + sight.id()
                  + ", which mtasts did not make, has the name, and answers for "
                  + String.join(", ", others)
                  + " too",
              "Take the policy host's name away from that distribution, then plan again.")
          .asException();
    }
  }

  /** The ids of access controls by name. */
  Map<String, String> controls() {
    if (controls.isEmpty()) {
      controls = Optional.of(account.accessControls());
    }
    return controls.get();
  }

  private SortedMap<String, String> settings(CloudFrontSight sight, PolicyHost expected) {
    CloudFrontShape shape = sight.shape();
    SortedMap<String, String> settings = new TreeMap<>(shape.settings());
    if (shape.bucket().isPresent()) {
      OriginBuckets.State state = state(shape.bucket().get());
      settings.put(CloudFrontFront.BUCKET, bucket(state, expected));
      settings.put(CloudFrontFront.ACCESS, access(sight, state));
    } else {
      settings.put(CloudFrontFront.BUCKET, "none");
      settings.put(CloudFrontFront.ACCESS, "none");
    }
    if (!shape.functions().isEmpty()) {
      if (function.isEmpty()) {
        function = Optional.of(folders.live());
      }
      boolean ours = function.get().map(List::of).equals(Optional.of(shape.functions()));
      settings.put(CloudFrontFront.FOLDERS, ours ? CloudFrontFront.BY_HOST : "by another function");
    }
    return settings;
  }

  private static String bucket(OriginBuckets.State state, PolicyHost expected) {
    if (!state.exists()) {
      return "missing";
    }
    if (CloudFrontFront.AS_IT_IS.equals(expected.settings().get(CloudFrontFront.BUCKET))) {
      return CloudFrontFront.AS_IT_IS;
    }
    return (state.blocked() ? "private" : "public access not blocked")
        + (state.versioned() ? ", versioned" : ", not versioned");
  }

  private String access(CloudFrontSight sight, OriginBuckets.State state) {
    String id = sight.shape().accessControl();
    if (id.isEmpty()) {
      return "none";
    }
    if (!controls().containsValue(id)) {
      return "an access control that does not sign all requests";
    }
    return state.exists() && state.policy().allows(sight.arn())
        ? CloudFrontFront.CONTROLLED
        : "refused by the bucket's policy";
  }

  private OriginBuckets.State state(String bucket) {
    Failure failed = failures.get(bucket);
    if (failed != null) {
      throw failed.asException();
    }
    OriginBuckets.State known = states.get(bucket);
    if (known == null) {
      try {
        known = buckets.look(bucket);
      } catch (ProviderException e) {
        failures.put(bucket, e.failure());
        throw e;
      }
      states.put(bucket, known);
    }
    return known;
  }
}
