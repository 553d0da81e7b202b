package dev.mtasts.provider.cloudflare;

import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Reading;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The custom domains of an account, as they were when they were read. */
final class CustomDomains {
  /** The setting that says which script answers. */
  static final String SCRIPT = "script";

  private final Map<String, WorkersApi.Attached> byHost = new HashMap<>();

  private CustomDomains() {}

  /**
   * Reads those of {@code hosts}: a single one by its name, more by one listing. Where the listing
   * turns out to be cut, those that it lacks by their names.
   */
  static CustomDomains read(WorkersApi api, Collection<String> hosts) {
    CustomDomains domains = new CustomDomains();
    if (hosts.size() > 1) {
      Reply.Ok all = api.domains(Map.of());
      domains.add(all);
      if (all.info().path("total_count").asInt(0) <= all.result().size()) {
        return domains;
      }
    }
    for (String host : hosts) {
      if (!domains.byHost.containsKey(host)) {
        domains.add(api.domains(Map.of("hostname", host)));
      }
    }
    return domains;
  }

  private void add(Reply.Ok answer) {
    answer
        .result()
        .forEach(
            json -> {
              WorkersApi.Attached domain = WorkersApi.Attached.from(json);
              byHost.put(domain.hostname().toLowerCase(Locale.ROOT), domain);
            });
  }

  WorkersApi.@Nullable Attached at(String host) {
    return byHost.get(host);
  }

  /** Whether any of these hosts is attached to what may be a further shard of its script. */
  boolean namesShards(Collection<PolicyHost> hosts) {
    return hosts.stream()
        .map(host -> WorkerPlace.parse(host.location()))
        .anyMatch(
            place -> {
              WorkersApi.Attached domain = at(place.host());
              return domain != null
                  && WorkerPlace.number(place.script(), domain.service()).orElse(1) > 1;
            });
  }

  /**
   * What is live where {@code expected} should be.
   *
   * @param shards the names of our scripts
   */
  Reading<PolicyHost> reading(PolicyHost expected, Set<String> shards) {
    WorkerPlace place = WorkerPlace.parse(expected.location());
    WorkersApi.Attached domain = at(place.host());
    if (domain == null) {
      return new Reading.Absent<>();
    }
    boolean ours = isOurs(place, domain, shards);
    return new Reading.Live<>(shown(expected, place, domain, shards), null, ours);
  }

  /** Anybody may call a script like one of our shards. */
  private static boolean isOurs(WorkerPlace place, WorkersApi.Attached domain, Set<String> shards) {
    return domain.service().equals(place.script())
        || (WorkerPlace.number(place.script(), domain.service()).isPresent()
            && shards.contains(domain.service()));
  }

  /** A shard is shown as the script that it is a shard of: which one it is, is our business. */
  static PolicyHost shown(
      PolicyHost expected, WorkerPlace place, WorkersApi.Attached domain, Set<String> shards) {
    boolean ours = isOurs(place, domain, shards);
    SortedMap<String, String> settings = new TreeMap<>();
    settings.put(SCRIPT, ours ? place.script() : domain.service());
    String certificate = domain.certificate().isEmpty() ? "none yet" : domain.certificate();
    return new PolicyHost(
        expected.address(),
        expected.location(),
        List.of(place.host()),
        settings,
        "",
        expected.target(),
        true,
        "attached to " + domain.service() + ", certificate " + certificate);
  }
}
