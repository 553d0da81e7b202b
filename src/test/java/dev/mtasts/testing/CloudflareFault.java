package dev.mtasts.testing;

import java.util.function.Supplier;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;

/** What goes wrong with one call. */
@FunctionalInterface
public interface CloudflareFault {
  /**
   * The answer instead.
   *
   * @param real does what was asked for, and gives the answer that would be right
   */
  MockResponse answer(Supplier<MockResponse> real);

  /** Refused with an error envelope, and not done. */
  static CloudflareFault refused(int status, int code, String message) {
    return real -> envelope(status, code, message).build();
  }

  /** Too many requests; {@code retryAfter} in seconds. */
  static CloudflareFault throttled(long retryAfter) {
    return real ->
        envelope(429, 10429, "Rate limited.").setHeader("Retry-After", retryAfter).build();
  }

  /** An error page of something in between, and not done. */
  static CloudflareFault page(int status) {
    return real -> new MockResponse.Builder().code(status).body("<html>busy</html>").build();
  }

  /** A line of text of something in between, and not done. */
  static CloudflareFault words(int status) {
    return real ->
        new MockResponse.Builder()
            .code(status)
            .setHeader("Content-Type", "text/plain; charset=UTF-8")
            .body("error code: 1015")
            .build();
  }

  /** The connection drops, and it was not done. */
  static CloudflareFault lost() {
    return real -> dropped(new MockResponse.Builder());
  }

  /** It was done, and the connection drops before the answer. */
  static CloudflareFault lostAfterwards() {
    return real -> dropped(real.get().newBuilder());
  }

  /** It was done, and the answer is a 200 without a body, as it happens with deletions. */
  static CloudflareFault empty() {
    return real -> real.get().newBuilder().body("").build();
  }

  /** It was done, and half of the answer arrives. */
  static CloudflareFault cut() {
    return real -> real.get().newBuilder().onResponseBody(new SocketEffect.CloseSocket()).build();
  }

  /** Something happens in between, then all goes well. */
  static CloudflareFault meanwhile(Runnable what) {
    return real -> {
      what.run();
      return real.get();
    };
  }

  private static MockResponse dropped(MockResponse.Builder response) {
    return response.onResponseStart(new SocketEffect.CloseSocket()).build();
  }

  private static MockResponse.Builder envelope(int status, int code, String message) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/json")
        .body(new CloudflareRefusal(status, code, message).envelope().toString());
  }
}
