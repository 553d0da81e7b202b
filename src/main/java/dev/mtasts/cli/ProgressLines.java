package dev.mtasts.cli;

import dev.mtasts.provider.Progress;

/** Progress on standard error: nothing in the first seconds, then a line now and then. */
final class ProgressLines implements Progress {
  private static final long FIRST_NANOS = 2_000_000_000L;

  private final RootCommand root;
  private final long pause;
  private long next = System.nanoTime() + FIRST_NANOS;

  ProgressLines(RootCommand root) {
    this.root = root;
    this.pause = root.shell().interactive() ? FIRST_NANOS : 15 * FIRST_NANOS;
  }

  @Override
  public synchronized void at(String what, int done, int total) {
    long now = System.nanoTime();
    if (now < next) {
      return;
    }
    next = now + pause;
    root.say(what + " " + done + (total > 0 ? "/" + total : "") + " …");
  }
}
