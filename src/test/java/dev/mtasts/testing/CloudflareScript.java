package dev.mtasts.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.policy.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A Worker script of the stand-in. */
public final class CloudflareScript {
  private static final String TIME = "2026-11-01T09:00:00Z";

  /** On the Free plan, compressed. */
  private static final int MOST_BYTES = 3_000_000;

  private static final Pattern IMPORT = Pattern.compile("(?m)^import .* from \"\\./([^\"]+)\";");
  private static final Set<String> KNOWN =
      Set.of(
          "main_module",
          "compatibility_date",
          "compatibility_flags",
          "bindings",
          "keep_bindings",
          "tags",
          "logpush",
          "observability",
          "tail_consumers");
  private static final Map<String, Set<String>> MODULES =
      Map.of("js", Set.of("application/javascript+module"), "txt", Set.of("text/plain"));

  private final String name;
  private final Map<String, CloudflareForm.Part> modules = new LinkedHashMap<>();
  private final List<ObjectNode> bindings = new ArrayList<>();
  private final List<String> tags = new ArrayList<>();
  private ObjectNode metadata = JsonNodeFactory.instance.objectNode();
  private boolean showsTags = true;

  private CloudflareScript(String name) {
    this.name = name;
  }

  /** Somebody else's script. */
  static CloudflareScript foreign(String name) {
    CloudflareScript script = new CloudflareScript(name);
    script.modules.put(
        "index.js", new CloudflareForm.Part("application/javascript+module", "export default {}"));
    return script;
  }

  /** What an upload makes of what was there; refused where a rule is broken. */
  static CloudflareScript uploaded(
      String name, CloudflareForm form, JsonNode metadata, @Nullable CloudflareScript before) {
    if (!name.matches("[a-z0-9_][a-z0-9-_]{0,62}")) {
      throw new CloudflareRefusal(400, 10016, "invalid script name");
    }
    CloudflareScript script = new CloudflareScript(name);
    for (Map.Entry<String, JsonNode> field : metadata.properties()) {
      require(KNOWN.contains(field.getKey()), 10021, "unknown metadata " + field.getKey());
    }
    require(
        metadata.path("compatibility_date").asText().matches("20\\d\\d-\\d\\d-\\d\\d"),
        10021,
        "compatibility_date");
    script.metadata = (ObjectNode) metadata;
    script.takeModules(form, metadata.path("main_module").asText());
    script.takeBindings(metadata, before);
    metadata.path("tags").forEach(tag -> script.tags.add(tag.asText()));
    require(
        script.tags.size() <= 10 && new TreeSet<>(script.tags).size() == script.tags.size(),
        10100,
        "tags");
    return script;
  }

  private void takeModules(CloudflareForm form, String main) {
    form.parts()
        .forEach(
            (part, content) -> {
              if (!part.equals("metadata")) {
                String ending = part.substring(part.lastIndexOf('.') + 1);
                require(
                    MODULES.getOrDefault(ending, Set.of()).contains(content.type()),
                    10021,
                    part + " is of type " + content.type());
                modules.put(part, content);
              }
            });
    require(modules.containsKey(main), 10021, "No such module: " + main);
    Matcher imports = IMPORT.matcher(module(main));
    while (imports.find()) {
      require(modules.containsKey(imports.group(1)), 10021, "No such module: " + imports.group(1));
    }
    require(compressed() <= MOST_BYTES, 10027, "Script is larger than 3 MB");
  }

  private void takeBindings(JsonNode given, @Nullable CloudflareScript before) {
    Set<String> names = new TreeSet<>();
    for (JsonNode binding : given.path("bindings")) {
      bindings.add((ObjectNode) binding);
      require(names.add(binding.path("name").asText()), 10021, "two bindings of one name");
    }
    Set<String> kept = new TreeSet<>();
    given.path("keep_bindings").forEach(type -> kept.add(type.asText()));
    if (before != null) {
      before.bindings.stream()
          .filter(binding -> kept.contains(binding.path("type").asText()))
          .filter(binding -> !names.contains(binding.path("name").asText()))
          .forEach(bindings::add);
    }
  }

  private static void require(boolean kept, int code, String rule) {
    if (!kept) {
      throw new CloudflareRefusal(400, code, rule);
    }
  }

  /** Its size as the limit counts it. */
  public int compressed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      for (CloudflareForm.Part module : modules.values()) {
        zip.write(module.text().getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.size();
  }

  /** A module's text. */
  public String module(String part) {
    CloudflareForm.Part module = modules.get(part);
    if (module == null) {
      throw new AssertionError(name + " has no module " + part);
    }
    return module.text();
  }

  /** What the Worker answers for a host, read from its data as the program in it does. */
  Optional<String> served(String host) {
    try {
      JsonNode data = new ObjectMapper().readTree(module("policies.txt"));
      JsonNode entry = data.path("hosts").path(host);
      List<String> parts = new ArrayList<>();
      data.path("texts").path(entry.path(1).asInt(-1)).forEach(part -> parts.add(part.asText()));
      return parts.isEmpty()
          ? Optional.empty()
          : Optional.of(String.join(entry.path(2).asText(), parts));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes a module's text, as an editor in the dashboard would. */
  public void edit(String part, String text) {
    modules.put(part, new CloudflareForm.Part("text/plain", text));
  }

  /** Adds a binding, as the dashboard would. */
  public void bind(String type, String binding) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", type).put("name", binding);
    if (type.equals("kv_namespace")) {
      json.put("namespace_id", "0f2ac74b498b48028cb68387c421e279");
    } else {
      json.put("text", "x");
    }
    bindings.add(json);
  }

  /** Adds a tag. */
  public void tag(String tag) {
    tags.add(tag);
  }

  /** From now on the listing shows no tags. */
  public void hideTags() {
    showsTags = false;
  }

  /** The names of its bindings. */
  public List<String> bindings() {
    return bindings.stream().map(binding -> binding.path("name").asText()).toList();
  }

  /** Its tags. */
  public List<String> tags() {
    return List.copyOf(tags);
  }

  /** Sets what an upload resets unless it says it again. */
  public void logpush(boolean on) {
    metadata.put("logpush", on);
  }

  /** Whether it is on. */
  public boolean logpush() {
    return metadata.path("logpush").asBoolean();
  }

  CloudflareForm content() {
    return new CloudflareForm(modules);
  }

  String etag() {
    StringBuilder all = new StringBuilder();
    modules.forEach((part, module) -> all.append(part).append('\n').append(module.text()));
    return Sha256.hex(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  ObjectNode row() {
    ObjectNode row = JsonNodeFactory.instance.objectNode().put("id", name).put("etag", etag());
    row.put("has_assets", false).put("has_modules", true).put("logpush", logpush());
    row.put("created_on", TIME).put("modified_on", TIME).put("usage_model", "standard");
    row.putArray("handlers").add("fetch");
    if (showsTags) {
      tags.forEach(row.putArray("tags")::add);
    }
    return row;
  }

  ObjectNode settings() {
    ObjectNode settings = JsonNodeFactory.instance.objectNode();
    ArrayNode all = settings.putArray("bindings");
    for (ObjectNode binding : bindings) {
      ObjectNode shown = binding.deepCopy();
      if (shown.path("type").asText().equals("secret_text")) {
        shown.remove("text");
      }
      all.add(shown);
    }
    settings.put("compatibility_date", metadata.path("compatibility_date").asText("2021-01-01"));
    settings.put("logpush", logpush());
    tags.forEach(settings.putArray("tags")::add);
    settings.putArray("tail_consumers");
    return settings;
  }
}
