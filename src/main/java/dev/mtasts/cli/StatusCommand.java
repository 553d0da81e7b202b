package dev.mtasts.cli;

import dev.mtasts.plan.Fleet;
import dev.mtasts.plan.Plan;
import dev.mtasts.plan.Planner;
import dev.mtasts.policy.DomainName;
import dev.mtasts.verify.PolicyFetcher;
import dev.mtasts.verify.ServerCertificate;
import dev.mtasts.verify.Visit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code status}: how all domains stand. Reads, never writes, never locks. */
@Command(
    name = "status",
    description =
        "Show how all domains stand: what is published, until when it counts, what is next.")
public final class StatusCommand implements Callable<Integer> {
  @ParentCommand private RootCommand root = Unset.ROOT;
  @Mixin private NetworkOptions network = new NetworkOptions();

  @Override
  public Integer call() {
    List<Report> reports = root.reports(Report.OF_FLEETS);
    network.check(root);
    try (Session session = Session.open(root)) {
      Planner.Request request = session.request(root.selection(), Set.of(), wish -> wish);
      Plan plan = session.plan(request, network.outside(root));
      Map<DomainName, Instant> certificates =
          root.shell().stop().orLeave(() -> certificates(request));
      StatusText view = new StatusText(Fleet.of(request, plan), certificates, plan.diagnostics());
      Shell shell = root.shell();
      if (root.json()) {
        shell.out().println(view.json());
      } else {
        shell.out().print(view.text());
      }
      shell.out().flush();
      for (Report report : reports) {
        report.write(
            switch (report.format()) {
              case TEXT -> view.text();
              case MARKDOWN -> view.markdown();
              case JSON -> view.json().toPrettyString() + "\n";
              case GITLAB, SARIF, JUNIT -> throw new IllegalStateException("not of a fleet");
            });
      }
      boolean blind = plan.diagnostics().stream().anyMatch(one -> one.failure() != null);
      return blind ? Verdict.of(plan) : Exit.OK;
    }
  }

  /** When the first of a policy host's certificates ends, where any is shown. */
  private Map<DomainName, Instant> certificates(Planner.Request request) {
    List<DomainName> hosted = DriftCommand.hosted(request);
    if (hosted.isEmpty()) {
      return Map.of();
    }
    try (PolicyFetcher fetcher = network.fetcher(root)) {
      HostVisits visits =
          new HostVisits(
              network.resolver(root), fetcher, HostVisits.TWO_MINUTES, new ProgressLines(root));
      Map<DomainName, Instant> ends = new TreeMap<>();
      visits
          .look(hosted)
          .forEach(
              (domain, seen) ->
                  seen.visits().stream()
                      .map(Visit::certificate)
                      .filter(Objects::nonNull)
                      .map(ServerCertificate::until)
                      .min(Instant::compareTo)
                      .ifPresent(end -> ends.put(domain, end)));
      return ends;
    }
  }
}
