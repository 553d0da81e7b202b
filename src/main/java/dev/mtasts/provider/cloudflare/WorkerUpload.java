package dev.mtasts.provider.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.ProviderException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a batch of changes to the policies of one {@code script:}. The API has no conditional
 * uploads, so the scripts are read just before; then each script that changes is uploaded once.
 * After an answer that was lost they are read again before anything is sent again.
 *
 * <p>A host stays in the shard where it is. A new one goes to the first that serves its zone, or
 * has room for one zone more.
 */
final class WorkerUpload {
  private static final int ATTEMPTS = 3;

  private final WorkersApi api;
  private final WorkerScripts scripts;
  private final Zones zones;
  private final String script;
  private final int mostZones;
  private final Map<Address, Outcome> outcomes = new LinkedHashMap<>();

  WorkerUpload(WorkersApi api, WorkerScripts scripts, Zones zones, String script, int mostZones) {
    this.api = api;
    this.scripts = scripts;
    this.zones = zones;
    this.script = script;
    this.mostZones = mostZones;
  }

  /** How each change ended. */
  Map<Address, Outcome> write(List<Change<PolicyFile>> changes) {
    List<Change<PolicyFile>> open = changes;
    Failure lost = null;
    for (int attempt = 1; !open.isEmpty(); attempt++) {
      Map<String, ShardDraft> drafts;
      try {
        drafts = drafts(open);
      } catch (ProviderException e) {
        // Nobody can tell what became of a lost upload; the first trouble says more.
        fail(open, lost == null ? e.failure() : lost);
        break;
      }
      open = new ArrayList<>();
      for (ShardDraft draft : drafts.values()) {
        if (draft.changes().isEmpty()) {
          continue;
        }
        if (attempt > ATTEMPTS && lost != null) {
          fail(draft.changes(), lost);
          continue;
        }
        Failure silent = upload(draft);
        if (silent != null) {
          lost = silent;
          open.addAll(draft.changes());
        }
      }
      if (!open.isEmpty()) {
        api.backOff(attempt);
      }
    }
    return outcomes;
  }

  /** Reads the scripts, and sorts the changes that are still to be made into them. */
  private Map<String, ShardDraft> drafts(List<Change<PolicyFile>> changes) {
    WorkerScripts.Family family = scripts.family(api, script);
    Map<String, ShardDraft> drafts = new LinkedHashMap<>();
    for (WorkerScripts.Shard shard : scripts.shards(api, family)) {
      drafts.put(shard.name(), new ShardDraft(shard));
    }
    List<Change<PolicyFile>> additions = new ArrayList<>();
    for (Change<PolicyFile> change : changes) {
      String host = WorkerPlace.parse(change.subject().location()).host();
      ShardDraft holder =
          drafts.values().stream().filter(d -> d.at(host) != null).findFirst().orElse(null);
      PolicyData.Hosted now = holder == null ? null : holder.at(host);
      if (isLive(change.after(), now)) {
        String version =
            holder == null || now == null ? null : WorkerScripts.versionOf(holder.row());
        outcomes.put(change.address(), new Outcome.Done(version));
      } else if (!isLive(change.before(), now)) {
        outcomes.put(change.address(), moved(change.before(), now));
      } else if (holder != null && now != null) {
        holder.take(change, host, now.zone());
      } else {
        additions.add(change);
      }
    }
    add(additions, drafts, family);
    return drafts;
  }

  private void add(
      List<Change<PolicyFile>> additions,
      Map<String, ShardDraft> drafts,
      WorkerScripts.Family family) {
    zones.prepare(WorkerPlace.records(additions.stream().map(Change::subject).toList()));
    for (Change<PolicyFile> change : additions) {
      try {
        DnsRecordSet record = WorkerPlace.record(change.subject());
        String zone = zones.of(record, Zone::canFront).name();
        ShardDraft room =
            drafts.values().stream()
                .filter(draft -> draft.serves(zone))
                .findFirst()
                .or(() -> drafts.values().stream().filter(d -> d.hasRoom(mostZones)).findFirst())
                .orElseGet(() -> further(drafts, family));
        room.take(change, record.name(), zone);
      } catch (ProviderException e) {
        fail(List.of(change), e.failure());
      }
    }
  }

  private static ShardDraft further(Map<String, ShardDraft> drafts, WorkerScripts.Family family) {
    Set<String> names = new LinkedHashSet<>(drafts.keySet());
    ShardDraft draft = new ShardDraft(family.next(names));
    drafts.put(draft.row().name(), draft);
    return draft;
  }

  /** Uploads a script; what was lost, where nobody can tell, else null. */
  private @Nullable Failure upload(ShardDraft draft) {
    String name = draft.row().name();
    String tried = tried(draft);
    try {
      JsonNode settings = draft.isNew() ? nothing(name) : api.settings(name);
      Reply reply = api.upload(name, ScriptForm.of(draft.data(), settings, draft.row().tags()));
      if (reply instanceof Reply.Refused refused) {
        fail(draft.changes(), api.failure(refused, tried));
        return null;
      }
      if (reply instanceof Reply.Ok ok && ok.result().path("etag").isTextual()) {
        WorkersApi.Row row = new WorkersApi.Row(name, ok.result().path("etag").asText(), List.of());
        scripts.uploaded(api, draft.row(), row, draft.data());
        for (Change<PolicyFile> change : draft.changes()) {
          String version = change.after() == null ? null : WorkerScripts.versionOf(row);
          outcomes.put(change.address(), new Outcome.Done(version));
        }
        return null;
      }
      Reply.Lost lost =
          reply instanceof Reply.Lost silent
              ? silent
              : new Reply.Lost("the answer does not show the script");
      return lost.failure(tried);
    } catch (ProviderException e) {
      fail(draft.changes(), e.failure());
      return null;
    }
  }

  /**
   * Makes sure that nothing is there which the listing did not show: an upload would replace it.
   */
  private JsonNode nothing(String name) {
    try {
      JsonNode settings = api.settings(name);
      throw ScriptForm.isOurs(settings)
          ? appeared(name).asException()
          : WorkerScripts.foreign(api, name);
    } catch (ProviderException e) {
      if (e.failure().kind() == Failure.Kind.MISSING) {
        return MissingNode.getInstance();
      }
      throw e;
    }
  }

  private Failure appeared(String name) {
    return new Failure(
        Failure.Kind.UNAVAILABLE,
        "make the Worker script " + name + " " + api.where(),
        "it appeared meanwhile",
        "Plan again.");
  }

  private String tried(ShardDraft draft) {
    List<Change<PolicyFile>> changes = draft.changes();
    String what =
        changes.size() == 1
            ? changes.get(0).subject().place()
            : changes.size() + " policies in the Worker script " + draft.row().name();
    return "write " + what + " " + api.where();
  }

  private void fail(List<Change<PolicyFile>> changes, Failure failure) {
    changes.forEach(change -> outcomes.put(change.address(), new Outcome.Failed(failure)));
  }

  private static boolean isLive(@Nullable PolicyFile file, PolicyData.@Nullable Hosted now) {
    return file == null ? now == null : now != null && now.body().equals(file.body());
  }

  private static Outcome.Moved moved(@Nullable PolicyFile before, PolicyData.@Nullable Hosted now) {
    return Moves.bodies(before == null ? null : before.body(), now == null ? null : now.body());
  }
}
