package dev.mtasts.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A zone of the stand-in and its records. */
public final class CloudflareZone {
  private static final String TIME = "2026-11-01T09:00:00Z";
  private static final List<String> FILTERS =
      List.of("name.exact", "type", "order", "page", "per_page");

  private final String id;
  private final String name;
  private String shown;
  private String status = "active";
  private String type = "full";
  private @Nullable String plan = "free";
  private String account = "acc00000000000000000000000000001";
  private CloudflareRecords records = new CloudflareRecords();
  private int nextRecord = 1;

  CloudflareZone(int number, String name) {
    this.id = String.format("a%031x", number);
    this.name = name;
    this.shown = name;
  }

  /** Shown and found under another name: the API names zones by their U-labels. */
  public CloudflareZone shownAs(String other) {
    shown = other;
    return this;
  }

  /** In another state than {@code active}. */
  public CloudflareZone status(String other) {
    status = other;
    return this;
  }

  /** Of another type than {@code full}. */
  public CloudflareZone type(String other) {
    type = other;
    return this;
  }

  /** On another plan than {@code free}; null shows none, yet counts as Free. */
  public CloudflareZone plan(@Nullable String other) {
    plan = other;
    return this;
  }

  /** In another account. */
  public CloudflareZone account(String other) {
    account = other;
    return this;
  }

  /** 32 hex digits. */
  public String id() {
    return id;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  String shown() {
    return shown;
  }

  String account() {
    return account;
  }

  /** How many records one batch may change. */
  int batchLimit() {
    return plan == null || plan.equals("free") ? 200 : 3_500;
  }

  boolean free() {
    return batchLimit() == 200;
  }

  /** Adds a record as another tool would; {@code content} as the API has it. */
  public synchronized ObjectNode add(String owner, String recordType, int ttl, String content) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("type", recordType).put("name", owner).put("content", content).put("ttl", ttl);
    return insert(records, record);
  }

  /** Adds the record that a custom domain brings. */
  synchronized void attach(String owner) {
    ObjectNode record = add(owner, "AAAA", 1, "100::");
    record.put("proxied", true).putObject("meta").put("read_only", true).put("origin", "workers");
  }

  /** Whether A, AAAA or CNAME records are at a name that no custom domain brought. */
  synchronized boolean hasAddresses(String owner) {
    return records.at(owner).stream()
        .anyMatch(
            record ->
                List.of("A", "AAAA", "CNAME").contains(type(record))
                    && !record.path("meta").path("read_only").asBoolean());
  }

  boolean isActive() {
    return status.equals("active");
  }

  /** Removes all records of a name and type. */
  public synchronized void clear(String owner, String recordType) {
    records.at(owner).stream()
        .filter(record -> type(record).equals(recordType))
        .forEach(records::remove);
  }

  /** The records of a name and type, as the API shows them. */
  public synchronized List<ObjectNode> records(String owner, String recordType) {
    return records.at(owner).stream()
        .filter(record -> type(record).equals(recordType))
        .map(ObjectNode::deepCopy)
        .toList();
  }

  /** The id of every record, in the order of their creation. */
  public synchronized List<String> ids() {
    return records.ids();
  }

  synchronized ArrayNode matching(Map<String, String> query) {
    CloudflarePages.refuseUnknown(query, FILTERS);
    String name = query.get("name.exact");
    ArrayNode found = JsonNodeFactory.instance.arrayNode();
    (name == null ? records.sorted() : records.at(name.toLowerCase(Locale.ROOT)))
        .stream()
            .filter(r -> query.getOrDefault("type", type(r)).equals(type(r)))
            .forEach(found::add);
    return found;
  }

  /** Carries out a writing call; {@code path} begins with {@code zones} and this zone's id. */
  synchronized JsonNode change(String method, String[] path, @Nullable JsonNode body) {
    CloudflareRecords draft = records.copy();
    JsonNode given = Optional.ofNullable(body).orElse(JsonNodeFactory.instance.objectNode());
    JsonNode result;
    if (method.equals("POST") && path.length == 4 && path[3].equals("batch")) {
      result = batch(draft, given);
    } else if (method.equals("POST") && path.length == 3) {
      result = insert(draft, (ObjectNode) given.deepCopy());
    } else if (method.equals("DELETE") && path.length == 4) {
      result = delete(draft, path[3]);
    } else if (method.equals("PATCH") && path.length == 4) {
      result = patch(draft, path[3], given);
    } else {
      throw new CloudflareRefusal(405, 7001, "Method " + method + " not available for that URI.");
    }
    records = draft;
    return result;
  }

