package dev.mtasts.provider.aws;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.Wanted;
import dev.mtasts.provider.aws.Route53Sets.SetKey;
import dev.mtasts.provider.aws.Route53Zones.Zone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * DNS record sets in Route 53's public hosted zones.
 *
 * <p>Route 53 has no versions and no marks: a reading's version is null, and nothing is called
 * marked. Sets with a routing policy are told about and never touched. An alias at one of our names
 * reads as the value {@code ALIAS target} with a TTL of 0. Such a value can be written where the
 * target is a CloudFront distribution; any other alias is deleted exactly or left as it is.
 */
final class Route53RecordSets implements Handler<DnsRecordSet> {
  private final Route53Calls calls;
  private final BooleanSupplier doubtful;
  private final Route53Zones zones;
  private final Route53Listing listing;
  private final Route53Sync sync;
  private final Crew crew;
  private final Progress progress;

  /** The spelling in which sets are stored, by zone id, for exact deletions. */
  private final Map<String, Map<SetKey, List<ResourceRecordSet>>> stored =
      new ConcurrentHashMap<>();

  /**
   * Makes nothing yet.
   *
   * @param doubtful whether this may be an emulator that accepts what does not match
   */
  Route53RecordSets(Route53Calls calls, BooleanSupplier doubtful, Crew crew, Progress progress) {
    this.calls = calls;
    this.doubtful = doubtful;
    this.zones = new Route53Zones(calls, progress);
    this.listing = new Route53Listing(calls);
    this.sync = new Route53Sync(calls, progress);
    this.crew = crew;
    this.progress = progress;
  }

  @Override
  public Map<Address, Reading<DnsRecordSet>> read(Collection<Wanted<DnsRecordSet>> wanted) {
    Map<Address, Reading<DnsRecordSet>> answers = new LinkedHashMap<>();
    List<Map.Entry<Zone, List<Wanted<DnsRecordSet>>>> groups =
        group(
            wanted,
            Wanted::expected,
            (each, failure) ->
                answers.put(each.expected().address(), new Reading.Unread<>(failure)));
    AtomicInteger done = new AtomicInteger();
    crew.each(
            groups,
            group -> {
              Map<Address, Reading<DnsRecordSet>> read = read(group.getKey(), group.getValue());
              progress.at("reading Route 53 zones", done.incrementAndGet(), groups.size());
              return read;
            })
        .forEach(answers::putAll);
    return answers;
  }

  @Override
  public Map<Address, Outcome> write(Collection<Change<DnsRecordSet>> changes) {
    Map<Address, Outcome> answers = new LinkedHashMap<>();
    List<Map.Entry<Zone, List<Change<DnsRecordSet>>>> groups =
        group(
            changes,
            Change::subject,
            (each, failure) -> answers.put(each.address(), new Outcome.Failed(failure)));
    AtomicInteger done = new AtomicInteger();
    List<Route53Edit> edits =
        crew.each(
            groups,
            group -> {
              Zone zone = group.getKey();
              Route53Edit edit =
                  new Route53Edit(calls, listing, zone, storedIn(zone), doubtful.getAsBoolean());
              edit.make(group.getValue());
              progress.at("writing Route 53 zones", done.incrementAndGet(), groups.size());
              return edit;
            });
    edits.forEach(edit -> answers.putAll(edit.outcomes()));
    sync.await(edits.stream().flatMap(edit -> edit.pending().stream()).toList());
    return answers;
  }

  private Map<Address, Reading<DnsRecordSet>> read(Zone zone, List<Wanted<DnsRecordSet>> wanted) {
    Map<Address, Reading<DnsRecordSet>> answers = new LinkedHashMap<>();
    Set<String> names = new LinkedHashSet<>();
    wanted.forEach(each -> names.add(each.expected().name()));
    try {
      Map<SetKey, List<ResourceRecordSet>> found = listing.read(zone, names);
      storedIn(zone).keySet().removeIf(key -> names.contains(key.name()));
      storedIn(zone).putAll(found);
      for (Wanted<DnsRecordSet> each : wanted) {
        answers.put(each.expected().address(), reading(each.expected(), found));
      }
    } catch (ProviderException e) {
      wanted.forEach(w -> answers.put(w.expected().address(), new Reading.Unread<>(e.failure())));
    }
    return answers;
  }

  private static Reading<DnsRecordSet> reading(
      DnsRecordSet expected, Map<SetKey, List<ResourceRecordSet>> found) {
    List<ResourceRecordSet> there = found.getOrDefault(SetKey.of(expected), List.of());
    List<ResourceRecordSet> alias =
        found.getOrDefault(new SetKey(expected.name(), RecordType.CNAME), List.of());
    if (there.isEmpty() && !alias.isEmpty() && expected.type() == RecordType.TXT) {
      // RFC 1034 §3.6.2: nothing may stand beside a CNAME, so the text could never be added.
      return new Reading.Unread<>(
          new Failure(
              Failure.Kind.REFUSED,
              "read " + expected.place(),
              "a CNAME stands at this name, and DNS allows no other record beside it",
              "Remove the CNAME, or manage the record in the zone that it points into."));
    }
    return Route53Sets.reading(expected, there);
  }

  private Map<SetKey, List<ResourceRecordSet>> storedIn(Zone zone) {
    return stored.computeIfAbsent(zone.id(), id -> new ConcurrentHashMap<>());
  }

  /** Items by zone. Where zones cannot be listed at all, every item fails with that failure. */
  private <T> List<Map.Entry<Zone, List<T>>> group(
      Collection<T> items, Function<T, DnsRecordSet> set, BiConsumer<T, Failure> failed) {
    Map<Zone, List<T>> groups = new HashMap<>();
    if (items.isEmpty()) {
      return List.of();
    }
    try {
      zones.load();
    } catch (ProviderException e) {
      items.forEach(item -> failed.accept(item, e.failure()));
      return List.of();
    }
    for (T item : items) {
      try {
        Zone zone = zones.of(set.apply(item).name(), set.apply(item).zone());
        groups.computeIfAbsent(zone, z -> new ArrayList<>()).add(item);
      } catch (ProviderException e) {
        failed.accept(item, e.failure());
      }
    }
    return List.copyOf(groups.entrySet());
  }
}
