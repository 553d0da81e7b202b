package dev.mtasts.cli;

import dev.mtasts.policy.DomainName;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Names;
import dev.mtasts.verify.Inspection;
import dev.mtasts.verify.PolicyFetcher;
import dev.mtasts.verify.Resolver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How live domains are looked at, to be imported. */
final class LiveOptions {
  @Mixin private NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many domains to look at side by side (default: ${DEFAULT-VALUE}).")
  private int parallelism = 10;

  /** Looks at the domains that the user typed; what is wrong with the words is said first. */
  Import look(RootCommand root, List<String> typed) {
    if (parallelism < 1) {
      throw new ParameterException(root.commandLine(), "--parallelism is at least 1");
    }
    network.check(root);
    Map<DomainName, Optional<DomainSpec>> targets = new LinkedHashMap<>();
    typed.forEach(name -> targets.put(name(root, name), Optional.empty()));
    targets.keySet().removeIf(name -> !root.selection().covers(name));
    if (targets.isEmpty()) {
      throw new ParameterException(
          root.commandLine(), "No domain is left to look at; see --domain and --exclude.");
    }
    return Import.of(root.shell().stop().orLeave(() -> look(root, targets)));
  }

  private Verified look(RootCommand root, Map<DomainName, Optional<DomainSpec>> targets) {
    Shell shell = root.shell();
    Resolver resolver = network.resolver(root);
    try (PolicyFetcher fetcher = network.fetcher(root);
        Inspection inspection = new Inspection(resolver, fetcher, null, shell.clock())) {
      return new VerifyRun(inspection, parallelism, new ProgressLines(root))
          .look(targets, shell.clock());
    }
  }

  private static DomainName name(RootCommand root, String typed) {
    try {
      return Names.mailDomain(typed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(root.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
