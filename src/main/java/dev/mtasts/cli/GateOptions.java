package dev.mtasts.cli;

import dev.mtasts.plan.Gate;
import dev.mtasts.provider.DiskFailure;
import dev.mtasts.verify.PolicyFetcher;
import dev.mtasts.verify.Resolver;
import dev.mtasts.verify.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--resolver",
      paramLabel = "HOST[:PORT]",
      description = "Ask this DNS server for policy hosts, not the system's.")
  private @Nullable String resolver;

  @Option(
      names = "--ca-file",
      paramLabel = "PEM",
      description = "Also trust these certificate authorities for policy hosts.")
  private @Nullable Path caFile;

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
    if (resolver != null || caFile != null) {
      fetcher(root).close();
    }
  }

  PolicyFetcher fetcher(RootCommand root) {
    return new PolicyFetcher(
        resolver(root), trust(root), root.shell().httpsPort(), PolicyFetcher.A_MINUTE);
  }

  private Resolver resolver(RootCommand root) {
    if (resolver == null) {
      return Resolver.system();
    }
    try {
      return Resolver.at(resolver);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(root.commandLine(), "--resolver: " + e.getMessage());
    }
  }

  private Trust trust(RootCommand root) {
    if (caFile == null) {
      return Trust.platform();
    }
    try {
      return Trust.platformAnd(root.shell().cwd().resolve(caFile));
    } catch (IOException e) {
      throw new ParameterException(
          root.commandLine(), "--ca-file cannot be used: " + DiskFailure.reason(e));
    }
  }
}
