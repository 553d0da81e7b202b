package dev.mtasts.testing;

import static dev.mtasts.testing.CloudFrontXml.at;
import static dev.mtasts.testing.CloudFrontXml.child;
import static dev.mtasts.testing.CloudFrontXml.root;
import static dev.mtasts.testing.CloudFrontXml.tag;

import dev.mtasts.testing.CloudFrontRules.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;
import okhttp3.HttpUrl;
import org.w3c.dom.Element;

/** The functions of {@link CloudFrontStandIn}: a draft, and what of it was published. */
final class CloudFrontFunctions {
  private static final class One {
    String comment = "";
    String draft = "";
    String published = "";
    int version = 1;
  }

  private final String account;
  private final Map<String, One> all = new TreeMap<>();

  CloudFrontFunctions(String account) {
    this.account = account;
  }

  /** The published code, by name. */
  synchronized Map<String, String> live() {
    Map<String, String> live = new TreeMap<>();
    all.forEach(
        (name, one) -> {
          if (!one.published.isEmpty()) {
            live.put(name, one.published);
          }
        });
    return live;
  }

  /** The ARNs of those that are published. */
  Set<String> arns() {
    return live().keySet().stream().map(this::arn).collect(Collectors.toSet());
  }

  synchronized MockResponse answer(
      String key, List<String> path, HttpUrl url, String match, String body) {
    String name = path.size() > 2 ? path.get(2) : "";
    boolean live = "LIVE".equals(url.queryParameter("Stage"));
    return switch (key) {
      case "POST function" -> {
        Element request = CloudFrontXml.parse(body);
        name = at(request, "Name");
        if (all.containsKey(name)) {
          throw new Refused(409, "FunctionAlreadyExists", "the name is in use");
        }
        all.put(name, new One());
        yield write(201, name, request);
      }
      case "PUT function one" -> {
        one(name);
        CloudFrontRules.match(match, etag(name));
        one(name).version++;
        yield write(200, name, CloudFrontXml.parse(body));
      }
      case "POST function publish" -> {
        CloudFrontRules.match(match, etag(name));
        one(name).published = one(name).draft;
        yield CloudFrontStandIn.xml(200, summary(name, "LIVE"), "");
      }
      case "GET function describe" -> {
        there(name, live);
        yield CloudFrontStandIn.xml(200, summary(name, live ? "LIVE" : "DEVELOPMENT"), etag(name));
      }
      case "GET function one" -> {
        there(name, live);
        yield new MockResponse.Builder()
            .addHeader("Content-Type", "application/octet-stream")
            .addHeader("ETag", etag(name))
            .body(live ? one(name).published : one(name).draft)
            .build();
      }
      default -> throw new Refused(400, "InvalidArgument", "not an action: " + key);
    };
  }

  private MockResponse write(int status, String name, Element request) {
    One one = one(name);
    Element config = child(request, "FunctionConfig");
    one.comment = at(config, "Comment");
    if (!at(config, "Runtime").equals("cloudfront-js-2.0")) {
      throw new Refused(400, "InvalidArgument", "the runtime");
    }
    byte[] code = Base64.getDecoder().decode(at(request, "FunctionCode"));
    one.draft = new String(code, StandardCharsets.UTF_8);
    return CloudFrontStandIn.xml(status, summary(name, "DEVELOPMENT"), etag(name));
  }

  private void there(String name, boolean live) {
    if (live && one(name).published.isEmpty()) {
      throw none();
    }
  }

  private One one(String name) {
    One one = all.get(name);
    if (one == null) {
      throw none();
    }
    return one;
  }

  private static Refused none() {
    return new Refused(404, "NoSuchFunctionExists", "The function does not exist.");
  }

  private String etag(String name) {
    return "F" + one(name).version;
  }

  private String arn(String name) {
    return account + "function/" + name;
  }

  private String summary(String name, String stage) {
    return root(
        "FunctionSummary",
        tag("Name", name)
            + tag("Status", "UNPUBLISHED")
            + "<FunctionConfig>"
            + tag("Comment", one(name).comment)
            + tag("Runtime", "cloudfront-js-2.0")
            + "</FunctionConfig><FunctionMetadata>"
            + tag("FunctionARN", arn(name))
            + tag("Stage", stage)
            + tag("LastModifiedTime", "2026-11-01T09:00:00Z")
            + "</FunctionMetadata>");
  }
}
