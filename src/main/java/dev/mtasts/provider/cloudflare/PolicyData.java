package dev.mtasts.provider.cloudflare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.policy.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The policies of one script, by host, and the text that its data module holds them in:
 *
 * <pre>{@code
 * {"format": 1,
 *  "zones": ["acme.example"],
 *  "texts": [["version: STSv1\r\n…id: ", "\r\n"]],
 *  "hosts": {"mta-sts.acme.example": [0, 0, "20261101T090000Z", "5f1d…"]}}
 * }</pre>
 *
 * <p>A host has its zone, its text, what stands between the text's two halves (the policy's id, in
 * which alone policies of many domains differ), and the beginning of the body's digest, by which a
 * body that somebody else put there is told from ours. Equal texts are stored once.
 *
 * @param hosts by name
 */
record PolicyData(SortedMap<String, Hosted> hosts) {
  private static final int FORMAT = 1;
  private static final int MARK_LENGTH = 12;
  private static final Pattern ID = Pattern.compile("(?m)^id: *([A-Za-z0-9]+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** No policies. */
  static final PolicyData NONE = new PolicyData(new TreeMap<>());

  /**
   * One host's policy.
   *
   * @param zone the name of the zone that holds the host
   * @param body what senders receive
   * @param ours whether this tool wrote the body
   */
  record Hosted(String zone, String body, boolean ours) {}

  /** Copies the map. */
  PolicyData {
    hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
  }

  /**
   * Reads a data module.
   *
   * @throws IllegalArgumentException where it is none, or of another format
   */
  static PolicyData parse(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      if (json.path("format").asInt() != FORMAT) {
        throw new IllegalArgumentException("its format is not " + FORMAT);
      }
      SortedMap<String, Hosted> hosts = new TreeMap<>();
      for (Map.Entry<String, JsonNode> entry : json.path("hosts").properties()) {
        hosts.put(entry.getKey(), hosted(json, entry.getValue()));
      }
      return new PolicyData(hosts);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not JSON", e);
    }
  }

  private static Hosted hosted(JsonNode json, JsonNode entry) {
    List<String> parts = new ArrayList<>();
    json.path("texts").path(entry.path(1).asInt(-1)).forEach(part -> parts.add(part.asText()));
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("it lacks a text");
    }
    String body = String.join(entry.path(2).asText(), parts);
    String zone = json.path("zones").path(entry.path(0).asInt(-1)).asText();
    return new Hosted(zone, body, mark(body).equals(entry.path(3).asText()));
  }

  /** The data module. Equal policies give equal text. */
  String text() {
    Map<String, Integer> zones = new LinkedHashMap<>();
    Map<List<String>, Integer> texts = new LinkedHashMap<>();
    ObjectNode entries = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, Hosted> host : hosts.entrySet()) {
      Hosted hosted = host.getValue();
      Matcher id = ID.matcher(hosted.body);
      boolean hasId = id.find();
      List<String> parts =
          hasId
              ? List.of(hosted.body.substring(0, id.start(1)), hosted.body.substring(id.end(1)))
              : List.of(hosted.body);
      ArrayNode entry = entries.putArray(host.getKey());
      entry.add(index(zones, hosted.zone)).add(index(texts, parts)).add(hasId ? id.group(1) : "");
      entry.add(hosted.ours ? mark(hosted.body) : "");
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("format", FORMAT);
    zones.keySet().forEach(json.putArray("zones")::add);
    ArrayNode all = json.putArray("texts");
    texts.keySet().forEach(parts -> parts.forEach(all.addArray()::add));
    json.set("hosts", entries);
    return json.toString();
  }

  private static <T> int index(Map<T, Integer> table, T value) {
    Integer known = table.putIfAbsent(value, table.size());
    return known == null ? table.size() - 1 : known;
  }

  private static String mark(String body) {
    return Sha256.hex(body.getBytes(StandardCharsets.UTF_8)).substring(0, MARK_LENGTH);
  }
}
