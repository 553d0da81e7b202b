package dev.mtasts.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mtasts.plan.SavedPlan;

/** A saved plan in short; the whole of it is its JSON. */
final class SavedPlanText {
  private SavedPlanText() {}

  static String of(SavedPlan saved) {
    JsonNode plan = saved.json();
    StringBuilder out = new StringBuilder("Plan of ").append(saved.at()).append('\n');
    for (JsonNode change : plan.path("resource_changes")) {
      JsonNode body = change.path("change");
      out.append('\n').append(change.path("address").asText()).append("   ");
      out.append(body.path("actions").path(0).asText()).append("   (");
      out.append(Harmless.line(change.path("why").asText())).append(")\n");
      side('-', body.path("before"), out);
      side('+', body.path("after"), out);
    }
    JsonNode sum = plan.path("summary");
    out.append('\n').append(sum.path("create").asInt()).append(" to create, ");
    out.append(sum.path("update").asInt()).append(" to update, ");
    out.append(sum.path("delete").asInt()).append(" to delete.\n");
    if (plan.path("errored").asBoolean()) {
      out.append("It has errors and cannot be applied.\n");
    }
    return out.append("Digest: ").append(saved.digest()).append('\n').toString();
  }

  private static void side(char sign, JsonNode resource, StringBuilder out) {
    if (resource.has("body")) {
      for (String line : resource.path("body").asText().lines().toList()) {
        out.append("  ").append(sign).append(' ').append(Harmless.line(line)).append('\n');
      }
    }
    for (JsonNode value : resource.path("values")) {
      out.append("  ").append(sign).append(' ').append(resource.path("name").asText());
      out.append(' ').append(resource.path("ttl").asInt()).append(' ');
      out.append(resource.path("type").asText()).append(' ');
      out.append(Harmless.line(value.asText())).append('\n');
    }
  }
}
