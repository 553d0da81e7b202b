package dev.mtasts.provider.cloudflare;

import static java.util.Objects.requireNonNull;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Wanted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Policies as data of a Worker script, and of its further shards where one script's zones are too
 * many. A policy's version is its script's ETag, so where all ETags are known nothing is
 * downloaded. All changes of a batch are one upload for each script that they concern.
 */
final class WorkerPolicyFiles implements Handler<PolicyFile> {
  private final WorkerAccount account;
  private final Zones zones;
  private final WorkerScripts scripts;
  private final int mostZones;
  private final Progress progress;

  /**
   * Without I/O.
   *
   * @param mostZones how many zones one script may serve
   */
  WorkerPolicyFiles(
      WorkerAccount account, Zones zones, WorkerScripts scripts, int mostZones, Progress progress) {
    this.account = account;
    this.zones = zones;
    this.scripts = scripts;
    this.mostZones = mostZones;
    this.progress = progress;
  }

  @Override
  public Map<Address, Reading<PolicyFile>> read(Collection<Wanted<PolicyFile>> wanted) {
    Map<Address, Reading<PolicyFile>> readings = new LinkedHashMap<>();
    WorkerPlace.byScript(
            wanted,
            Wanted::expected,
            (each, failure) ->
                readings.put(each.expected().address(), new Reading.Unread<>(failure)))
        .forEach((script, files) -> readings.putAll(read(script, files)));
    return readings;
  }

  private Map<Address, Reading<PolicyFile>> read(String script, List<Wanted<PolicyFile>> wanted) {
    Map<Address, Reading<PolicyFile>> readings = new LinkedHashMap<>();
    progress.at("reading the Worker script " + script, 0, 1);
    try {
      WorkersApi api =
          account.of(WorkerPlace.records(wanted.stream().map(Wanted::expected).toList()));
      WorkerScripts.Family family = scripts.family(api, script);
      boolean unchanged =
          wanted.stream()
              .allMatch(each -> each.version() != null && family.isCurrent(each.version()));
      if (unchanged) {
        for (Wanted<PolicyFile> each : wanted) {
          PolicyFile file = each.expected();
          readings.put(file.address(), new Reading.Live<>(file, each.version(), false));
        }
        return readings;
      }
      List<WorkerScripts.Shard> shards = scripts.shards(api, family);
      List<PolicyFile> absent = new ArrayList<>();
      for (Wanted<PolicyFile> each : wanted) {
        live(each.expected(), shards)
            .ifPresentOrElse(
                live -> readings.put(each.expected().address(), live),
                () -> absent.add(each.expected()));
      }
      readings.putAll(absent(absent));
    } catch (ProviderException e) {
      for (Wanted<PolicyFile> each : wanted) {
        readings.put(each.expected().address(), new Reading.Unread<>(e.failure()));
      }
    }
    progress.at("reading the Worker script " + script, 1, 1);
    return readings;
  }

  private static Optional<Reading<PolicyFile>> live(
      PolicyFile expected, List<WorkerScripts.Shard> shards) {
    String host = WorkerPlace.parse(expected.location()).host();
    return WorkerScripts.holding(shards, host)
        .map(
            shard -> {
              PolicyData.Hosted hosted = requireNonNull(shard.data().hosts().get(host));
              return new Reading.Live<>(
                  expected.with(hosted.body()), shard.version(), hosted.ours());
            });
  }

  /** A host without a zone could never be served, which a plan had better say. */
  private Map<Address, Reading<PolicyFile>> absent(List<PolicyFile> files) {
    Map<Address, Reading<PolicyFile>> readings = new LinkedHashMap<>();
    zones.prepare(WorkerPlace.records(files));
    for (PolicyFile file : files) {
      try {
        zones.of(WorkerPlace.record(file), Zone::canFront);
        readings.put(file.address(), new Reading.Absent<>());
      } catch (ProviderException e) {
        readings.put(file.address(), new Reading.Unread<>(e.failure()));
      }
    }
    return readings;
  }

  @Override
  public Map<Address, Outcome> write(Collection<Change<PolicyFile>> changes) {
    Map<Address, Outcome> outcomes = new LinkedHashMap<>();
    WorkerPlace.byScript(
            changes,
            Change::subject,
            (change, failure) -> outcomes.put(change.address(), new Outcome.Failed(failure)))
        .forEach((script, own) -> outcomes.putAll(write(script, own)));
    return outcomes;
  }

  private Map<Address, Outcome> write(String script, List<Change<PolicyFile>> changes) {
    progress.at("uploading the Worker script " + script, 0, 1);
    Map<Address, Outcome> outcomes = new LinkedHashMap<>();
    try {
      List<DnsRecordSet> hosts =
          WorkerPlace.records(changes.stream().map(Change::subject).toList());
      WorkersApi api = account.of(hosts);
      outcomes.putAll(new WorkerUpload(api, scripts, zones, script, mostZones).write(changes));
    } catch (ProviderException e) {
      Failure failure = e.failure();
      changes.forEach(c -> outcomes.putIfAbsent(c.address(), new Outcome.Failed(failure)));
    }
    progress.at("uploading the Worker script " + script, 1, 1);
    return outcomes;
  }
}
