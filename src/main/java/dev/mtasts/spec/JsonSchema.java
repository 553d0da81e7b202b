package dev.mtasts.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mtasts.provider.ProviderFactory;
import java.util.List;
import java.util.Map;

/**
 * The spec's grammar for editors: a JSON Schema of draft-07, which most of them know. It accepts
 * whatever the reader accepts; rules that need more than one place (references, merged layers,
 * lengths of names) are the reader's alone.
 */
public final class JsonSchema {
  private JsonSchema() {}

  /** The schema of specs for those adapters, as indented JSON with a final line break. */
  public static String render(List<ProviderFactory> factories) {
    Definitions definitions = new Definitions();
    Map<String, Object> schema = Json.object("$schema", "http://json-schema.org/draft-07/schema#");
    schema.putAll(new Grammar(factories).root.schema(definitions));
    schema.put("title", "mtasts.yaml");
    schema.put("description", "What mtasts publishes, per mail domain.");
    schema.put("definitions", definitions.all());
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps, lists, texts and numbers are JSON", e);
    }
  }
}
