package dev.mtasts.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Record objects by id and by owner name; a copy is a transaction's draft. */
final class CloudflareRecords {
  private final Map<String, ObjectNode> byId = new LinkedHashMap<>();
  private final Map<String, Map<String, ObjectNode>> byName = new TreeMap<>();

  CloudflareRecords copy() {
    CloudflareRecords copy = new CloudflareRecords();
    byId.values().forEach(record -> copy.put(record.deepCopy()));
    return copy;
  }

  void put(ObjectNode record) {
    byId.put(id(record), record);
    byName.computeIfAbsent(name(record), n -> new LinkedHashMap<>()).put(id(record), record);
  }

  void remove(ObjectNode record) {
    byId.remove(id(record));
    Map<String, ObjectNode> others = byName.get(name(record));
    if (others != null) {
      others.remove(id(record));
    }
  }

  @Nullable ObjectNode get(String recordId) {
    return byId.get(recordId);
  }

  Collection<ObjectNode> at(String owner) {
    return List.copyOf(byName.getOrDefault(owner, Map.of()).values());
  }

  /** All, by name. */
  List<ObjectNode> sorted() {
    return byName.values().stream().flatMap(records -> records.values().stream()).toList();
  }

  List<String> ids() {
    return List.copyOf(byId.keySet());
  }

  private static String id(ObjectNode record) {
    return record.path("id").asText();
  }

  private static String name(ObjectNode record) {
    return record.path("name").asText();
  }
}
