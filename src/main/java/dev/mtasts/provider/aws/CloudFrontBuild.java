package dev.mtasts.provider.aws;

import dev.mtasts.provider.Change;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Unknown;
import dev.mtasts.provider.aws.CloudFrontConfig.Behind;
import dev.mtasts.provider.aws.CloudFrontPut.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sets up what was wished for: buckets and access controls first, then all distributions, then the
 * buckets' policies, each of them once for all distributions before it. Every step looks what is
 * there and makes what is missing, so a run that died is taken up where it ended.
 */
final class CloudFrontBuild {
  /** Where a distribution's files are. */
  private record Root(String bucket, String path) {
    static Root of(PolicyHost host) {
      String origin = Objects.requireNonNull(host.settings().get(CloudFrontFront.ORIGIN));
      String place = origin.substring("s3://".length());
      int slash = place.indexOf('/');
      return slash < 0
          ? new Root(place, "")
          : new Root(place.substring(0, slash), place.substring(slash));
    }
  }

  private final CloudFrontAccount account;
  private final OriginBuckets buckets;
  private final CloudFrontFolders folders;
  private final Crew crew;
  private final Progress progress;
  private final Map<String, Outcome> outcomes = new LinkedHashMap<>();

  CloudFrontBuild(
      CloudFrontAccount account,
      OriginBuckets buckets,
      CloudFrontFolders folders,
      Crew crew,
      Progress progress) {
    this.account = account;
    this.buckets = buckets;
    this.folders = folders;
    this.crew = crew;
    this.progress = progress;
  }

  /** How each location's change ended. */
  Map<String, Outcome> make(List<Change<PolicyHost>> changes, CloudFrontWorld world) {
    List<Change<PolicyHost>> due = new ArrayList<>();
    for (Change<PolicyHost> change : changes) {
      Optional<Optional<Outcome>> settled = each(change, () -> settled(change, world));
      if (settled.isPresent()) {
        settled
            .get()
            .ifPresentOrElse(
                outcome -> outcomes.put(place(change), outcome), () -> due.add(change));
      }
    }
    Map<String, Behind> behind = prepare(due, world);
    open(put(due.stream().filter(c -> behind.containsKey(place(c))).toList(), behind, world));
    return outcomes;
  }

  /** Makes or changes the distributions; those that stand. */
  private Map<Change<PolicyHost>, CloudFrontSight> put(
      List<Change<PolicyHost>> ready, Map<String, Behind> behind, CloudFrontWorld world) {
    CloudFrontPut put =
        new CloudFrontPut(
            account, () -> CloudFrontWorld.look(account, buckets, folders), buckets.region());
    AtomicInteger done = new AtomicInteger();
    List<Optional<Result>> results =
        crew.each(
            ready,
            change -> {
              Behind root = Objects.requireNonNull(behind.get(place(change)));
              Optional<Result> result =
                  each(change, () -> put.put(change, world.find(after(change)), root));
              progress.at("setting up distributions", done.incrementAndGet(), ready.size());
              return result;
            });
    Map<Change<PolicyHost>, CloudFrontSight> standing = new LinkedHashMap<>();
    for (int i = 0; i < ready.size(); i++) {
      Result result = results.get(i).orElse(null);
      if (result instanceof Result.Stands stands) {
        standing.put(ready.get(i), stands.sight());
      } else if (result instanceof Result.Other other) {
        outcomes.put(place(ready.get(i)), other.outcome());
      }
    }
    return standing;
  }

  /** How a change ended that needs nothing, or cannot be made; empty where it is to be made. */
  private Optional<Outcome> settled(Change<PolicyHost> change, CloudFrontWorld world) {
    PolicyHost after = after(change);
    CloudFrontHosts.check(after);
    if (Unknown.in(after.certificate()) || after.certificate().isEmpty()) {
      throw new Failure(
              Failure.Kind.REFUSED,
              "set up " + after.location(),
              "its certificate does not exist yet",
              "Run the command again; the certificate comes first.")
          .asException();
    }
    Optional<Reading.Live<PolicyHost>> live = world.live(after);
    if (live.isPresent() && live.get().marked() && live.get().resource().sameAs(after)) {
      return Optional.of(new Outcome.Done(live.get().version(), live.get().resource()));
    }
    return CloudFrontVerdict.moved(change, live);
  }

