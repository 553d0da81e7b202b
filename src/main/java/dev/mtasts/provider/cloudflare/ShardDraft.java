package dev.mtasts.provider.cloudflare;

import dev.mtasts.provider.Change;
import dev.mtasts.provider.PolicyFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A script as a batch will leave it. */
final class ShardDraft {
  private final WorkersApi.Row row;
  private final boolean isNew;
  private final SortedMap<String, PolicyData.Hosted> hosts;
  private final Set<String> zones = new HashSet<>();
  private final List<Change<PolicyFile>> changes = new ArrayList<>();

  /** A script that is there. */
  ShardDraft(WorkerScripts.Shard shard) {
    this(shard.row(), shard.data(), false);
  }

  /** A script that is not there yet. */
  ShardDraft(String name) {
    this(new WorkersApi.Row(name, "", List.of()), PolicyData.NONE, true);
  }

  private ShardDraft(WorkersApi.Row row, PolicyData data, boolean isNew) {
    this.row = row;
    this.isNew = isNew;
    hosts = new TreeMap<>(data.hosts());
    hosts.values().forEach(hosted -> zones.add(hosted.zone()));
  }

  WorkersApi.Row row() {
    return row;
  }

  boolean isNew() {
    return isNew;
  }

  PolicyData.@Nullable Hosted at(String host) {
    return hosts.get(host);
  }

  boolean serves(String zone) {
    return zones.contains(zone);
  }

  boolean hasRoom(int mostZones) {
    return zones.size() < mostZones;
  }

  /** Takes a change in; {@code zone} is that of its host. */
  void take(Change<PolicyFile> change, String host, String zone) {
    changes.add(change);
    PolicyFile after = change.after();
    if (after == null) {
      hosts.remove(host);
    } else {
      hosts.put(host, new PolicyData.Hosted(zone, after.body(), true));
      zones.add(zone);
    }
  }

  List<Change<PolicyFile>> changes() {
    return List.copyOf(changes);
  }

  PolicyData data() {
    return new PolicyData(hosts);
  }
}
