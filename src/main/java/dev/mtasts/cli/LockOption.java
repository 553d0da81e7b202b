package dev.mtasts.cli;

import dev.mtasts.ledger.Lock;
import dev.mtasts.provider.Blobs;
import java.time.Duration;
import picocli.CommandLine.Option;

/** {@code --lock-timeout}, and the lock that it is about. */
final class LockOption {
  @Option(
      names = "--lock-timeout",
      paramLabel = "DURATION",
      defaultValue = "0s",
      converter = DurationConverter.class,
      description = "How long to wait for another run (default: ${DEFAULT-VALUE}).")
  private Duration timeout = Duration.ZERO;

  private boolean told;

  /**
   * Takes the lock beside the ledger.
   *
   * @param operation what for, as other runs are told
   * @throws dev.mtasts.ledger.LedgerException where it stays held
   */
  Lock.Held take(RootCommand root, Blobs blobs, String operation) throws InterruptedException {
    Shell shell = root.shell();
    return new Lock(blobs, shell.clock())
        .acquire(Caller.name(shell.env()), operation, timeout, time -> await(root, time));
  }

  private void await(RootCommand root, Duration time) throws InterruptedException {
    if (!told) {
      root.say("Another run holds the lock; waiting up to " + timeout.toSeconds() + " s …");
      told = true;
    }
    root.shell().stop().sleep(time);
  }
}
