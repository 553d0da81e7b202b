package dev.mtasts.cli;

import dev.mtasts.provider.DiskFailure;
import dev.mtasts.verify.PolicyFetcher;
import dev.mtasts.verify.Resolver;
import dev.mtasts.verify.Trust;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Through which DNS server, and with which authorities, a run looks at the world. */
final class NetworkOptions {
  @Mixin private ResolverOption resolver = new ResolverOption();

  @Option(
      names = "--ca-file",
      paramLabel = "PEM",
      description = "Also trust these certificate authorities.")
  private @Nullable Path caFile;

  /** Finds what is wrong with the options before anything is done, and loads nothing otherwise. */
  void check(RootCommand root) {
    resolver.check(root);
    if (caFile != null) {
      trust(root);
    }
  }

  Outside outside(RootCommand root) {
    return new Outside(() -> resolver(root), () -> fetcher(root));
  }

  PolicyFetcher fetcher(RootCommand root) {
    Reach reach = root.shell().reach();
    return new PolicyFetcher(resolver(root), trust(root), reach.httpsPort(), reach.patience());
  }

  Resolver resolver(RootCommand root) {
    return resolver.resolver(root);
  }

  Trust trust(RootCommand root) {
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
