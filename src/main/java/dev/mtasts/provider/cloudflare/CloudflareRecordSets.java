package dev.mtasts.provider.cloudflare;

import static java.util.Objects.requireNonNull;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * DNS record sets in Cloudflare zones: one listing per zone to read, one batch per zone and chunk
 * to write. Versions are null, because the API has none; a change's {@code before} is compared with
 * what is live just before the write.
 */
final class CloudflareRecordSets implements Handler<DnsRecordSet> {
  private final CloudflareClient client;
  private final Zones zones;
  private final ZoneRecords records;
  private final Progress progress;

  CloudflareRecordSets(CloudflareClient client, Zones zones, Progress progress) {
    this.client = client;
    this.zones = zones;
    this.records = new ZoneRecords(client);
    this.progress = progress;
  }

  @Override
  public Map<Address, Reading<DnsRecordSet>> read(Collection<Wanted<DnsRecordSet>> wanted) {
    Map<Address, Reading<DnsRecordSet>> readings = new LinkedHashMap<>();
    eachZone(
        "reading Cloudflare zones",
        wanted.stream().map(Wanted::expected).toList(),
        (zone, sets) -> {
          readings.putAll(readZone(zone, sets));
          return null;
        },
        (address, failure) -> readings.put(address, new Reading.Unread<>(failure)));
    return readings;
  }

  @Override
  public Map<Address, Outcome> write(Collection<Change<DnsRecordSet>> changes) {
    Map<Address, Change<DnsRecordSet>> byAddress = new LinkedHashMap<>();
    changes.forEach(change -> byAddress.put(change.address(), change));
    Map<Address, Outcome> outcomes = new LinkedHashMap<>();
    eachZone(
        "writing Cloudflare zones",
        changes.stream().map(Change::subject).toList(),
        (zone, sets) -> {
          List<Change<DnsRecordSet>> own =
              sets.stream().map(set -> requireNonNull(byAddress.get(set.address()))).toList();
          Map<Address, Outcome> written = new ZoneWriter(client, records, zone).write(own);
          outcomes.putAll(written);
          return gravest(written.values());
        },
        (address, failure) -> outcomes.put(address, new Outcome.Failed(failure)));
    return outcomes;
  }

  private Map<Address, Reading<DnsRecordSet>> readZone(Zone zone, List<DnsRecordSet> sets) {
    Set<String> names = sets.stream().map(DnsRecordSet::name).collect(Collectors.toSet());
    Map<String, List<Entry>> found = records.at(zone, names);
    Map<Address, Reading<DnsRecordSet>> readings = new LinkedHashMap<>();
    for (DnsRecordSet set : sets) {
      List<Entry> live = LiveSet.of(set, found.getOrDefault(set.name(), List.of()));
      DnsRecordSet seen = LiveSet.seen(set, live);
      readings.put(
          set.address(),
          seen == null
              ? new Reading.Absent<>()
              : new Reading.Live<>(seen, null, live.stream().anyMatch(Entry::ours)));
    }
    return readings;
  }

  /**
   * Sorts sets into zones and works zone by zone.
   *
   * @param act works on one zone; returns the failure that it noted itself, if any
   * @param failed is told of sets that were not worked on, and why
   */
  private void eachZone(
      String work,
      List<DnsRecordSet> sets,
      BiFunction<Zone, List<DnsRecordSet>, @Nullable Failure> act,
      BiConsumer<Address, Failure> failed) {
    Trouble trouble = new Trouble();
    Map<Zone, List<DnsRecordSet>> byZone = sort(sets, trouble, failed);
    int done = 0;
    for (Map.Entry<Zone, List<DnsRecordSet>> entry : byZone.entrySet()) {
      progress.at(work, done++, byZone.size());
      try {
        trouble.check();
        trouble.note(act.apply(entry.getKey(), entry.getValue()));
      } catch (ProviderException e) {
        trouble.note(e.failure());
        entry.getValue().forEach(set -> failed.accept(set.address(), e.failure()));
      }
    }
    progress.at(work, done, byZone.size());
  }

  private Map<Zone, List<DnsRecordSet>> sort(
      List<DnsRecordSet> sets, Trouble trouble, BiConsumer<Address, Failure> failed) {
    Map<Zone, List<DnsRecordSet>> byZone = new LinkedHashMap<>();
    try {
      zones.prepare(sets);
    } catch (ProviderException e) {
      sets.forEach(set -> failed.accept(set.address(), e.failure()));
      return byZone;
    }
    for (DnsRecordSet set : sets) {
      try {
        trouble.check();
        byZone.computeIfAbsent(zones.of(set), zone -> new ArrayList<>()).add(set);
        trouble.note(null);
      } catch (ProviderException e) {
        trouble.note(e.failure());
        failed.accept(set.address(), e.failure());
      }
    }
    return byZone;
  }

  /** The gravest failure among the outcomes of a zone; null where all went well. */
  private static @Nullable Failure gravest(Collection<Outcome> outcomes) {
    Failure gravest = null;
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Failed failed
          && (gravest == null || Trouble.endsAll(failed.failure()))) {
        gravest = failed.failure();
      }
    }
    return gravest;
  }
}
