package dev.mtasts.apply;

import dev.mtasts.plan.DnsQuestions;
import dev.mtasts.plan.Forecast;
import dev.mtasts.plan.Plan;
import dev.mtasts.plan.Planner;
import dev.mtasts.plan.PublicDns;
import dev.mtasts.plan.PublicDns.Seen;
import dev.mtasts.plan.Selection;
import dev.mtasts.plan.World;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Settings;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.ProviderSpec;
import dev.mtasts.spec.Spec;
import dev.mtasts.spec.StateSpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tool as a command: reads spec and ledger, looks at the world, plans, and applies. */
final class SimTool {
  private static final Map<String, ProviderSpec> PROVIDERS =
      Map.of(SimWish.PROVIDER, new ProviderSpec(SimWish.PROVIDER, "sim", Settings.NONE));
  private static final StateSpec STATE = new StateSpec("sim", Settings.NONE);
  static final Failure TROUBLE =
      new Failure(Failure.Kind.UNAVAILABLE, "do it", "nobody answered", "Try again.");

  private static final String UNASKED = "Public DNS could not be asked";

  private final SimYear year;

  private boolean unsteady;

  SimTool(SimYear year) {
    this.year = year;
  }

  /** Plans and applies, as cron does. */
  void run() {
    year.counts.runs++;
    // A plan is a function of spec, ledger, world and time: the same again says the same again.
    if (year.quietUntil > year.clock.seconds && !year.once(20)) {
      return;
    }
    year.counts.plans++;
    unsteady = year.once(6);
    Plan plan = plan();
    year.last = plan;
    year.quietUntil = plan.lanes().isEmpty() && !unsteady ? quiet(plan) : 0;
    year.due = due(plan);
    if (plan.errored()) {
      year.counts.refusedPlans++;
      year.tell(() -> "refused: " + plan.diagnostics());
      return;
    }
    if (plan.diagnostics().stream().anyMatch(one -> one.message().startsWith(UNASKED))) {
      year.tell(() -> "not applied: " + UNASKED);
      return; // As the plan asks for: plan again where DNS can be asked.
    }
    plan.lanes()
        .forEach(lane -> year.blocks.put(lane.findings().block(), spec().domain(lane.domain())));
    new SimRun(year, unsteady).apply(plan);
  }

  /** When something is due next; 0 for nothing. */
  private long due(Plan plan) {
    return plan.forecasts().stream()
        .map(Forecast::due)
        .filter(due -> due != null && due.isAfter(year.now()))
        .mapToLong(due -> SimClock.secondsOf(Objects.requireNonNull(due)))
        .min()
        .orElse(0);
  }

  /** Until when nothing happens by itself. */
  private long quiet(Plan plan) {
    if (plan.errored()) {
      return 0;
    }
    long until = Long.MAX_VALUE;
    for (Forecast one : plan.forecasts()) {
      Instant due = one.due();
      if (one.held().equals("pause: true")) {
        continue;
      }
      if (due == null || !due.isAfter(year.now())) {
        return 0;
      }
      until = Math.min(until, SimClock.secondsOf(due));
    }
    return until;
  }

  /** A plan as the command makes it: public DNS is asked where the first look left it open. */
  Plan plan() {
    Spec spec = spec();
    Planner.Request request = Planner.Request.of(spec, Selection.ALL, year.ledger, year.now());
    World world = world();
    Plan plan = Planner.plan(request, world);
    DnsQuestions open = DnsQuestions.of(spec, plan);
    return open.isEmpty() ? plan : Planner.plan(request, world.seeing(dns(open)));
  }

  private Spec spec() {
    SortedMap<DomainName, DomainSpec> here = new TreeMap<>();
    SortedMap<DomainName, DomainSpec> departed = new TreeMap<>();
    year.wishes.values().stream()
        .filter(wish -> wish.present)
        .forEach(wish -> here.put(wish.name, wish.read()));
    year.ledger
        .domains()
        .forEach(
            (name, entry) -> {
              if (!here.containsKey(name) && !entry.block().isEmpty()) {
                departed.put(name, Objects.requireNonNull(year.blocks.get(entry.block())));
              }
            });
    return new Spec(STATE, PROVIDERS, here, departed, new TreeMap<>());
  }

  private World world() {
    Map<Address, Reading<PolicyFile>> files = new HashMap<>();
    Map<Address, Reading<DnsRecordSet>> records = new HashMap<>();
    for (SimZone zone : year.zones.values()) {
      files.put(zone.at(Part.POLICY), zone.readFile());
      for (Part part : zone.records.keySet()) {
        records.put(zone.at(part), zone.readRecords(part));
      }
      if (unsteady && year.once(30)) {
        records.put(zone.at(Part.RECORD), new Reading.Unread<>(TROUBLE));
      }
    }
    return World.of(files, records, Map.of(), Map.of());
  }

  private PublicDns dns(DnsQuestions open) {
    Map<DomainName, Seen<List<String>>> mx = new HashMap<>();
    Map<DomainName, Seen<List<String>>> faults = new HashMap<>();
    for (DomainName name : open.mx()) {
      mx.put(name, seen(List.copyOf(zone(name).mx)));
    }
    for (DomainName name : open.faults()) {
      boolean red = unsteady && year.once(4);
      faults.put(name, seen(red ? List.of("the certificate has expired") : List.of()));
    }
    return new PublicDns(mx, Map.of(), Map.of(), faults);
  }

  private Seen<List<String>> seen(List<String> names) {
    return unsteady && year.once(4) ? new Seen.Unknown<>("no answer") : new Seen.Known<>(names);
  }

  private SimZone zone(DomainName name) {
    return year.zone(name);
  }
}
