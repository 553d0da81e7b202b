package dev.mtasts.provider.cloudflare;

import dev.mtasts.provider.Pacer;
import dev.mtasts.provider.Progress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run below 1,200 requests in five minutes, because one too many locks the user out of API
 * and dashboard for the next five
 * (https://developers.cloudflare.com/fundamentals/api/reference/limits/).
 *
 * <p>As long as the service says in {@code Ratelimit} how much is left, that is what counts: full
 * speed down to a reserve for others who share the limit, then spread over what is left of the
 * window. Without the header a token bucket whose burst and refill together stay below the limit.
 */
final class Pace {
  /** A lock-out lasts five minutes; whoever asks for more is not waited for. */
  static final Duration LONGEST = Duration.ofMinutes(6);

  private static final int RESERVE = 50;
  private static final double BURST = 200;
  private static final double PER_SECOND = 1000.0 / 300;
  private static final Duration SLICE = Duration.ofSeconds(5);

  private static final Pattern ITEM =
      Pattern.compile("\"[^\"]*\"\\s*;\\s*r=(\\d{1,9})\\s*;\\s*t=(\\d{1,9})");

  private final Pacer bucket;
  private final Pacer.Sleeper sleeper;
  private final Progress progress;
  private volatile boolean told;
  private int free;
  private Duration gap = Duration.ZERO;

  Pace(Pacer.Sleeper sleeper, Progress progress) {
    this.bucket = new Pacer(BURST, PER_SECOND, sleeper);
    this.sleeper = sleeper;
    this.progress = progress;
  }

  /** Waits until one more request may go. */
  void take() {
    Duration wait;
    synchronized (this) {
      wait = told && free <= 0 ? gap : Duration.ZERO;
      free--;
    }
    if (!told) {
      bucket.take(1);
    }
    rest(wait);
  }

  /**
   * Learns from an answer.
   *
   * @param ratelimit the header {@code Ratelimit}, such as {@code "default";r=50;t=30}; several
   *     limits may stand in it, and the tightest counts
   */
  synchronized void learn(@Nullable String ratelimit) {
    if (ratelimit == null) {
      return;
    }
    int left = Integer.MAX_VALUE;
    Duration widest = Duration.ZERO;
    Matcher item = ITEM.matcher(ratelimit);
    while (item.find()) {
      int remaining = Integer.parseInt(item.group(1));
      Duration reset = Duration.ofSeconds(Integer.parseInt(item.group(2)));
      Duration each = reset.dividedBy(Math.max(1, remaining));
      left = Math.min(left, remaining - RESERVE);
      widest = each.compareTo(widest) > 0 ? each : widest;
    }
    if (left == Integer.MAX_VALUE) {
      return;
    }
    told = true;
    free = Math.max(0, left);
    gap = widest.compareTo(LONGEST) > 0 ? LONGEST : widest;
  }

  /** Whether a wait that the service asks for is short enough to be sat out. */
  static boolean bearable(Duration time) {
    return time.compareTo(LONGEST) <= 0;
  }

  /** Waits as a refusal asks, and then knows no more about the window than at the start. */
  void sitOut(Duration time) {
    rest(time);
    told = false; // What the refusal said was left, nothing, has been waited for.
  }

  /** Waits, saying so where it takes long. */
  void rest(Duration time) {
    Duration left = time;
    while (left.compareTo(SLICE) > 0) {
      progress.at("waiting for Cloudflare's rate limit, " + left.toSeconds() + " s", 0, 0);
      sleep(SLICE);
      left = left.minus(SLICE);
    }
    sleep(left);
  }

  /** As {@link #backOff}, and says so. */
  void tryAgain(int attempt, int attempts) {
    progress.at("no answer from Cloudflare, trying again: try", attempt + 1, attempts);
    backOff(attempt);
  }

  /** Waits before the {@code attempt}th repetition: 0.5 s, 1 s, 2 s …, each with jitter. */
  void backOff(int attempt) {
    long ceiling = 500L << Math.min(attempt - 1, 5);
    sleep(Duration.ofMillis(ceiling / 2 + ThreadLocalRandom.current().nextLong(ceiling / 2 + 1)));
  }

  private void sleep(Duration time) {
    if (!time.isZero()) {
      sleeper.sleep(time, "wait for Cloudflare", "Run the command again.");
    }
  }
}
