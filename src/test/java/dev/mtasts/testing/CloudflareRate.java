package dev.mtasts.testing;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * So many requests in a window; one more, and nothing is answered for the length of a window
 * (https://developers.cloudflare.com/fundamentals/api/reference/limits/). Its clock can be turned
 * by a test, so that waiting takes no time.
 */
public final class CloudflareRate {
  /** Whether a request is answered. */
  record Verdict(boolean allowed, long remaining, long resetSeconds) {}

  private final int budget;
  private final Duration window;
  private final LongSupplier nanos;
  private boolean showsHeader = true;
  private long turned;
  private long start;
  private long lockedUntil = Long.MIN_VALUE;
  private int spent;

  /** In real time. */
  public CloudflareRate(int budget, Duration window) {
    this(budget, window, System::nanoTime);
  }

  private CloudflareRate(int budget, Duration window, LongSupplier nanos) {
    this.budget = budget;
    this.window = window;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  /** On a clock that only {@link #advance} moves. */
  public static CloudflareRate still(int budget, Duration window) {
    return new CloudflareRate(budget, window, () -> 0);
  }

  /** Without the {@code Ratelimit} headers, as the API was before September 2025. */
  public CloudflareRate silent() {
    showsHeader = false;
    return this;
  }

  /** Lets time pass. */
  public synchronized void advance(Duration time) {
    turned += time.toNanos();
  }

  /** Somebody else of the same user makes requests. */
  public synchronized void spendElsewhere(int requests) {
    spent += requests;
  }

  synchronized Verdict spend() {
    long now = nanos.getAsLong() + turned;
    if (now < lockedUntil) {
      return new Verdict(false, 0, seconds(lockedUntil - now));
    }
    if (now - start >= window.toNanos()) {
      start = now;
      spent = 0;
    }
    spent++;
    if (spent > budget) {
      lockedUntil = now + window.toNanos();
      spent = 0;
      start = lockedUntil;
      return new Verdict(false, 0, window.toSeconds());
    }
    return new Verdict(true, budget - spent, seconds(start + window.toNanos() - now));
  }

  Map<String, String> headers(Verdict verdict) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (!verdict.allowed()) {
      headers.put("Retry-After", Long.toString(verdict.resetSeconds()));
    }
    if (showsHeader) {
      headers.put(
          "Ratelimit", "\"default\";r=" + verdict.remaining() + ";t=" + verdict.resetSeconds());
      headers.put("Ratelimit-Policy", "\"default\";q=" + budget + ";w=" + window.toSeconds());
    }
    return headers;
  }

  private static long seconds(long nanos) {
    return (nanos + 999_999_999L) / 1_000_000_000L;
  }
}
