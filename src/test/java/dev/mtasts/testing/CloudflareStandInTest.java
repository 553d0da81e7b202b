package dev.mtasts.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stand-in is as strict as the documentation, or the adapter's tests prove nothing. */
final class CloudflareStandInTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CloudflareStandIn standIn = new CloudflareStandIn();
  private final CloudflareZone zone = standIn.addZone("acme.example");
  private final OkHttpClient http = new OkHttpClient();
  private boolean closed;

  private record Answer(int code, String retryAfter, JsonNode body) {
    String codes() {
      StringBuilder codes = new StringBuilder();
      body.path("errors")
          .forEach(
              error -> {
                codes.append(error.path("code").asText()).append(' ');
                error.path("error_chain").forEach(e -> codes.append(e.path("code").asText()));
              });
      return codes.toString();
    }
  }

  @AfterEach
  void close() {
    http.connectionPool().evictAll();
    http.dispatcher().executorService().shutdown();
    if (!closed) {
      standIn.close();
    }
  }

  private Answer call(String method, String path, @Nullable String body) throws IOException {
    return call(method, path, body, "Bearer " + CloudflareStandIn.TOKEN);
  }

  private Answer call(String method, String path, @Nullable String body, String authorization)
      throws IOException {
    RequestBody content =
        body == null
            ? null
            : RequestBody.create(body.getBytes("UTF-8"), MediaType.get("application/json"));
    Request request =
        new Request.Builder()
            .url(standIn.baseUrl() + path)
            .header("Authorization", authorization)
            .method(method, content)
            .build();
    try (Response response = http.newCall(request).execute()) {
      String retryAfter = String.valueOf(response.header("Retry-After"));
      return new Answer(response.code(), retryAfter, JSON.readTree(response.body().string()));
    }
  }

  private Answer batch(String body) throws IOException {
    return call("POST", "/zones/" + zone.id() + "/dns_records/batch", body.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "TXT, v=STSv1, 300, 9005",
        "TXT, \\\"a\\\" b, 300, 9005",
        "A, 192.0.2.256, 300, 9005",
        "AAAA, 192.0.2.1, 300, 9005",
        "CNAME, x.acme.example, 300, 9039",
        "A, 192.0.2.1, 59, 9021",
        "A, 192.0.2.1, 86401, 9021"
      })
  void recordsThatAreNotValidAreRefused(String type, String content, int ttl, String code)
      throws IOException {
    Answer answer =
        batch(
            String.format(
                "{'posts':[{'type':'%s','name':'x.acme.example','content':'%s','ttl':%d}]}",
                type, content, ttl));

    assertThat(answer.code()).isEqualTo(400);
    assertThat(answer.codes()).contains("1004").contains(code);
    closed = true; // Some of these the schema refuses as well, which is not the point here.
    try {
      standIn.close();
    } catch (AssertionError expected) {
      assertThat(expected).hasMessageContaining("request");
    }
  }

  @Test
  void namesOutsideTheZoneLongCommentsAndLongStringsAreRefused() throws IOException {
    String text = "'content':'\\'%s\\'','ttl':1".replace("\\'", "\\\\\"").replace("\\\\", "\\");
    String form = "{'posts':[{'type':'TXT','name':'%s',%s%s}]}";

    assertThat(batch(form.formatted("x.other.example", text.formatted("a"), "")).codes())
        .contains("9000");
    assertThat(batch(form.formatted("x.acme.example", text.formatted("a".repeat(256)), "")).codes())
        .contains("9101");
    String comment = ",'comment':'" + "c".repeat(101) + "'";
    assertThat(batch(form.formatted("x.acme.example", text.formatted("a"), comment)).codes())
        .contains("9300");
    assertThat(zone.ids()).isEmpty();
  }

  @Test
  void anAliasStandsAloneAndNothingStandsTwice() throws IOException {
    zone.add("a.acme.example", "A", 300, "192.0.2.1");
    zone.add("c.acme.example", "CNAME", 300, "cdn.example");
    String form = "{'posts':[{'type':'%s','name':'%s.acme.example','content':'%s','ttl':300}]}";

    assertThat(batch(form.formatted("CNAME", "a", "cdn.example")).codes()).contains("81053");
    assertThat(batch(form.formatted("A", "c", "192.0.2.1")).codes()).contains("81054");
    assertThat(batch(form.formatted("A", "a", "192.0.2.1")).codes()).contains("81058");
  }

  @Test
  void aBatchGoesInItsDocumentedOrderAndIsAllOrNothing() throws IOException {
    zone.add("a.acme.example", "A", 300, "192.0.2.1");
    String id = zone.ids().get(0);
    String alias =
        "'posts':[{'type':'CNAME','name':'a.acme.example','content':'cdn.example','ttl':300}";

    assertThat(batch("{" + alias + ",{'type':'A','name':'b','ttl':1}]}").code()).isEqualTo(400);
    assertThat(batch("{" + alias + "],'deletes':[{'id':'ffff'}]}").codes()).contains("81044");
    assertThat(zone.ids()).containsExactly(id);
    assertThat(batch("{" + alias + "],'deletes':[{'id':'" + id + "'}]}").code()).isEqualTo(200);
    assertThat(zone.records("a.acme.example", "A")).isEmpty();
    assertThat(zone.records("a.acme.example", "CNAME")).hasSize(1);
  }

  @Test
  void aBatchHasTheSizeThatThePlanAllows() throws IOException {
    String posts =
        IntStream.range(0, 201)
            .mapToObj(
                i ->
                    String.format(
                        "{'type':'A','name':'x.acme.example','content':'10.0.0.%d','ttl':1}", i))
            .collect(Collectors.joining(","));

    assertThat(batch("{'posts':[" + posts + "]}").code()).isEqualTo(400);
    assertThat(batch("{}").code()).isEqualTo(400);
    zone.plan("enterprise");
    assertThat(batch("{'posts':[" + posts + "]}").code()).isEqualTo(200);
  }

  @Test
  void tokensAreChecked() throws IOException {
    assertThat(call("GET", "/zones", null, "Bearer short").codes()).contains("6003 6111");
    assertThat(call("GET", "/zones", null, "Bearer " + "x".repeat(40)).code()).isEqualTo(403);
  }

  @Test
  void pagesHaveTheirDocumentedSizes() throws IOException {
    assertThat(call("GET", "/zones?per_page=50", null).code()).isEqualTo(200);
    assertThat(call("GET", "/zones/" + zone.id() + "/dns_records?per_page=5001", null).code())
        .isEqualTo(400);
  }

  @Test
  void oneRequestTooManyLocksOutForAWindow() throws IOException {
    CloudflareRate rate = CloudflareRate.still(2, Duration.ofMinutes(5));
    standIn.rate(rate);
    call("GET", "/zones", null);
    call("GET", "/zones", null);

    assertThat(call("GET", "/zones", null).code()).isEqualTo(429);
    rate.advance(Duration.ofSeconds(299));
    Answer locked = call("GET", "/zones", null);
    assertThat(locked.code()).isEqualTo(429);
    assertThat(locked.retryAfter()).isEqualTo("1");
    rate.advance(Duration.ofSeconds(1));
    assertThat(call("GET", "/zones", null).code()).isEqualTo(200);
  }

  @Test
  void singleRecordsCanBeMadeChangedAndDeleted() throws IOException {
    String records = "/zones/" + zone.id() + "/dns_records";
    String body =
        "{\"type\":\"A\",\"name\":\"a.acme.example\",\"content\":\"192.0.2.1\",\"ttl\":1}";

    String id = call("POST", records, body).body().path("result").path("id").asText();
    Answer patched = call("PATCH", records + "/" + id, "{\"content\":\"192.0.2.2\"}");
    assertThat(patched.body().path("result").path("content").asText()).isEqualTo("192.0.2.2");
    standIn.next(call -> call.method().equals("DELETE"), CloudflareFault.empty());

    assertThat(call("DELETE", records + "/" + id, "{}").body().isMissingNode()).isTrue();
    assertThat(zone.ids()).isEmpty();
  }

  @Test
  void whatThePublishedSchemaDoesNotKnowFailsTheTest() throws IOException {
    assumeTrue(CloudflareSchema.isThere(), "Cloudflare's OpenAPI file is not there");

    call("GET", "/zones?colour=red", null);
    call("GET", "/zones?per_page=51", null);
    batch("{'posts':[{'type':'A','name':'x.acme.example','content':'no address','ttl':1}]}");
    closed = true;

    assertThatThrownBy(standIn::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("colour")
        .hasMessageContaining("maximum value of 50")
        .hasMessageContaining("ipv4");
  }
}
