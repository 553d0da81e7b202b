package dev.mtasts.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Cloudflare's API v4 for zones, DNS records and Workers, on a loopback port. It keeps state,
 * enforces the documented limits, and is stricter than the original where the original is known to
 * be lenient: unknown parameters and fields are refused, TXT content must be quoted. Every request
 * and answer is checked against the published schema where {@link CloudflareSchema} finds it; what
 * violates it makes {@link #close} throw.
 */
public final class CloudflareStandIn implements AutoCloseable {
  /** The token that it accepts. */
  public static final String TOKEN = "cfut_S3cr3tT0kenOfTheStandIn0123456789abcdef";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One request.
   *
   * @param path below the base URL, such as {@code zones}
   * @param body the JSON sent, of a form its metadata; null for none
   */
  public record Call(
      String method, String path, Map<String, String> query, @Nullable JsonNode body) {
    /** Whether it is a batch of record changes. */
    public boolean isBatch() {
      return method.equals("POST") && path.endsWith("/batch");
    }

    /** Whether it uploads a script. */
    public boolean isUpload() {
      return method.equals("PUT") && path.contains("/workers/scripts/");
    }

    /** Whether it downloads a script. */
    public boolean isDownload() {
      return path.endsWith("/content/v2");
    }

    /** Whether it attaches a custom domain. */
    public boolean attaches() {
      return method.equals("PUT") && path.endsWith("/workers/domains");
    }

    /** Whether it lists records of a zone. */
    public boolean listsRecords() {
      return method.equals("GET") && path.endsWith("/dns_records");
    }
  }

  private record Planned(Predicate<Call> when, CloudflareFault fault) {}

  private final LoopbackServer server;
  private final Map<String, CloudflareZone> zones = new LinkedHashMap<>();
  private final CloudflareWorkers workers = new CloudflareWorkers(zones);
  private final List<Call> calls = new ArrayList<>();
  private final List<Planned> planned = new ArrayList<>();
  private final CloudflareSchema schema = CloudflareSchema.find();
  private CloudflareRate rate = new CloudflareRate(1_200, Duration.ofMinutes(5));

  /** Starts it, without zones. */
  public CloudflareStandIn() {
    server = new LoopbackServer(this::answerOrNote);
  }

  private MockResponse answerOrNote(RecordedRequest request) {
    try {
      return answer(request);
    } catch (RuntimeException e) {
      // Nobody would hear of it otherwise: the client would only see no answer.
      schema.note("the stand-in broke: " + e);
      return new MockResponse.Builder().code(500).build();
    }
  }

  /** What {@code base_url} or {@code CLOUDFLARE_BASE_URL} has to be. */
  public String baseUrl() {
    return server.endpoint() + "/client/v4";
  }

  /** Adds an active, full zone on the Free plan. */
  public CloudflareZone addZone(String name) {
    return addZone(name, zone -> zone);
  }

  /** Adds a zone that is special in some way. */
  public synchronized CloudflareZone addZone(String name, UnaryOperator<CloudflareZone> special) {
    CloudflareZone zone = special.apply(new CloudflareZone(zones.size() + 1, name));
    zones.put(zone.id(), zone);
    return zone;
  }

  /** The only zone of that name. */
  public synchronized CloudflareZone zone(String name) {
    return zones.values().stream()
        .filter(zone -> zone.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The Workers of all accounts. */
  public CloudflareWorkers workers() {
    return workers;
  }

  /** Deletes a zone. */
  public synchronized void removeZone(String name) {
    zones.remove(zone(name).id());
  }

  /** Another budget, or another clock; the default is the documented one in real time. */
  public synchronized void rate(CloudflareRate other) {
    rate = other;
  }

  /** Treats the next call that fits so; several plans for one call apply one after the other. */
  public synchronized void next(Predicate<Call> when, CloudflareFault fault) {
    planned.add(new Planned(when, fault));
  }

  /** Treats the next {@code times} calls that fit so. */
  public synchronized void next(int times, Predicate<Call> when, CloudflareFault fault) {
    for (int i = 0; i < times; i++) {
      next(when, fault);
    }
  }

  /** All requests since the start or the last {@link #forget}. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** How many of them fit. */
  public long count(Predicate<Call> which) {
    return calls().stream().filter(which).count();
  }

  /** Empties the log. */
  public synchronized void forget() {
    calls.clear();
  }

  /** Stops it, and throws where a request or an answer violated the schema. */
  @Override
  public void close() {
    server.close();
    schema.assertNoViolations();
  }

  private synchronized MockResponse answer(RecordedRequest request) {
    Call call = call(request);
    calls.add(call);
    for (Planned plan : planned) {
      if (plan.when.test(call)) {
        planned.remove(plan);
        return plan.fault.answer(() -> answer(request, call));
      }
    }
    return answer(request, call);
  }

  private MockResponse answer(RecordedRequest request, Call call) {
    CloudflareRate.Verdict verdict = rate.spend();
    MockResponse.Builder response = new MockResponse.Builder();
    rate.headers(verdict).forEach(response::setHeader);
    response.setHeader("Content-Type", "application/json");
    int status = 200;
    ObjectNode envelope;
    try {
      if (!verdict.allowed()) {
        throw new CloudflareRefusal(
            429, 10429, "Rate limited. Please wait and consider throttling your requests.");
      }
      schema.checkRequest(call);
      authorise(request.getHeaders().get("Authorization"));
      if (call.isDownload()) {
        CloudflareForm form = workers.content(call);
        return response.setHeader("Content-Type", form.type()).body(form.text()).build();
      }
      envelope = work(request, call);
    } catch (CloudflareRefusal refusal) {
      status = refusal.status();
      envelope = refusal.envelope();
    }
    schema.checkAnswer(call, status, envelope);
    return response.code(status).body(envelope.toString()).build();
  }

  private static void authorise(@Nullable String header) {
    if (header == null) {
      throw new CloudflareRefusal(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization");
    }
    if (!header.matches("Bearer [A-Za-z0-9_-]{40,}")) {
      throw new CloudflareRefusal(
          400, 6003, "Invalid request headers", 6111, "Invalid format for Authorization header");
    }
    if (!header.equals("Bearer " + TOKEN)) {
      throw new CloudflareRefusal(403, 9109, "Invalid access token");
    }
  }

  private ObjectNode work(RecordedRequest request, Call call) {
    String[] path = call.path.split("/");
    if (path[0].equals("accounts") && path.length > 3 && path[2].equals("workers")) {
      return workers.answer(call, path, CloudflareForm.of(request));
    }
    if (!path[0].equals("zones")) {
      throw new CloudflareRefusal(400, 7000, "No route for that URI");
    }
    if (path.length == 1) {
      return listZones(call);
    }
    CloudflareZone zone = zones.get(path[1]);
    if (zone == null) {
      throw new CloudflareRefusal(
          404,
          7003,
          "Could not route to /zones/"
              + path[1]
              + ", perhaps your object identifier is"
              + " invalid?");
    }
    if (path.length == 2) {
      return CloudflarePages.envelope(zone.json());
    }
    if (call.method.equals("GET") && path.length == 3) {
      return CloudflarePages.page(zone.matching(call.query), call.query, 100, 1, 5_000);
    }
    if (!"application/json".equals(request.getHeaders().get("Content-Type"))) {
      throw new CloudflareRefusal(400, 6007, "Malformed JSON in request body");
    }
    return CloudflarePages.envelope(zone.change(call.method, path, call.body));
  }

  private ObjectNode listZones(Call call) {
    Map<String, String> query = call.query;
    ArrayNode found = JsonNodeFactory.instance.arrayNode();
    zones.values().stream()
        .filter(zone -> query.getOrDefault("name", zone.shown()).equals(zone.shown()))
        .filter(zone -> query.getOrDefault("account.id", zone.account()).equals(zone.account()))
        .sorted(Comparator.comparing(CloudflareZone::name).thenComparing(CloudflareZone::id))
        .forEach(zone -> found.add(zone.json()));
    CloudflarePages.refuseUnknown(query, List.of("name", "account.id", "page", "per_page"));
    return CloudflarePages.page(found, query, 20, 5, 50);
  }

  private static Call call(RecordedRequest request) {
    HttpUrl url = request.getUrl();
    List<String> segments = url.pathSegments();
    Map<String, String> query = new LinkedHashMap<>();
    for (String name : url.queryParameterNames()) {
      query.put(name, String.valueOf(url.queryParameter(name)));
    }
    ByteString body = request.getBody();
    JsonNode json = null;
    try {
      CloudflareForm form = CloudflareForm.of(request);
      if (form != null) {
        json = JSON.readTree(form.part("metadata").text());
      } else if (body != null && body.size() > 0) {
        json = JSON.readTree(body.toByteArray());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String path = String.join("/", segments.subList(Math.min(2, segments.size()), segments.size()));
    return new Call(request.getMethod(), path, query, json);
  }
}
