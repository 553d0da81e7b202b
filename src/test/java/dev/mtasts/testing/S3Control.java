package dev.mtasts.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.ByteString;

/**
 * S3 in front of {@link S3Server} with what that server does not have: bucket policies, blocks of
 * public access, versioning. Everything else goes to the server as it came.
 */
public final class S3Control implements AutoCloseable {
  private static final Set<String> OURS = Set.of("policy", "publicAccessBlock", "versioning");
  private static final String ACCOUNT = "111122223333";
  private static final Set<String> NOT_PASSED =
      Set.of("content-length", "transfer-encoding", "connection", "accept-encoding");

  private final LoopbackServer server;
  private final OkHttpClient client = new OkHttpClient();
  private final URI behind;
  private final Map<String, String> state = new HashMap<>();
  private final Map<String, String> owners = new HashMap<>();
  private final List<String> made = new CopyOnWriteArrayList<>();
  private final List<String> log = new CopyOnWriteArrayList<>();

  /** Starts on a free loopback port. */
  public S3Control(URI behind) {
    this.behind = behind;
    server = new LoopbackServer(this::answer);
  }

  /** Where it listens. */
  public URI endpoint() {
    return server.endpoint();
  }

  /** The buckets made through it, in order. */
  public List<String> made() {
    return List.copyOf(made);
  }

  /** The policy of a bucket, or "". */
  public synchronized String policy(String bucket) {
    return state.getOrDefault(bucket + "?policy", "");
  }

  /** Sets the policy of a bucket. */
  public synchronized void policy(String bucket, String json) {
    state.put(bucket + "?policy", json);
  }

  /** Gives a bucket to another account, which lets everything be done with it. */
  public synchronized void owner(String bucket, String account) {
    owners.put(bucket, account);
  }

  /** Forgets the policy, the block or the versioning of a bucket. */
  public synchronized void forget(String bucket, String what) {
    state.remove(bucket + "?" + what);
  }

  /** Whether public access is blocked, whether old versions are kept. */
  public synchronized boolean has(String bucket, String what) {
    String wanted = what.equals("versioning") ? "<Status>Enabled<" : "true<";
    return state.getOrDefault(bucket + "?" + what, "").contains(wanted);
  }

  /** The requests about buckets so far. */
  public List<String> log() {
    return List.copyOf(log);
  }

  /** Forgets the requests so far. */
  public void clearLog() {
    log.clear();
  }

  @Override
  public void close() {
    server.close();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }

  private MockResponse answer(RecordedRequest request) {
    List<String> path = request.getUrl().pathSegments();
    String bucket = path.get(0);
    boolean whole = path.size() < 2 || path.get(1).isEmpty();
    for (String what : request.getUrl().queryParameterNames()) {
      if (whole && OURS.contains(what)) {
        log.add(request.getMethod() + " " + bucket + "?" + what);
        return control(request, bucket, what);
      }
    }
    MockResponse passed = pass(request);
    if (whole && request.getMethod().equals("PUT")) {
      log.add("PUT " + bucket);
      if (passed.getCode() == 200) {
        made.add(bucket);
      }
    }
    return passed;
  }

  private synchronized MockResponse control(RecordedRequest request, String bucket, String what) {
    if (!exists(bucket)) {
      return error(404, "NoSuchBucket");
    }
    String expected = request.getHeaders().get("x-amz-expected-bucket-owner");
    if (expected != null && !expected.equals(owners.getOrDefault(bucket, ACCOUNT))) {
      return error(403, "AccessDenied");
    }
    String key = bucket + "?" + what;
    String body = request.getBody() == null ? "" : request.getBody().utf8();
    switch (request.getMethod()) {
      case "PUT" -> {
        state.put(key, body);
        return new MockResponse.Builder().code(what.equals("policy") ? 204 : 200).build();
      }
      case "DELETE" -> {
        state.remove(key);
        return new MockResponse.Builder().code(204).build();
      }
      default -> {
        String known = state.get(key);
        if (known != null) {
          return new MockResponse.Builder().body(known).build();
        }
        return switch (what) {
          case "policy" -> error(404, "NoSuchBucketPolicy");
          case "publicAccessBlock" -> error(404, "NoSuchPublicAccessBlockConfiguration");
          default -> new MockResponse.Builder().body("<VersioningConfiguration/>").build();
        };
      }
    }
  }

  private boolean exists(String bucket) {
    return S3Server.shared().client().listBuckets().buckets().stream()
        .anyMatch(each -> each.name().equals(bucket));
  }

  private MockResponse pass(RecordedRequest request) {
    Request.Builder on = new Request.Builder().url(behind.toString() + request.getTarget());
    for (String name : request.getHeaders().names()) {
      if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) {
        request.getHeaders().values(name).forEach(value -> on.addHeader(name, value));
      }
    }
    ByteString body = request.getBody();
    boolean bodied = Set.of("PUT", "POST").contains(request.getMethod());
    on.method(
        request.getMethod(),
        bodied ? RequestBody.create(body == null ? ByteString.EMPTY : body, null) : null);
    try (Response response = client.newCall(on.build()).execute()) {
      MockResponse.Builder back = new MockResponse.Builder().code(response.code());
      List<String> names = new ArrayList<>(response.headers().names());
      for (String name : names) {
        if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) {
          back.addHeader(name, response.header(name, ""));
        }
      }
      byte[] bytes = response.body().bytes();
      if (!request.getMethod().equals("HEAD")) {
        back.body(new okio.Buffer().write(bytes));
      }
      return back.build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MockResponse error(int status, String code) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/xml")
        .body("<Error><Code>" + code + "</Code><Message>test</Message></Error>")
        .build();
  }
}
