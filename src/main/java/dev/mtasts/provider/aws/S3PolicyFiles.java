package dev.mtasts.provider.aws;

import dev.mtasts.policy.Sha256;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Wanted;
import dev.mtasts.provider.aws.S3Objects.Content;
import dev.mtasts.provider.aws.S3Objects.Found;
import dev.mtasts.provider.aws.S3Writes.Ending;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Policy files as objects of S3 or of a store that speaks its protocol.
 *
 * <p>The version of a file is its ETag without quotes. A file is marked by the metadata {@code
 * mtasts-sha256}, the digest of its bytes; what a listing answered is never called marked, for a
 * listing shows no metadata.
 */
final class S3PolicyFiles implements Handler<PolicyFile> {
  /** The metadata key that carries our digest. */
  static final String MARK = "mtasts-sha256";

  private final S3Objects objects;
  private final S3Writes writes;
  private final S3Listing listing;
  private final Crew crew;
  private final Progress progress;

  S3PolicyFiles(S3Objects objects, Crew crew, Progress progress) {
    this.objects = objects;
    this.writes = new S3Writes(objects);
    this.listing = new S3Listing(objects);
    this.crew = crew;
    this.progress = progress;
  }

  @Override
  public Map<Address, Reading<PolicyFile>> read(Collection<Wanted<PolicyFile>> wanted) {
    Map<String, List<Wanted<PolicyFile>>> buckets = new LinkedHashMap<>();
    for (Wanted<PolicyFile> each : wanted) {
      buckets.computeIfAbsent(at(each.expected()).bucket(), b -> new ArrayList<>()).add(each);
    }
    Map<Address, Reading<PolicyFile>> answers = new LinkedHashMap<>();
    List<Wanted<PolicyFile>> toFetch = new ArrayList<>();
    for (Map.Entry<String, List<Wanted<PolicyFile>>> bucket : buckets.entrySet()) {
      try {
        S3Listing.Seen seen = listing.look(bucket.getKey(), keys(bucket.getValue()));
        for (Wanted<PolicyFile> each : bucket.getValue()) {
          fromListing(each, seen)
              .ifPresentOrElse(
                  answer -> answers.put(each.expected().address(), answer),
                  () -> toFetch.add(each));
        }
      } catch (ProviderException e) {
        bucket
            .getValue()
            .forEach(w -> answers.put(w.expected().address(), new Reading.Unread<>(e.failure())));
      }
    }
    AtomicInteger done = new AtomicInteger();
    List<Reading<PolicyFile>> fetched =
        crew.each(
            toFetch,
            each -> {
              Reading<PolicyFile> answer = fetch(each.expected());
              progress.at("reading policy files in S3", done.incrementAndGet(), toFetch.size());
              return answer;
            });
    for (int i = 0; i < toFetch.size(); i++) {
      answers.put(toFetch.get(i).expected().address(), fetched.get(i));
    }
    return answers;
  }

  @Override
  public Map<Address, Outcome> write(Collection<Change<PolicyFile>> changes) {
    List<Change<PolicyFile>> all = List.copyOf(changes);
    AtomicInteger done = new AtomicInteger();
    List<Outcome> outcomes =
        crew.each(
            all,
            change -> {
              Outcome outcome = make(change);
              progress.at("writing policy files to S3", done.incrementAndGet(), all.size());
              return outcome;
            });
    Map<Address, Outcome> answers = new LinkedHashMap<>();
    for (int i = 0; i < all.size(); i++) {
      answers.put(all.get(i).address(), outcomes.get(i));
    }
    return answers;
  }

  private static Optional<Reading<PolicyFile>> fromListing(
      Wanted<PolicyFile> wanted, S3Listing.Seen seen) {
    String key = at(wanted.expected()).key();
    String etag = seen.etags().get(key);
    if (etag == null) {
      return seen.complete() ? Optional.of(new Reading.Absent<>()) : Optional.empty();
    }
    boolean same = etag.equals(wanted.version()) || etag.equals(Md5.hex(wanted.expected().body()));
    return same
        ? Optional.of(new Reading.Live<>(wanted.expected(), etag, false))
        : Optional.empty();
  }