  /** What is to stand behind each distribution, by location; failures become outcomes. */
  private Map<String, Behind> prepare(List<Change<PolicyHost>> due, CloudFrontWorld world) {
    Map<String, List<Change<PolicyHost>>> byBucket = byBucket(due);
    Map<String, Behind> behind = new LinkedHashMap<>();
    byBucket.forEach(
        (bucket, changes) -> {
          try {
            boolean kept = changes.stream().anyMatch(c -> kept(after(c)));
            buckets.ensure(bucket, kept, owner(changes), world.reads(bucket));
            String control = account.accessControl(bucket, world.controls());
            for (Change<PolicyHost> change : changes) {
              each(change, () -> behind(after(change), bucket, control))
                  .ifPresent(made -> behind.put(place(change), made));
            }
          } catch (ProviderException e) {
            changes.forEach(c -> outcomes.put(place(c), new Outcome.Failed(e.failure())));
          }
        });
    return behind;
  }

  /** Our account, as the ARN of a certificate tells it. */
  private static String owner(List<Change<PolicyHost>> changes) {
    String[] arn = after(changes.get(0)).certificate().split(":", -1);
    return arn.length > 4 ? arn[4] : "";
  }

  private Behind behind(PolicyHost after, String bucket, String control) {
    Optional<String> function =
        after.settings().containsKey(CloudFrontFront.FOLDERS)
            ? Optional.of(folders.ensure())
            : Optional.empty();
    return new Behind(buckets.domainName(bucket), Root.of(after).path(), control, function);
  }

  /** Lets the distributions read their buckets: the last step. */
  private void open(Map<Change<PolicyHost>, CloudFrontSight> standing) {
    byBucket(List.copyOf(standing.keySet()))
        .forEach(
            (bucket, changes) -> {
              Set<String> arns = new TreeSet<>();
              changes.forEach(c -> arns.add(Objects.requireNonNull(standing.get(c)).arn()));
              try {
                buckets.allow(bucket, arns, Set.of());
                for (Change<PolicyHost> change : changes) {
                  CloudFrontSight sight = Objects.requireNonNull(standing.get(change));
                  outcomes.put(
                      place(change), new Outcome.Done(sight.etag(), made(after(change), sight)));
                }
              } catch (ProviderException e) {
                changes.forEach(c -> outcomes.put(place(c), new Outcome.Failed(e.failure())));
              }
            });
  }

  private static PolicyHost made(PolicyHost after, CloudFrontSight sight) {
    return after.standing(sight.domainName(), sight.deployed(), sight.state());
  }

  /** What {@code work} gives; empty where it failed, and then that is the change's outcome. */
  private <T> Optional<T> each(Change<PolicyHost> change, java.util.function.Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (ProviderException e) {
      synchronized (outcomes) {
        outcomes.put(place(change), new Outcome.Failed(e.failure()));
      }
      return Optional.empty();
    }
  }

  private static Map<String, List<Change<PolicyHost>>> byBucket(List<Change<PolicyHost>> changes) {
    Map<String, List<Change<PolicyHost>>> groups = new LinkedHashMap<>();
    for (Change<PolicyHost> change : changes) {
      groups.computeIfAbsent(Root.of(after(change)).bucket(), b -> new ArrayList<>()).add(change);
    }
    return groups;
  }

  private static boolean kept(PolicyHost after) {
    return CloudFrontFront.KEPT.equals(after.settings().get(CloudFrontFront.BUCKET));
  }

  private static PolicyHost after(Change<PolicyHost> change) {
    return Objects.requireNonNull(change.after());
  }

  private static String place(Change<PolicyHost> change) {
    return change.subject().location();
  }
}
