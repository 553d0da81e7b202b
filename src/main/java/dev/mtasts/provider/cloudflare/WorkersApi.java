package dev.mtasts.provider.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import okhttp3.RequestBody;

/**
 * The calls of one account that concern Workers. Their failures say which permissions Workers need.
 */
final class WorkersApi {
  private final CloudflareClient client;
  private final String account;

  WorkersApi(CloudflareClient client, String account) {
    this.client = client;
    this.account = account;
  }

  /**
   * A script, as the listing shows it.
   *
   * @param etag the service's digest of all its modules; "" where it shows none
   * @param tags what its makers noted with it
   */
  record Row(String name, String etag, List<String> tags) {
    static Row from(JsonNode json) {
      List<String> tags = new ArrayList<>();
      json.path("tags").forEach(tag -> tags.add(tag.asText()));
      return new Row(json.path("id").asText(), json.path("etag").asText(""), List.copyOf(tags));
    }
  }

  /**
   * A custom domain.
   *
   * @param service the script that answers for it
   * @param certificate the id of its certificate; "" before there is one
   */
  record Attached(String id, String hostname, String service, String certificate) {
    static Attached from(JsonNode json) {
      return new Attached(
          json.path("id").asText(),
          json.path("hostname").asText(),
          json.path("service").asText(),
          json.path("cert_id").asText(""));
    }
  }

  /** All scripts of the account. */
  List<Row> scripts() {
    List<Row> rows = new ArrayList<>();
    JsonNode found =
        asking(
            () ->
                client
                    .get("list the Worker scripts " + where(), path("scripts"), Map.of())
                    .result());
    found.forEach(json -> rows.add(Row.from(json)));
    return rows;
  }

  /** The modules of a script, by name. */
  Map<String, String> modules(String script) {
    String tried = "read the Worker script " + script + " " + where();
    Reply.Content content =
        asking(() -> client.getContent(tried, path("scripts/" + script + "/content/v2")));
    return ScriptForm.read(content, tried);
  }

  /** Bindings and settings of a script. */
  JsonNode settings(String script) {
    return asking(
        () ->
            client
                .get(
                    "read the settings of the Worker script " + script + " " + where(),
                    path("scripts/" + script + "/settings"),
                    Map.of())
                .result());
  }

  /** Puts a script in place, with all its modules and metadata. */
  Reply upload(String script, RequestBody form) {
    return client.put(path("scripts/" + script), form);
  }

  /** The custom domains of the account; those with this name only, where {@code query} has one. */
  Reply.Ok domains(Map<String, String> query) {
    return asking(() -> client.get("list the custom domains " + where(), path("domains"), query));
  }

  /** Attaches a custom domain to a script, or moves it there. */
  Reply attach(ObjectNode domain) {
    return client.put(path("domains"), domain);
  }

  /** Detaches a custom domain; its record and its certificate go with it. */
  Reply detach(String id) {
    return client.delete(path("domains/" + id));
  }

  /** Waits before a repetition. */
  void backOff(int attempt) {
    client.backOff(attempt);
  }

  /** For messages. */
  String where() {
    return "of the Cloudflare account " + account;
  }

  /** The failure of a refused write, with what to do where it is about Workers. */
  Failure failure(Reply.Refused refused, String tried) {
    return told(refused.failure(tried));
  }

  private <T> T asking(Supplier<T> call) {
    try {
      return call.get();
    } catch (ProviderException e) {
      throw told(e.failure()).asException();
    }
  }

  private Failure told(Failure failure) {
    String todo =
        switch (failure.kind()) {
          case DENIED ->
              "Give the token Workers Scripts:Edit for this account (Workers Scripts:Read to plan),"
                  + " and Zone:Read for the zones.";
          case MISSING -> "Check 'account_id', and that the token belongs to that account.";
          default -> failure.todo();
        };
    return new Failure(failure.kind(), failure.tried(), failure.because(), todo);
  }

  private String path(String below) {
    return "accounts/" + account + "/workers/" + below;
  }
}
