package dev.mtasts.cli;

import dev.mtasts.ledger.Ledger;
import dev.mtasts.plan.Drift;
import dev.mtasts.plan.Planner;
import dev.mtasts.plan.World;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Part;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.verify.Fetched;
import dev.mtasts.verify.PolicyFetcher;
import dev.mtasts.verify.Visit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code drift}: who differs from the ledger. Reads, never writes, never locks. */
@Command(
    name = "drift",
    description =
        "Tell what changed outside mtasts, in things that are ours. Exits with 2 where something"
            + " did.")
public final class DriftCommand implements Callable<Integer> {
  @ParentCommand private RootCommand root = Unset.ROOT;
  @Mixin private NetworkOptions network = new NetworkOptions();

  @Override
  public Integer call() {
    List<Report> reports = root.reports(Report.OF_FLEETS);
    network.check(root);
    try (Session session = Session.open(root)) {
      Planner.Request request = session.request(root.selection(), Set.of(), wish -> wish);
      Drift drift = root.shell().stop().orLeave(() -> look(session, request));
      Shell shell = root.shell();
      if (root.json()) {
        shell.out().println(DriftText.json(drift));
      } else {
        shell.out().print(DriftText.of(drift, root.paint()));
      }
      shell.out().flush();
      for (Report report : reports) {
        report.write(
            switch (report.format()) {
              case TEXT -> DriftText.of(drift, Paint.OFF);
              case MARKDOWN -> DriftText.markdown(drift);
              case JSON -> DriftText.json(drift).toPrettyString() + "\n";
              case GITLAB, SARIF, JUNIT -> throw new IllegalStateException("not of drift");
            });
      }
      return Verdict.of(drift);
    }
  }

  private Drift look(Session session, Planner.Request request) {
    World world = session.look(request);
    Map<DomainName, List<Drift.Answer>> served = served(request);
    return Drift.of(request.spec(), request.selection(), request.ledger(), world, served)
        .missing(request, world);
  }

  /** What senders get of the policies that are ours, where the gate would look as well. */
  private Map<DomainName, List<Drift.Answer>> served(Planner.Request request) {
    List<DomainName> ours = hosted(request);
    if (ours.isEmpty()) {
      return Map.of();
    }
    try (PolicyFetcher fetcher = network.fetcher(root)) {
      HostVisits visits =
          new HostVisits(
              network.resolver(root), fetcher, HostVisits.TWO_MINUTES, new ProgressLines(root));
      Map<DomainName, List<Drift.Answer>> served = new TreeMap<>();
      visits.look(ours).forEach((domain, seen) -> served.put(domain, answers(seen)));
      return served;
    }
  }

  /** Domains whose policy is ours and is looked at over HTTPS. */
  static List<DomainName> hosted(Planner.Request request) {
    Ledger ledger = request.ledger();
    return Stream.concat(
            request.spec().domains().values().stream(), request.spec().departed().values().stream())
        .filter(DomainSpec::verify)
        .map(DomainSpec::name)
        .filter(request.selection()::covers)
        .filter(name -> ledger.entry(name).owned(Part.POLICY).isPresent())
        .toList();
  }

  private static List<Drift.Answer> answers(HostVisits.Seen seen) {
    if (seen.visits().isEmpty()) {
      return List.of(new Drift.Answer("", null, seen.fault(), seen.unknown()));
    }
    List<Fetched> all = seen.visits().stream().map(Visit::fetched).toList();
    return Fetched.decisive(all).stream().map(DriftCommand::answer).toList();
  }

  /** Fetched carries one byte a char; the ledger has text. */
  private static Drift.Answer answer(Fetched fetched) {
    @Nullable String bytes = fetched.body();
    @Nullable String body =
        bytes == null
            ? null
            : new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    String fault = fetched.fault() == null ? "" : fetched.fault();
    return new Drift.Answer(fetched.address(), body, fault, fetched.unreachableFromHere());
  }
}