  /** Deletes, patches, puts, posts, in this order, all or none; puts are not used here. */
  private ObjectNode batch(CloudflareRecords draft, JsonNode body) {
    int size = 0;
    for (Map.Entry<String, JsonNode> part : body.properties()) {
      if (!List.of("deletes", "patches", "posts").contains(part.getKey())) {
        throw CloudflareRefusal.invalid(9999, "unknown operation " + part.getKey());
      }
      size += part.getValue().size();
    }
    if (size == 0 || size > batchLimit()) {
      throw new CloudflareRefusal(
          400, 1015, "A batch changes from 1 to " + batchLimit() + " records, not " + size + ".");
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    for (JsonNode each : body.path("deletes")) {
      result.withArray("deletes").add(delete(draft, each.path("id").asText()));
    }
    for (JsonNode each : body.path("patches")) {
      result.withArray("patches").add(patch(draft, each.path("id").asText(), each));
    }
    for (JsonNode each : body.path("posts")) {
      result.withArray("posts").add(insert(draft, (ObjectNode) each.deepCopy()));
    }
    return result;
  }

  private ObjectNode insert(CloudflareRecords draft, ObjectNode record) {
    CloudflareRecordRules.checkFields(record);
    String recordId = String.format("%s%024x", id.substring(24), nextRecord++);
    complete(record.put("id", recordId));
    CloudflareRecordRules.check(this, record, draft.at(name(record)));
    draft.put(record);
    return record;
  }

  private ObjectNode patch(CloudflareRecords draft, String recordId, JsonNode fields) {
    ObjectNode record = existing(draft, recordId);
    ObjectNode wanted = (ObjectNode) fields.deepCopy();
    wanted.remove("id");
    CloudflareRecordRules.checkFields(wanted);
    draft.remove(record);
    record.setAll(wanted);
    complete(record);
    CloudflareRecordRules.check(this, record, draft.at(name(record)));
    draft.put(record);
    return record;
  }

  private static ObjectNode delete(CloudflareRecords draft, String recordId) {
    ObjectNode record = existing(draft, recordId);
    draft.remove(record);
    return record;
  }

  private static ObjectNode existing(CloudflareRecords draft, String recordId) {
    ObjectNode record = draft.get(recordId);
    if (record == null) {
      throw new CloudflareRefusal(404, 81044, "Record does not exist.");
    }
    if (record.path("meta").path("read_only").asBoolean()) {
      throw new CloudflareRefusal(400, 1043, "This record is managed by Workers and read only.");
    }
    return record;
  }

  private static void complete(ObjectNode record) {
    boolean proxiable = List.of("A", "AAAA", "CNAME").contains(type(record));
    record.put("proxiable", proxiable);
    record.put("proxied", proxiable && record.path("proxied").asBoolean(false));
    if (record.path("proxied").asBoolean()) {
      record.put("ttl", 1); // What is proxied has no TTL of its own.
    }
    record.putIfAbsent("settings", JsonNodeFactory.instance.objectNode());
    record.putIfAbsent("tags", JsonNodeFactory.instance.arrayNode());
    record.putIfAbsent("meta", JsonNodeFactory.instance.objectNode());
    record.put("created_on", TIME).put("modified_on", TIME);
  }

  synchronized ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id).put("name", shown);
    json.put("status", status).put("type", type).put("paused", false).put("development_mode", 0);
    json.putObject("owner").put("id", account).put("type", "user");
    json.putObject("account").put("id", account).put("name", "Account " + account);
    json.putObject("meta").put("step", 2);
    json.putArray("name_servers").add("a.ns.cloudflare.com").add("b.ns.cloudflare.com");
    json.putNull("original_name_servers").putNull("original_registrar").putNull("original_dnshost");
    json.put("created_on", TIME).put("modified_on", TIME).put("activated_on", TIME);
    ObjectNode shown = json.putObject("plan");
    if (plan != null) {
      shown.put("legacy_id", plan);
    }
    return json;
  }

  private static String name(JsonNode record) {
    return record.path("name").asText();
  }

  private static String type(JsonNode record) {
    return record.path("type").asText();
  }
}
