package dev.mtasts.provider.cloudflare;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.ProviderException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the scripts of a {@code script:} and what they hold. A script is downloaded only where the
 * listing shows another ETag than that of the last download or upload. Safe for several threads.
 */
final class WorkerScripts {
  private final Map<String, PolicyData> downloaded = new HashMap<>();

  /** What this run uploaded last, by account and script. */
  private final Map<String, WorkersApi.Row> uploaded = new HashMap<>();

  /** What uploads of this run replaced: a listing that still shows it is late. */
  private final Set<String> replaced = new HashSet<>();

  /**
   * A script of ours and what it holds.
   *
   * @param row as the listing shows it; without an ETag where it is not there yet
   */
  record Shard(WorkersApi.Row row, PolicyData data) {
    String name() {
      return row.name();
    }

    /** The version of everything in it: a policy's ETag must also say which shard it is of. */
    @Nullable String version() {
      return versionOf(row);
    }
  }

  /**
   * All scripts of one {@code script:}.
   *
   * @param script the name in the spec
   * @param ours our scripts, the first shard first
   * @param taken numbers of shards that are there, ours or not
   */
  record Family(String script, List<WorkersApi.Row> ours, Set<Integer> taken) {
    /** Whether a version is that of one of the scripts as they are now. */
    boolean isCurrent(String version) {
      return ours.stream().anyMatch(row -> version.equals(versionOf(row)));
    }

    /** The name that a further shard gets. */
    String next(Set<String> names) {
      int number = 1;
      while (taken.contains(number) || names.contains(WorkerPlace.shard(script, number))) {
        number++;
      }
      return WorkerPlace.shard(script, number);
    }
  }

  /** What a script's content is known by; null where the service shows no ETag. */
  static @Nullable String versionOf(WorkersApi.Row row) {
    return row.etag().isEmpty() ? null : row.name() + "@" + row.etag();
  }

  /**
   * The scripts of {@code script}, by a listing.
   *
   * @throws ProviderException where the name is that of a script which this tool did not make
   */
  Family family(WorkersApi api, String script) {
    return family(api, script, api.scripts());
  }

  /** As {@link #family(WorkersApi, String)}, from a listing. */
  Family family(WorkersApi api, String script, List<WorkersApi.Row> listing) {
    List<WorkersApi.Row> ours = new ArrayList<>();
    Set<Integer> taken = new TreeSet<>();
    for (WorkersApi.Row row : current(api, script, listing)) {
      WorkerPlace.number(script, row.name())
          .ifPresent(
              number -> {
                taken.add(number);
                if (isOurs(api, row)) {
                  ours.add(row);
                } else if (number == 1) {
                  throw foreign(api, script);
                }
              });
    }
    ours.sort(Comparator.comparingInt(row -> WorkerPlace.number(script, row.name()).orElseThrow()));
    return new Family(script, List.copyOf(ours), taken);
  }

  /** A listing with what this run knows better: the next upload is made of what it shows. */
  private List<WorkersApi.Row> current(
      WorkersApi api, String script, List<WorkersApi.Row> listing) {
    List<WorkersApi.Row> rows = new ArrayList<>();
    Map<String, WorkersApi.Row> missing = new TreeMap<>();
    synchronized (downloaded) {
      uploaded.forEach(
          (key, row) -> {
            boolean one = WorkerPlace.number(script, row.name()).isPresent();
            if (one && key.equals(key(api, row.name()))) {
              missing.put(row.name(), row);
            }
          });
      for (WorkersApi.Row row : listing) {
        WorkersApi.Row own = missing.remove(row.name());
        if (own != null && replaced.contains(key(api, String.valueOf(versionOf(row))))) {
          rows.add(new WorkersApi.Row(row.name(), own.etag(), row.tags()));
        } else {
          rows.add(row);
        }
      }
    }
    missing.values().stream().filter(row -> exists(api, row)).forEach(rows::add);
    return rows;
  }

  private static boolean exists(WorkersApi api, WorkersApi.Row row) {
    try {
      return ScriptForm.isOurs(api.settings(row.name()));
    } catch (ProviderException e) {
      if (e.failure().kind() == Failure.Kind.MISSING) {
        return false;
      }
      throw e;
    }
  }

  private static String key(WorkersApi api, String name) {
    return api.where() + " " + name;
  }

  /** A tag shows it in the listing; where that is gone the binding still tells. */
  private static boolean isOurs(WorkersApi api, WorkersApi.Row row) {
    return row.tags().contains(ScriptForm.MARK) || ScriptForm.isOurs(api.settings(row.name()));
  }

  /** What the scripts hold. */
  List<Shard> shards(WorkersApi api, Family family) {
    List<Shard> shards = new ArrayList<>();
    family.ours.forEach(row -> shards.add(new Shard(row, data(api, row))));
    return shards;
  }

  /** The shard that holds a host. */
  static Optional<Shard> holding(List<Shard> shards, String host) {
    return shards.stream().filter(shard -> shard.data.hosts().containsKey(host)).findFirst();
  }

  private PolicyData data(WorkersApi api, WorkersApi.Row row) {
    String version = versionOf(row);
    if (version == null) {
      return parse(api, row.name(), api.modules(row.name()));
    }
    synchronized (downloaded) {
      return downloaded.computeIfAbsent(
          api.where() + " " + version, key -> parse(api, row.name(), api.modules(row.name())));
    }
  }

  /** Takes note of what an upload made of the script {@code before}. */
  void uploaded(WorkersApi api, WorkersApi.Row before, WorkersApi.Row row, PolicyData data) {
    synchronized (downloaded) {
      uploaded.put(key(api, row.name()), row);
      replaced.add(key(api, String.valueOf(versionOf(before))));
      replaced.remove(key(api, String.valueOf(versionOf(row))));
      downloaded.put(api.where() + " " + versionOf(row), data);
    }
  }

  private static PolicyData parse(WorkersApi api, String script, Map<String, String> modules) {
    String text = modules.get(WorkerCode.DATA);
    try {
      if (text == null) {
        throw new IllegalArgumentException("it is not there");
      }
      return PolicyData.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Failure(
              Failure.Kind.REFUSED,
              "read the policies in the Worker script " + script + " " + api.where(),
              "its module " + WorkerCode.DATA + " cannot be read: " + e.getMessage(),
              "Roll the script back to the version that mtasts uploaded last, or choose another"
                  + " 'script'.")
          .asException();
    }
  }

  /** The failure where a script of this name is somebody else's. */
  static ProviderException foreign(WorkersApi api, String script) {
    return new Failure(
            Failure.Kind.REFUSED,
            "use the Worker script " + script + " " + api.where(),
            "a script of that name is there which mtasts did not make",
            "Choose another name with 'script' in the 'host' block, such as 'mta-sts-policies'.")
        .asException();
  }
}
