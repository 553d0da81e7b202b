package dev.mtasts.provider.cloudflare;

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
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Workers custom domains: one for each policy host, with a certificate of its own. All are read by
 * one listing, and made one by one.
 *
 * <p>The API names a certificate with each domain but not how it stands, so a domain that is there
 * counts as deployed; whether it is served is for a client to see.
 */
final class WorkerDomains implements Handler<PolicyHost> {
  private final WorkerAccount account;
  private final Zones zones;
  private final WorkerScripts scripts;
  private final Progress progress;

  /** Without I/O. */
  WorkerDomains(WorkerAccount account, Zones zones, WorkerScripts scripts, Progress progress) {
    this.account = account;
    this.zones = zones;
    this.scripts = scripts;
    this.progress = progress;
  }

  @Override
  public Map<Address, Reading<PolicyHost>> read(Collection<Wanted<PolicyHost>> wanted) {
    Map<Address, Reading<PolicyHost>> readings = new LinkedHashMap<>();
    List<PolicyHost> hosts = new ArrayList<>();
    for (Wanted<PolicyHost> each : wanted) {
      try {
        WorkerPlace.parse(each.expected().location());
        hosts.add(each.expected());
      } catch (ProviderException e) {
        readings.put(each.expected().address(), new Reading.Unread<>(e.failure()));
      }
    }
    if (hosts.isEmpty()) {
      return readings;
    }
    progress.at("reading Workers custom domains", 0, 1);
    try {
      WorkersApi api = account.of(WorkerPlace.records(hosts));
      CustomDomains domains = CustomDomains.read(api, hosts.stream().map(this::host).toList());
      Set<String> shards = domains.namesShards(hosts) ? shards(api, hosts) : Set.of();
      hosts.forEach(host -> readings.put(host.address(), domains.reading(host, shards)));
    } catch (ProviderException e) {
      hosts.forEach(host -> readings.put(host.address(), new Reading.Unread<>(e.failure())));
    }
    progress.at("reading Workers custom domains", 1, 1);
    return readings;
  }

  @Override
  public Map<Address, Outcome> write(Collection<Change<PolicyHost>> changes) {
    Map<Address, Outcome> outcomes = new LinkedHashMap<>();
    WorkerPlace.byScript(
            changes,
            Change::subject,
            (change, failure) -> outcomes.put(change.address(), new Outcome.Failed(failure)))
        .forEach((script, own) -> outcomes.putAll(write(script, own)));
    return outcomes;
  }

  private Map<Address, Outcome> write(String script, List<Change<PolicyHost>> changes) {
    Map<Address, Outcome> outcomes = new LinkedHashMap<>();
    try {
      List<PolicyHost> hosts = changes.stream().map(Change::subject).toList();
      WorkersApi api = account.of(WorkerPlace.records(hosts));
      CustomDomains domains = CustomDomains.read(api, hosts.stream().map(this::host).toList());
      List<WorkerScripts.Shard> shards = scripts.shards(api, scripts.family(api, script));
      zones.prepare(WorkerPlace.records(hosts));
      DomainWriter writer = new DomainWriter(api, zones, domains, shards);
      Trouble trouble = new Trouble();
      for (Change<PolicyHost> change : changes) {
        progress.at("attaching custom domains", outcomes.size(), changes.size());
        Outcome outcome = write(writer, change, trouble);
        outcomes.put(change.address(), outcome);
        trouble.note(outcome instanceof Outcome.Failed failed ? failed.failure() : null);
      }
    } catch (ProviderException e) {
      Failure failure = e.failure();
      changes.forEach(c -> outcomes.putIfAbsent(c.address(), new Outcome.Failed(failure)));
    }
    progress.at("attaching custom domains", changes.size(), changes.size());
    return outcomes;
  }

  private static Outcome write(DomainWriter writer, Change<PolicyHost> change, Trouble trouble) {
    try {
      trouble.check();
      return writer.write(change);
    } catch (ProviderException e) {
      return new Outcome.Failed(e.failure());
    }
  }

  private Set<String> shards(WorkersApi api, List<PolicyHost> hosts) {
    List<WorkersApi.Row> listing = api.scripts();
    return hosts.stream()
        .map(host -> WorkerPlace.parse(host.location()).script())
        .distinct()
        .flatMap(script -> scripts.family(api, script, listing).ours().stream())
        .map(WorkersApi.Row::name)
        .collect(Collectors.toSet());
  }

  private String host(PolicyHost host) {
    return WorkerPlace.parse(host.location()).host();
  }
}
