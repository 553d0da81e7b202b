package dev.mtasts.provider.zonefile;

import dev.mtasts.provider.Action;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Wanted;
import dev.mtasts.provider.zonefile.ZoneFolder.ZoneFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Record sets in master files. Each zone is read once per batch and written at most once, its
 * serial growing once. TXT values are octets, one character each (ISO 8859-1).
 */
final class ZoneFileRecordSets implements Handler<DnsRecordSet> {
  private final Path folder;
  private final Clock clock;

  ZoneFileRecordSets(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public Map<Address, Reading<DnsRecordSet>> read(Collection<Wanted<DnsRecordSet>> wanted) {
    Map<Address, Reading<DnsRecordSet>> readings = new LinkedHashMap<>();
    Map<ZoneFile, List<Wanted<DnsRecordSet>>> zones =
        byZone(
            wanted,
            Wanted::expected,
            (set, failure) -> readings.put(set.address(), new Reading.Unread<>(failure)));
    zones.forEach((zone, batch) -> readings.putAll(ZoneStore.read(zone, batch)));
    return readings;
  }

  @Override
  public Map<Address, Outcome> write(Collection<Change<DnsRecordSet>> changes) {
    Map<Address, Outcome> outcomes = new LinkedHashMap<>();
    Map<ZoneFile, List<Change<DnsRecordSet>>> zones =
        byZone(
            changes,
            Change::subject,
            (set, failure) -> outcomes.put(set.address(), new Outcome.Failed(failure)));
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    zones.forEach(
        (zone, batch) -> {
          // What makes room goes first: an alias may take the place of addresses.
          batch.sort(Comparator.comparing(change -> change.action() != Action.DELETE));
          outcomes.putAll(ZoneStore.write(zone, batch, today));
        });
    return outcomes;
  }

  private <T> Map<ZoneFile, List<T>> byZone(
      Collection<T> items,
      Function<T, DnsRecordSet> subject,
      BiConsumer<DnsRecordSet, Failure> lost) {
    Map<ZoneFile, List<T>> zones = new LinkedHashMap<>();
    if (items.isEmpty()) {
      return zones;
    }
    ZoneFolder files;
    try {
      files = ZoneFolder.list(folder);
    } catch (ProviderException e) {
      items.forEach(item -> lost.accept(subject.apply(item), e.failure()));
      return zones;
    }
    for (T item : items) {
      DnsRecordSet set = subject.apply(item);
      try {
        ZoneFile zone = files.holding(set, "find the zone of " + describe(set));
        zones.computeIfAbsent(zone, any -> new ArrayList<>()).add(item);
      } catch (ProviderException e) {
        lost.accept(set, e.failure());
      }
    }
    return zones;
  }

  /** A set in a message: its address in plans, and where it stands in DNS. */
  static String describe(DnsRecordSet set) {
    return set.address() + " (" + set.place() + ")";
  }
}
