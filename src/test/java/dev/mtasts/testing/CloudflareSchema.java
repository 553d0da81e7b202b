package dev.mtasts.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.Keyword;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Cloudflare's published OpenAPI description, as a referee over both sides. It is no part of this
 * project: where the file is not there, that is printed and nothing is checked.
 */
final class CloudflareSchema {
  private static final String PROPERTY = "mtasts.cloudflare.schema";
  private static final String PLACE = "../shared/cloudflare-openapi-subset.json";
  private static final String IRI = "https://cloudflare.invalid/openapi.json";
  private static final AtomicBoolean TOLD = new AtomicBoolean();
  private static final Map<String, JsonSchema> COMPILED = new ConcurrentHashMap<>();
  private static final Map<String, Pattern> FORMS = new ConcurrentHashMap<>();
  private static final Optional<Document> DOCUMENT = load();

  private record Document(JsonNode json, JsonSchemaFactory factory) {}

  private final List<String> violations = new ArrayList<>();

  private CloudflareSchema() {}

  static CloudflareSchema find() {
    if (DOCUMENT.isEmpty() && TOLD.compareAndSet(false, true)) {
      System.out.println(
          "Not there: " + place() + ", so the Cloudflare stand-in runs without the schema check.");
    }
    return new CloudflareSchema();
  }

  /** Whether requests and answers are checked. */
  static boolean isThere() {
    return DOCUMENT.isPresent();
  }

  /** Something that must not happen. */
  synchronized void note(String violation) {
    violations.add(violation);
  }

  synchronized void checkRequest(CloudflareStandIn.Call call) {
    DOCUMENT.ifPresent(
        document -> {
          String operation = operation(document, call);
          JsonNode described = document.json.at(operation);
          if (described.isMissingNode()) {
            violations.add(call.method() + " " + call.path() + " is not in the schema");
            return;
          }
          checkQuery(document, call, operation, described.path("parameters"));
          String body = operation + "/requestBody/content/application~1json/schema";
          String form = operation + "/requestBody/content/multipart~1form-data/schema";
          if (call.body() != null && !document.json.at(body).isMissingNode()) {
            note(call, "request", validate(document, body, call.body()));
          } else if (call.body() != null && !document.json.at(form).isMissingNode()) {
            JsonNode parts = JsonNodeFactory.instance.objectNode().set("metadata", call.body());
            note(call, "form", validate(document, form, parts));
          }
        });
  }

  synchronized void checkAnswer(CloudflareStandIn.Call call, int status, JsonNode answer) {
    DOCUMENT.ifPresent(
        document -> {
          String schema =
              operation(document, call)
                  + "/responses/"
                  + (status == 200 ? "200" : "4XX")
                  + "/content/application~1json/schema";
          if (!document.json.at(schema).isMissingNode()) {
            note(call, "answer " + status, validate(document, schema, answer));
          }
        });
  }

  synchronized void assertNoViolations() {
    if (!violations.isEmpty()) {
      throw new AssertionError("at the Cloudflare stand-in:\n" + String.join("\n", violations));
    }
  }

  private void checkQuery(
      Document document, CloudflareStandIn.Call call, String operation, JsonNode parameters) {
    for (Map.Entry<String, String> given : call.query().entrySet()) {
      int at = 0;
      while (at < parameters.size()
          && !parameters.path(at).path("name").asText().equals(given.getKey())) {
        at++;
      }
      if (at == parameters.size()) {
        violations.add(call.path() + ": no parameter " + given.getKey());
        continue;
      }
      String text = given.getValue();
      JsonNode value =
          text.matches("\\d{1,9}")
              ? IntNode.valueOf(Integer.parseInt(text))
              : TextNode.valueOf(text);
      note(call, "query", validate(document, operation + "/parameters/" + at + "/schema", value));
    }
  }

  private void note(CloudflareStandIn.Call call, String what, Set<ValidationMessage> messages) {
    messages.forEach(
        message -> violations.add(call.method() + " " + call.path() + " " + what + ": " + message));
  }

  private static Set<ValidationMessage> validate(
      Document document, String pointer, JsonNode value) {
    return COMPILED
        .computeIfAbsent(
            pointer,
            key ->
                document.factory.getSchema(
                    SchemaLocation.of(IRI + "#" + key.replace("{", "%7B").replace("}", "%7D")),
                    SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build()))
        .validate(value);
  }

  private static String operation(Document document, CloudflareStandIn.Call call) {
    for (Map.Entry<String, JsonNode> path : document.json.path("paths").properties()) {
      Pattern form =
          FORMS.computeIfAbsent(
              path.getKey(), key -> Pattern.compile(key.replaceAll("\\{[a-z_]+}", "[^/]+")));
      boolean fits =
          form.matcher("/" + call.path()).matches() && !isShadowed(path.getKey(), call.path());
      if (fits) {
        return "/paths/"
            + path.getKey().replace("~", "~0").replace("/", "~1")
            + "/"
            + call.method().toLowerCase(java.util.Locale.ROOT);
      }
    }
    return "/paths/none";
  }

  /** {@code …/dns_records/batch} is not a record whose id is "batch". */
  private static boolean isShadowed(String template, String path) {
    return path.endsWith("/batch") && !template.endsWith("/batch");
  }

  private static String place() {
    return System.getProperty(PROPERTY, PLACE);
  }

  private static Optional<Document> load() {
    Path file = Path.of(place());
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try {
      String text = Files.readString(file);
      JsonMetaSchema dialect =
          JsonMetaSchema.builder(OpenApi30.getInstance())
              .keywords(
                  Stream.of("openapi", "info", "servers", "security", "paths", "components")
                      .<Keyword>map(NonValidationKeyword::new)
                      .toList())
              .build();
      JsonSchemaFactory factory =
          JsonSchemaFactory.builder()
              .metaSchema(dialect)
              .defaultMetaSchemaIri(dialect.getIri())
              .schemaLoaders(loaders -> loaders.schemas(Map.of(IRI, text)))
              .build();
      return Optional.of(new Document(new ObjectMapper().readTree(text), factory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
