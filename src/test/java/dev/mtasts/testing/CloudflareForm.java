package dev.mtasts.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.RecordedRequest;
import okhttp3.MediaType;
import okhttp3.MultipartReader;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A multipart form.
 *
 * @param parts by name
 */
record CloudflareForm(Map<String, Part> parts) {
  private static final String BOUNDARY = "0123456789abcdef-boundary-of-the-stand-in";
  private static final Pattern NAME = Pattern.compile("; name=\"([^\"]+)\"");

  /** A part's media type and text. */
  record Part(String type, String text) {}

  /** The form of a request; null where its body is none. */
  static @Nullable CloudflareForm of(RecordedRequest request) {
    String header = request.getHeaders().get("Content-Type");
    MediaType type = header == null ? null : MediaType.parse(header);
    if (type == null || request.getBody() == null || !type.type().equals("multipart")) {
      return null;
    }
    Map<String, Part> parts = new LinkedHashMap<>();
    try (MultipartReader reader =
        new MultipartReader(
            new Buffer().write(request.getBody()), String.valueOf(type.parameter("boundary")))) {
      for (MultipartReader.Part part = reader.nextPart(); part != null; part = reader.nextPart()) {
        Matcher name = NAME.matcher(String.valueOf(part.headers().get("Content-Disposition")));
        if (!name.find() || parts.containsKey(name.group(1))) {
          throw new CloudflareRefusal(400, 10001, "a part without a name of its own");
        }
        parts.put(
            name.group(1),
            new Part(String.valueOf(part.headers().get("Content-Type")), part.body().readUtf8()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CloudflareForm(parts);
  }

  Part part(String name) {
    Part part = parts.get(name);
    if (part == null) {
      throw new CloudflareRefusal(400, 10021, "No such part: " + name);
    }
    return part;
  }

  String type() {
    return "multipart/form-data; boundary=" + BOUNDARY;
  }

  String text() {
    List<String> lines = new ArrayList<>();
    parts.forEach(
        (name, part) -> {
          lines.add("--" + BOUNDARY);
          lines.add(
              "Content-Disposition: form-data; name=\"" + name + "\"; filename=\"" + name + "\"");
          lines.add("Content-Type: " + part.type);
          lines.add("");
          lines.add(part.text);
        });
    lines.add("--" + BOUNDARY + "--");
    return String.join("\r\n", lines) + "\r\n";
  }
}
