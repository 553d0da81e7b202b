package dev.mtasts.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;

/** Envelopes, and pages of lists. */
final class CloudflarePages {
  private CloudflarePages() {}

  static ObjectNode envelope(JsonNode result) {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode().put("success", true);
    envelope.putArray("errors");
    envelope.putArray("messages");
    envelope.set("result", result);
    return envelope;
  }

  static ObjectNode page(
      ArrayNode all, Map<String, String> query, int defaultSize, int least, int most) {
    int size = number(query, "per_page", defaultSize);
    int page = number(query, "page", 1);
    if (size < least || size > most || page < 1) {
      throw new CloudflareRefusal(
          400, 1110, "page and per_page must be from 1 and from " + least + " to " + most);
    }
    ArrayNode part = JsonNodeFactory.instance.arrayNode();
    for (int i = (page - 1) * size; i < Math.min(all.size(), page * size); i++) {
      part.add(all.get(i));
    }
    ObjectNode envelope = envelope(part);
    envelope
        .putObject("result_info")
        .put("page", page)
        .put("per_page", size)
        .put("count", part.size())
        .put("total_count", all.size())
        .put("total_pages", (all.size() + size - 1) / size);
    return envelope;
  }

  static void refuseUnknown(Map<String, String> query, Collection<String> known) {
    for (String name : query.keySet()) {
      if (!known.contains(name)) {
        throw new CloudflareRefusal(400, 1111, "unknown parameter " + name);
      }
    }
  }

  private static int number(Map<String, String> query, String name, int fallback) {
    return Integer.parseInt(query.getOrDefault(name, Integer.toString(fallback)));
  }
}
