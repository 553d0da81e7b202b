package dev.mtasts.cli;

import dev.mtasts.policy.DomainName;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Names;
import dev.mtasts.spec.Spec;
import dev.mtasts.verify.Inspection;
import dev.mtasts.verify.PolicyFetcher;
import dev.mtasts.verify.Resolver;
import dev.mtasts.verify.SmtpProbe;
import dev.mtasts.verify.Trust;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code verify}: looks at live domains as a sending MTA does. Of domains that a spec names it also
 * says whether they are as the spec has them; a domain on the command line needs no spec.
 */
@Command(
    name = "verify",
    description = "Look at live domains as a sending mail server does; no spec needed.")
public final class VerifyCommand implements Callable<Integer> {
  @ParentCommand private RootCommand root = Unset.ROOT;

  @Parameters(
      paramLabel = "DOMAIN",
      arity = "0..*",
      description = "These domains, whoever runs them; those of the spec, if none.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many domains to look at side by side (default: ${DEFAULT-VALUE}).")
  private int parallelism = 10;

  @Option(
      names = "--smtp",
      description =
          "Also look at STARTTLS and the certificate of each MX host. Port 25 is often blocked.")
  private boolean smtp;

  @Mixin private NetworkOptions network = new NetworkOptions();

  @Override
  public Integer call() {
    List<Report> reports = root.reports(Report.OF_CHECKS);
    if (parallelism < 1) {
      throw new ParameterException(root.commandLine(), "--parallelism is at least 1");
    }
    network.check(root);
    Map<DomainName, Optional<DomainSpec>> targets = targets();
    Verified verified = root.shell().stop().orLeave(() -> look(targets));
    Shell shell = root.shell();
    if (root.json()) {
      shell.out().println(VerifyJson.of(verified));
    } else {
      shell.out().print(VerifyText.of(verified, root.paint()));
    }
    shell.out().flush();
    for (Report report : reports) {
      report.write(content(report.format(), verified));
    }
    return verified.exit();
  }

  private static String content(Report.Format format, Verified verified) {
    return switch (format) {
      case TEXT -> VerifyText.of(verified, Paint.OFF);
      case MARKDOWN -> VerifyMarkdown.of(verified);
      case JSON -> VerifyJson.of(verified).toPrettyString() + "\n";
      case SARIF -> VerifySarif.of(verified).toPrettyString() + "\n";
      case JUNIT -> VerifyJunit.of(verified);
      case GITLAB -> throw new IllegalStateException("not of checks");
    };
  }

  private Verified look(Map<DomainName, Optional<DomainSpec>> targets) {
    Shell shell = root.shell();
    Reach reach = shell.reach();
    Resolver resolver = network.resolver(root);
    Trust trust = network.trust(root);
    try (PolicyFetcher fetcher =
            new PolicyFetcher(resolver, trust, reach.httpsPort(), reach.patience());
        SmtpProbe probe =
            new SmtpProbe(resolver, trust, reach.smtpPort(), reach.mxPatience(), shell.clock());
        Inspection inspection =
            new Inspection(resolver, fetcher, smtp ? probe : null, shell.clock())) {
      return new VerifyRun(inspection, parallelism, new ProgressLines(root))
          .look(targets, shell.clock());
    }
  }

  private Map<DomainName, Optional<DomainSpec>> targets() {
    Map<DomainName, Optional<DomainSpec>> targets = new LinkedHashMap<>();
    if (names.isEmpty()) {
      if (!root.fileGiven() && !Files.exists(root.file())) {
        throw new ParameterException(
            root.commandLine(),
            "Name a domain, or a spec with -f: there is no " + root.fileName() + " here.");
      }
      Session.spec(root).domains().forEach((name, spec) -> targets.put(name, Optional.of(spec)));
    } else {
      Optional<Spec> spec = root.fileGiven() ? Optional.of(Session.spec(root)) : Optional.empty();
      for (String typed : names) {
        DomainName name = name(typed);
        targets.put(name, spec.map(all -> all.domains().get(name)));
      }
    }
    targets.keySet().removeIf(name -> !root.selection().covers(name));
    if (targets.isEmpty()) {
      throw new ParameterException(
          root.commandLine(), "No domain is left to look at; see --domain and --exclude.");
    }
    return targets;
  }

  private DomainName name(String typed) {
    try {
      return Names.mailDomain(typed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(root.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
