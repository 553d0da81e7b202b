package dev.mtasts.cli;

import dev.mtasts.verify.Resolver;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Through which DNS server a run looks at the world. */
final class ResolverOption {
  @Option(
      names = "--resolver",
      paramLabel = "HOST[:PORT]",
      description = "Ask this DNS server, not the system's.")
  private @Nullable String server;

  /** Finds what is wrong with the option before anything is done, and loads nothing otherwise. */
  void check(RootCommand root) {
    if (server != null) {
      resolver(root);
    }
  }

  Resolver resolver(RootCommand root) {
    @Nullable String chosen = server != null ? server : root.shell().reach().resolver();
    if (chosen == null) {
      return Resolver.system();
    }
    try {
      return Resolver.at(chosen);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(root.commandLine(), "--resolver: " + e.getMessage());
    }
  }
}
