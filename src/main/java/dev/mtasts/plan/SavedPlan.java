package dev.mtasts.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.spec.Guard;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A plan read back from its JSON. It is never applied by itself: apply plans again with the same
 * choices and the same new ids, and goes on only where the two say the same.
 *
 * @param at the moment that it was made for
 * @param selection the domains that it looked at
 * @param allow the guards that were allowed
 * @param minted the ids that it minted
 * @param json the whole text, as a tree
 */
public record SavedPlan(
    Instant at,
    Selection selection,
    Set<Guard> allow,
    Map<DomainName, PolicyId> minted,
    JsonNode json) {

  /**
   * Reads a plan file.
   *
   * @throws IllegalArgumentException where it is none, or one of a newer format
   */
  public static SavedPlan read(String text) {
    try {
      JsonNode json = parse(text);
      String format = json.path("format_version").asText("");
      if (!format.startsWith("1.")) {
        throw new IllegalArgumentException(
            format.isEmpty()
                ? "it is not a plan file"
                : "it has format " + format + "; this mtasts reads 1.x");
      }
      Set<Guard> allow = EnumSet.noneOf(Guard.class);
      json.path("allow").forEach(word -> Guard.of(word.asText()).ifPresent(allow::add));
      Map<DomainName, PolicyId> minted = new TreeMap<>();
      json.path("minted_ids")
          .properties()
          .forEach(
              e -> minted.put(new DomainName(e.getKey()), new PolicyId(e.getValue().asText())));
      return new SavedPlan(
          Instant.parse(json.path("timestamp").asText()),
          new Selection(
              texts(json.path("selection").path("domain")),
              texts(json.path("selection").path("exclude"))),
          allow,
          minted,
          json);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("it is not a plan file: " + e.getMessage());
    }
  }

  private static JsonNode parse(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("it is not a plan file: " + e.getOriginalMessage());
    }
  }

  /** The digest that was approved. */
  public String digest() {
    return json.path("digest").asText();
  }

  /**
   * What is no longer as this plan says, in a sentence that names the field; empty where {@code
   * fresh} says the same.
   */
  public Optional<String> moved(Plan fresh) {
    JsonNode now = parse(PlanJson.write(fresh).toString()); // So that numbers compare as text does.
    String lineage = json.path("state").path("lineage").asText();
    String current = now.path("state").path("lineage").asText();
    if (!lineage.equals(current)) {
      return Optional.of("state.lineage: planned '" + lineage + "', now '" + current + "'");
    }
    Map<String, JsonNode> planned = byAddress(json);
    Map<String, JsonNode> found = byAddress(now);
    for (Map.Entry<String, JsonNode> entry : planned.entrySet()) {
      JsonNode other = found.get(entry.getKey());
      if (other == null) {
        return Optional.of(entry.getKey() + ": planned a change, now there is nothing to change");
      }
      Optional<String> field = field("", binding(entry.getValue()), binding(other));
      if (field.isPresent()) {
        return Optional.of(entry.getKey() + " " + field.get());
      }
    }
    return found.keySet().stream()
        .filter(address -> !planned.containsKey(address))
        .findFirst()
        .map(address -> address + ": planned no change, now there is one")
        .or(() -> field("forgotten", json.path("forgotten"), now.path("forgotten")))
        .or(() -> field("providers", json.path("providers"), now.path("providers")));
  }

  private static JsonNode binding(JsonNode change) {
    return change instanceof ObjectNode object ? PlanJson.binding(object) : change;
  }

  private static Optional<String> field(String path, JsonNode planned, JsonNode now) {
    if (planned.equals(now)) {
      return Optional.empty();
    }
    if (planned.isObject() && now.isObject()) {
      Collection<String> names = new ArrayList<>();
      planned.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        String inner = path.isEmpty() ? name : path + "." + name;
        Optional<String> found = field(inner, planned.path(name), now.path(name));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.of(path + ": planned " + brief(planned) + ", now " + brief(now));
  }

  private static String brief(JsonNode value) {
    String text = value.isMissingNode() || value.isNull() ? "nothing" : value.toString();
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }

  private static Map<String, JsonNode> byAddress(JsonNode plan) {
    Map<String, JsonNode> out = new LinkedHashMap<>();
    plan.path("resource_changes").forEach(c -> out.put(c.path("address").asText(), c));
    return out;
  }

  private static List<String> texts(JsonNode list) {
    List<String> out = new ArrayList<>();
    list.forEach(item -> out.add(item.asText()));
    return out;
  }
}
