package dev.mtasts;

import dev.mtasts.apply.Stop;
import dev.mtasts.cli.CommandTree;
import dev.mtasts.cli.Reach;
import dev.mtasts.cli.Shell;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The program. */
public final class Main {
  private static final long FAREWELL_SECONDS = 7;

  private Main() {}

  /** Runs one command in the real world and exits with its code. */
  public static void main(String[] args) {
    Stop stop = new Stop();
    CountDownLatch over = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> farewell(stop, over), "farewell"));
    Shell shell =
        new Shell(
            System.getenv(),
            Path.of("").toAbsolutePath(),
            System.in,
            new PrintWriter(System.out, false, StandardCharsets.UTF_8),
            new PrintWriter(System.err, false, StandardCharsets.UTF_8),
            someoneIsThere(),
            Clock.systemUTC(),
            Reach.REAL,
            Providers.all(),
            stop);
    int exit;
    try {
      exit = run(args, shell);
    } finally {
      over.countDown();
    }
    System.exit(exit);
  }

  /** Runs one command in {@code shell}; the exit code is the result. */
  public static int run(String[] args, Shell shell) {
    return CommandTree.run(args, shell);
  }

  /**
   * Whether standard input and output are a terminal. From JDK 22 on there is always a console,
   * unless the old one is asked for.
   */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean someoneIsThere() {
    System.setProperty("jdk.console", "java.base");
    return System.console() != null;
  }

  /** On a signal: asks the run to end and gives it a little time to save what it did. */
  private static void farewell(Stop stop, CountDownLatch over) {
    if (over.getCount() == 0) {
      return;
    }
    stop.request("interrupted");
    try {
      boolean ended = over.await(FAREWELL_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