  private Reading<PolicyFile> fetch(PolicyFile expected) {
    try {
      Optional<Found> found = objects.get(at(expected));
      if (found.isEmpty()) {
        return new Reading.Absent<>();
      }
      Found object = found.get();
      boolean marked =
          Sha256.hex(object.text().getBytes(StandardCharsets.UTF_8))
              .equals(object.metadata().get(MARK));
      return new Reading.Live<>(as(expected, object), object.etag(), marked);
    } catch (ProviderException e) {
      return new Reading.Unread<>(e.failure());
    }
  }

  private Outcome make(Change<PolicyFile> change) {
    try {
      PolicyFile after = change.after();
      Ending ending =
          after == null
              ? delete(Objects.requireNonNull(change.before()), change.version())
              : put(change.before(), after, change.version());
      if (ending instanceof Ending.Made made) {
        return new Outcome.Done(made.etag().isEmpty() ? null : made.etag());
      }
      return moved(change.before(), ((Ending.Differs) ending).found());
    } catch (ProviderException e) {
      return new Outcome.Failed(e.failure());
    }
  }

  private Ending put(@Nullable PolicyFile before, PolicyFile after, @Nullable String version) {
    Content content =
        new Content(
            after.body(),
            PolicyFile.CONTENT_TYPE,
            after.cacheControl(),
            Map.of(MARK, Sha256.hex(after.body().getBytes(StandardCharsets.UTF_8))));
    S3Location at = at(after);
    if (before == null) {
      return writes.put(at, content, null);
    }
    Ending ending = new Ending.Differs(Optional.empty());
    if (version != null) {
      ending = writes.put(at, content, version);
      if (ending instanceof Ending.Made) {
        return ending;
      }
    }
    // Without the version, or where it is another: what counts is the content.
    Optional<Found> found = version == null ? objects.get(at) : ((Ending.Differs) ending).found();
    if (found.isPresent() && content.isIn(found.get())) {
      return new Ending.Made(found.get().etag(), false);
    }
    return found.isPresent() && as(before, found.get()).equals(before)
        ? writes.put(at, content, found.get().etag())
        : new Ending.Differs(found);
  }

  private Ending delete(PolicyFile before, @Nullable String version) {
    S3Location at = at(before);
    Ending ending =
        version == null ? new Ending.Differs(objects.get(at)) : writes.delete(at, version);
    if (ending instanceof Ending.Differs differs) {
      Optional<Found> found = differs.found();
      if (found.isEmpty()) {
        return new Ending.Made("", false);
      }
      if (as(before, found.get()).equals(before)) {
        return writes.delete(at, found.get().etag());
      }
    }
    return ending;
  }

  private static Outcome moved(@Nullable PolicyFile before, Optional<Found> found) {
    String was = before == null ? "nothing" : brief(before.body());
    if (found.isEmpty()) {
      return new Outcome.Moved("body", was, "nothing");
    }
    Found object = found.get();
    if (before != null && before.body().equals(object.text())) {
      return before.cacheControl().equals(object.cacheControl())
          ? new Outcome.Moved("version", "the one that was planned for", object.etag())
          : new Outcome.Moved("cache_control", before.cacheControl(), object.cacheControl());
    }
    return new Outcome.Moved("body", was, brief(object.text()));
  }

  /** Enough to know a body by, on one line. */
  private static String brief(String body) {
    String digest = Sha256.hex(body.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    return body.getBytes(StandardCharsets.UTF_8).length + " octets, sha256 " + digest + "…";
  }

  private static PolicyFile as(PolicyFile expected, Found found) {
    return new PolicyFile(
        expected.address(), expected.location(), found.text(), found.cacheControl());
  }

  private static S3Location at(PolicyFile file) {
    return S3Location.parse(file.location());
  }

  private static List<String> keys(List<Wanted<PolicyFile>> wanted) {
    return wanted.stream().map(w -> at(w.expected()).key()).toList();
  }
}
