package dev.mtasts.provider.aws;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Policy hosts as CloudFront distributions before a private bucket.
 *
 * <p>The version of a host is the ETag of its configuration. It is marked where the tag {@code
 * mtasts} has its location for a value, or the comment, which listings show, says the same. Several
 * addresses may share a location: what one of them changes is changed for all.
 */
final class CloudFrontHosts implements Handler<PolicyHost> {
  private final CloudFrontAccount account;
  private final OriginBuckets buckets;
  private final CloudFrontFolders folders;
  private final Crew crew;
  private final Progress progress;

  /** Makes nothing yet. */
  CloudFrontHosts(CloudFrontAccount account, OriginBuckets buckets, Crew crew, Progress progress) {
    this.account = account;
    this.buckets = buckets;
    this.folders = new CloudFrontFolders(account.calls());
    this.crew = crew;
    this.progress = progress;
  }

  @Override
  public Map<Address, Reading<PolicyHost>> read(Collection<Wanted<PolicyHost>> wanted) {
    Map<Address, Reading<PolicyHost>> answers = new LinkedHashMap<>();
    try {
      progress.at("reading CloudFront distributions", 0, 0);
      CloudFrontWorld world = look();
      for (Wanted<PolicyHost> each : wanted) {
        answers.put(each.expected().address(), reading(world, each.expected()));
      }
    } catch (ProviderException e) {
      wanted.forEach(w -> answers.put(w.expected().address(), new Reading.Unread<>(e.failure())));
    }
    return answers;
  }

  @Override
  public Map<Address, Outcome> write(Collection<Change<PolicyHost>> changes) {
    Map<Address, Outcome> answers = new LinkedHashMap<>();
    try {
      CloudFrontWorld world = look();
      Map<String, List<Change<PolicyHost>>> places = new LinkedHashMap<>();
      for (Change<PolicyHost> change : changes) {
        places.computeIfAbsent(change.subject().location(), l -> new ArrayList<>()).add(change);
      }
      List<Change<PolicyHost>> wishes = chosen(places, c -> c.after() != null);
      List<Change<PolicyHost>> farewells = new ArrayList<>(chosen(places, c -> c.after() == null));
      farewells.removeIf(
          farewell ->
              wishes.stream()
                  .anyMatch(w -> w.subject().location().equals(farewell.subject().location())));
      Map<String, Outcome> done = new LinkedHashMap<>();
      done.putAll(
          new CloudFrontBuild(account, buckets, folders, crew, progress).make(wishes, world));
      done.putAll(new CloudFrontRemoval(account, buckets, progress).make(farewells, world));
      for (Change<PolicyHost> change : changes) {
        answers.put(change.address(), outcome(change, places, done));
      }
    } catch (ProviderException e) {
      changes.forEach(c -> answers.put(c.address(), new Outcome.Failed(e.failure())));
    }
    return answers;
  }

  private CloudFrontWorld look() {
    buckets.checkReach();
    return CloudFrontWorld.look(account, buckets, folders);
  }

  private static Reading<PolicyHost> reading(CloudFrontWorld world, PolicyHost expected) {
    try {
      check(expected);
      Optional<Reading.Live<PolicyHost>> live = world.live(expected);
      return live.isPresent() ? live.get() : new Reading.Absent<>();
    } catch (ProviderException e) {
      return new Reading.Unread<>(e.failure());
    }
  }

  /** One change for each location. */
  private static List<Change<PolicyHost>> chosen(
      Map<String, List<Change<PolicyHost>>> places, Predicate<Change<PolicyHost>> which) {
    return places.values().stream().flatMap(same -> same.stream().filter(which).limit(1)).toList();
  }

  /** What the one act for a location means to each of its addresses. */
  private static Outcome outcome(
      Change<PolicyHost> change,
      Map<String, List<Change<PolicyHost>>> places,
      Map<String, Outcome> done) {
    String location = change.subject().location();
    Outcome outcome = Objects.requireNonNull(done.get(location));
    PolicyHost after = change.after();
    if (after == null || !(outcome instanceof Outcome.Done made)) {
      return outcome;
    }
    boolean same =
        Objects.requireNonNull(places.get(location)).stream()
            .flatMap(each -> Optional.ofNullable(each.after()).stream())
            .allMatch(after::sameAs);
    if (!same) {
      return new Outcome.Failed(
          new Failure(
              Failure.Kind.REFUSED,
              "set up " + location,
              "the domains that share it want it to be different things",
              "Give all of them the same host block, and apply them together."));
    }
    return made.made() instanceof PolicyHost host
        ? new Outcome.Done(made.version(), host.at(change.address()))
        : outcome;
  }

  /** Throws where no distribution can be what is wanted. */
  static void check(PolicyHost wanted) {
    if (wanted.names().size() > AcmNames.MOST) {
      throw new Failure(
              Failure.Kind.REFUSED,
              "set up " + wanted.location(),
              wanted.names().size()
                  + " names are more than the "
                  + AcmNames.MOST
                  + " that one distribution may have",
              "Spread these domains over several values of host.share.")
          .asException();
    }
  }
}
