package dev.mtasts.provider.cloudflare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mtasts.provider.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Authenticated calls to the API: paced, waited for where the service asks to wait, and repeated
 * where a repetition is harmless. The token is in the request's header and nowhere else: every text
 * that leaves this class has been searched for it.
 */
final class CloudflareClient implements AutoCloseable {
  private static final int ATTEMPTS = 4;
  private static final int WAITS = 3;
  private static final int LONGEST_TEXT = 300;
  private static final MediaType JSON_TYPE = MediaType.get("application/json");

  private final HttpUrl base;
  private final Supplier<String> secret;
  private final Pace pace;
  private @Nullable OkHttpClient http;
  private @Nullable String token;

  /**
   * Does no I/O.
   *
   * @param base the API's address, its path included
   * @param secret looks the token up; called once, before the first request
   */
  CloudflareClient(HttpUrl base, Supplier<String> secret, Pace pace) {
    this.base = base;
    this.secret = secret;
    this.pace = pace;
  }

  /**
   * Reads, repeating what fails for reasons that pass.
   *
   * @param tried what for, as {@link Failure#tried} wants it
   * @throws dev.mtasts.provider.ProviderException where there is no answer, or a refusal
   */
  Reply.Ok get(String tried, String path, Map<String, String> query) {
    return insist(tried, new Request.Builder().url(url(path, query)).get(), Reply.Ok.class);
  }

  /** As {@link #get}, for what the service answers with parts instead of an envelope. */
  Reply.Content getContent(String tried, String path) {
    return insist(tried, new Request.Builder().url(url(path, Map.of())).get(), Reply.Content.class);
  }

  private <R extends Reply> R insist(String tried, Request.Builder request, Class<R> kind) {
    for (int attempt = 1; ; attempt++) {
      Reply reply = send(request);
      boolean empty = reply instanceof Reply.Ok ok && ok.result().isMissingNode();
      if (kind.isInstance(reply) && !empty) {
        return kind.cast(reply);
      }
      if (reply instanceof Reply.Refused refused) {
        throw refused.failure(tried).asException();
      }
      if (attempt == ATTEMPTS) {
        Reply.Lost lost =
            reply instanceof Reply.Lost silent
                ? silent
                : new Reply.Lost(empty ? "the answer was empty" : "the answer was something else");
        throw lost.failure(tried).asException();
      }
      pace.tryAgain(attempt, ATTEMPTS);
    }
  }

  /**
   * Sends a change once: a lost answer is the caller's to look up. Only a request that the service
   * turned away unread (429) is sent again.
   */
  Reply post(String path, JsonNode body) {
    return send(new Request.Builder().url(url(path, Map.of())).post(json(body)));
  }

  /** As {@link #post}. */
  Reply put(String path, JsonNode body) {
    return put(path, json(body));
  }

  /** As {@link #post}, with a body of another type. */
  Reply put(String path, RequestBody body) {
    return send(new Request.Builder().url(url(path, Map.of())).put(body));
  }

  /** As {@link #post}. */
  Reply delete(String path) {
    return send(new Request.Builder().url(url(path, Map.of())).delete());
  }

  private static RequestBody json(JsonNode body) {
    return RequestBody.create(body.toString().getBytes(StandardCharsets.UTF_8), JSON_TYPE);
  }

  /** Waits before the {@code attempt}th repetition of something that was looked up first. */
  void backOff(int attempt) {
    pace.backOff(attempt);
  }

  private HttpUrl url(String path, Map<String, String> query) {
    HttpUrl.Builder url = base.newBuilder().addPathSegments(path);
    query.forEach(url::addQueryParameter);
    return url.build();
  }

  private Reply send(Request.Builder request) {
    Request ready =
        request
            .header("Authorization", "Bearer " + token())
            .header("Accept", "application/json")
            .header("User-Agent", "mtasts")
            .build();
    for (int waits = 0; ; waits++) {
      pace.take();
      Reply reply = exchange(ready);
      if (!(reply instanceof Reply.Refused refused)
          || !refused.throttled()
          || !Pace.bearable(refused.retryAfter())
          || waits == WAITS) {
        return reply;
      }
      if (refused.retryAfter().isZero()) {
        pace.backOff(waits + 3);
      } else {
        pace.sitOut(refused.retryAfter());
      }
    }
  }

  private Reply exchange(Request request) {
    try (Response response = http().newCall(request).execute()) {
      pace.learn(response.header("Ratelimit"));
      byte[] body = response.body().bytes();
      MediaType type = response.body().contentType();
      if (response.isSuccessful() && type != null && type.type().equals("multipart")) {
        return new Reply.Content(ByteString.of(body), type);
      }
      JsonNode envelope = Envelope.parse(body, response.isSuccessful());
      int status = response.code();
      if (status >= 500 || status == 408) {
        return new Reply.Lost(
            clean("Cloudflare answered HTTP " + status + Envelope.said(envelope)));
      }
      boolean success = response.isSuccessful();
      if (success && envelope.isMissingNode()) {
        return new Reply.Ok(envelope, envelope);
      }
      if (success && envelope.path("success").asBoolean(false)) {
        return new Reply.Ok(envelope.path("result"), envelope.path("result_info"));
      }
      return new Reply.Refused(
          status,
          Envelope.faults(envelope, this::clean),
          Envelope.retryAfter(response.header("Retry-After")));
    } catch (JsonProcessingException e) {
      return new Reply.Lost("the answer was not JSON");
    } catch (IOException e) {
      String what = e.getClass().getSimpleName() + ": " + e.getMessage();
      return new Reply.Lost(clean("the connection failed with " + what));
    }
  }

  /** One printable line without the token, of a length that fits a message. */
  private String clean(String text) {
    String line = text.replace(token(), "…").replaceAll("\\p{Cntrl}+", " ").strip();
    String bare = line.replaceAll("[. ]+$", "");
    return bare.length() <= LONGEST_TEXT ? bare : bare.substring(0, LONGEST_TEXT) + "…";
  }

  private synchronized String token() {
    if (token == null) {
      String found = secret.get();
      if (!found.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
        throw new Failure(
                Failure.Kind.CREDENTIALS,
                "use the Cloudflare API token",
                "it holds a character that no token has, such as a space or a line break",
                "Store the token alone, as Cloudflare showed it.")
            .asException();
      }
      token = found;
    }
    return token;
  }

  private synchronized OkHttpClient http() {
    if (http == null) {
      http =
          new OkHttpClient.Builder()
              .connectTimeout(Duration.ofSeconds(10))
              .readTimeout(Duration.ofSeconds(20))
              .callTimeout(Duration.ofSeconds(60))
              // A repeated POST may be applied twice, and a redirect would carry the token away.
              .retryOnConnectionFailure(false)
              .followRedirects(false)
              .followSslRedirects(false)
              .build();
    }
    return http;
  }

  @Override
  public synchronized void close() {
    if (http != null) {
      http.dispatcher().executorService().shutdown();
      http.connectionPool().evictAll();
    }
  }

  @Override
  public String toString() {
    return "Cloudflare API at " + base;
  }
}
