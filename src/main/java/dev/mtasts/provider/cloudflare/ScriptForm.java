package dev.mtasts.provider.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.provider.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.MultipartReader;
import okhttp3.RequestBody;
import okio.Buffer;

/**
 * A script on the wire: a form with the part {@code metadata} and one part for each module
 * (https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/).
 */
final class ScriptForm {
  /** The tag, and the value of the binding, by which a script is ours. */
  static final String MARK = "managed-by-mtasts";

  /** The binding that says so where tags are not shown. */
  static final String BINDING = "MANAGED_BY";

  /** Settings that an upload would reset, unless it says them again. */
  private static final List<String> KEPT = List.of("logpush", "observability", "tail_consumers");

  private static final int MOST_TAGS = 10;
  private static final MediaType JSON = MediaType.get("application/json");
  private static final MediaType MODULE = MediaType.get("application/javascript+module");
  private static final MediaType TEXT = MediaType.get("text/plain");
  private static final Pattern NAME = Pattern.compile("\\bname=\"([^\"]*)\"");

  private ScriptForm() {}

  /** Whether the settings carry our binding. */
  static boolean isOurs(JsonNode settings) {
    for (JsonNode binding : settings.path("bindings")) {
      if (binding.path("name").asText().equals(BINDING)
          && binding.path("text").asText().equals(MARK)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The form of an upload. Bindings and tags of others stay.
   *
   * @param settings those of the script as it is; a missing node for a new one
   */
  static RequestBody of(PolicyData data, JsonNode settings, Collection<String> tags) {
    return new MultipartBody.Builder()
        .setType(MultipartBody.FORM)
        .addPart(part("metadata", "metadata.json", metadata(settings, tags).toString(), JSON))
        .addPart(part(WorkerCode.MAIN, WorkerCode.MAIN, WorkerCode.SOURCE, MODULE))
        .addPart(part(WorkerCode.DATA, WorkerCode.DATA, data.text(), TEXT))
        .build();
  }

  private static MultipartBody.Part part(String name, String file, String text, MediaType type) {
    return MultipartBody.Part.createFormData(
        name, file, RequestBody.create(text.getBytes(StandardCharsets.UTF_8), type));
  }

  private static ObjectNode metadata(JsonNode settings, Collection<String> tags) {
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    metadata.put("main_module", WorkerCode.MAIN);
    metadata.put("compatibility_date", WorkerCode.COMPATIBILITY_DATE);
    ObjectNode mark = metadata.putArray("bindings").addObject();
    mark.put("type", "plain_text").put("name", BINDING).put("text", MARK);
    Set<String> kept = new TreeSet<>();
    for (JsonNode binding : settings.path("bindings")) {
      if (!binding.path("name").asText().equals(BINDING)) {
        kept.add(binding.path("type").asText());
      }
    }
    kept.forEach(metadata.putArray("keep_bindings")::add);
    ArrayNode all = metadata.putArray("tags").add(MARK);
    tags.stream().filter(tag -> !tag.equals(MARK)).limit(MOST_TAGS - 1L).forEach(all::add);
    for (String setting : KEPT) {
      JsonNode value = settings.path(setting);
      if (!value.isMissingNode() && !value.isNull()) {
        metadata.set(setting, value);
      }
    }
    return metadata;
  }

  /**
   * The modules in a downloaded script, by name.
   *
   * @throws dev.mtasts.provider.ProviderException where the parts cannot be told apart
   */
  static Map<String, String> read(Reply.Content content, String tried) {
    Map<String, String> modules = new LinkedHashMap<>();
    String boundary = content.type().parameter("boundary");
    try (MultipartReader parts =
        new MultipartReader(
            new Buffer().write(content.bytes()), boundary == null ? "" : boundary)) {
      for (MultipartReader.Part part = parts.nextPart(); part != null; part = parts.nextPart()) {
        Matcher name = NAME.matcher(String.valueOf(part.headers().get("Content-Disposition")));
        if (name.find()) {
          modules.put(name.group(1), part.body().readUtf8());
        }
      }
      return modules;
    } catch (IOException | IllegalArgumentException e) {
      throw new Failure(
              Failure.Kind.UNAVAILABLE,
              tried,
              "the answer's parts could not be read",
              "Try again later.")
          .asException();
    }
  }
}
