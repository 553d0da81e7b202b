package dev.mtasts.provider.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the service says that a batch did: the verification that costs no request. */
final class BatchAnswer {
  private final Set<String> deleted = new HashSet<>();
  private final Map<String, Entry> patched = new HashMap<>();
  private final Set<List<Object>> posted = new HashSet<>();

  /**
   * Reads {@code result} of a batch.
   *
   * @param result lists of records by operation; a missing node confirms nothing
   */
  BatchAnswer(JsonNode result) {
    result.path("deletes").forEach(json -> deleted.add(json.path("id").asText()));
    result.path("patches").forEach(json -> patched.put(json.path("id").asText(), Entry.from(json)));
    result.path("posts").forEach(json -> posted.add(identity(Entry.from(json))));
  }

  /** Whether every part of the edit is in the answer, as it was asked for. */
  boolean confirms(SetEdit edit) {
    return deleted.containsAll(edit.deletes())
        && edit.patches().stream().allMatch(this::confirmsPatch)
        && edit.posts().stream()
            .map(Entry::from)
            .map(BatchAnswer::identity)
            .allMatch(posted::contains);
  }

  private boolean confirmsPatch(ObjectNode patch) {
    Entry entry = patched.get(patch.path("id").asText());
    if (entry == null) {
      return false;
    }
    boolean sameTtl = !patch.has("ttl") || patch.path("ttl").asInt() == entry.ttl();
    ObjectNode asked = patch.deepCopy().put("type", entry.type());
    return sameTtl && (!patch.has("content") || Entry.from(asked).key().equals(entry.key()));
  }

  private static List<Object> identity(Entry entry) {
    return List.of(entry.name(), entry.type(), entry.key(), entry.ttl());
  }
}
