package dev.mtasts.cli;

import dev.mtasts.plan.Gate;
import dev.mtasts.verify.PolicyFetcher;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How the gate between upload and record looks at policy hosts. */
final class GateOptions {
  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "How long to wait at each gate (default: 10m for a policy to be served, 30m for a"
              + " certificate or a policy host).")
  private @Nullable Duration patience;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many policy hosts to look at side by side (default: ${DEFAULT-VALUE}).")
  private int parallelism = 10;

  @Mixin private NetworkOptions network = new NetworkOptions();

  Duration patience(Gate gate) {
    return patience == null ? gate.usual() : patience;
  }

  int parallelism() {
    return parallelism;
  }

  /** Finds what is wrong with the options before anything is done, and loads nothing otherwise. */
  void check(RootCommand root) {
    if (parallelism < 1) {
      throw new ParameterException(root.commandLine(), "--parallelism is at least 1");
    }
    network.check(root);
  }

  Outside outside(RootCommand root) {
    return network.outside(root);
  }

  PolicyFetcher fetcher(RootCommand root) {
    return network.fetcher(root);
  }
}
