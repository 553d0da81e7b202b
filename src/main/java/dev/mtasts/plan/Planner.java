package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Ledger;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.Sha256;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Reading;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import dev.mtasts.spec.ProviderSpec;
import dev.mtasts.spec.Removal;
import dev.mtasts.spec.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes plans. A function: the same arguments give the same plan. */
public final class Planner {
  private final Request request;
  private final World world;
  private final Places places;
  private final Ids ids;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Forecast> forecasts = new ArrayList<>();
  private final SortedSet<DomainName> undecided = new TreeSet<>();
  private final List<Diagnostic> diagnostics;
  private int domains;
  private int unchanged;

  private Planner(Request request, World world) {
    this.request = request;
    this.world = world;
    this.places = new Places(request.spec(), request.lost(), request.ledger(), request.now());
    this.ids = new Ids(request.now(), request.given(), request.rebump());
    this.diagnostics = new ArrayList<>(PlanRemarks.of(request));
  }

  /**
   * Everything that a plan depends on.
   *
   * @param spec what is wanted
   * @param selection which domains to look at
   * @param ledger what we remember
   * @param now the moment that new ids are named after
   * @param given ids that a saved plan minted, by domain; empty for a new plan
   * @param allow guards allowed for all domains
   * @param leaving what becomes of domains that a command takes away, whatever their spec says
   * @param lost domains that left the spec and of which nobody knows any more how they were set up,
   *     with the reason, a clause
   * @param rebump domains that get a new id though their policy stays as it is
   */
  public record Request(
      Spec spec,
      Selection selection,
      Ledger ledger,
      Instant now,
      Map<DomainName, PolicyId> given,
      Set<Guard> allow,
      Map<DomainName, Removal> leaving,
      Map<DomainName, String> lost,
      Set<DomainName> rebump) {
    /** A plan for {@code now} without further wishes. */
    public static Request of(Spec spec, Selection selection, Ledger ledger, Instant now) {
      return new Request(
          spec, selection, ledger, now, Map.of(), Set.of(), Map.of(), Map.of(), Set.of());
    }

    /** The same for another moment, with ids that a saved plan minted. */
    public Request at(Instant moment, Map<DomainName, PolicyId> ids) {
      return new Request(spec, selection, ledger, moment, ids, allow, leaving, lost, rebump);
    }

    /** The same with guards allowed. */
    public Request allowing(Set<Guard> guards) {
      return new Request(spec, selection, ledger, now, given, guards, leaving, lost, rebump);
    }

    /** The same with new ids for those domains. */
    public Request rebumping(Set<DomainName> names) {
      return new Request(spec, selection, ledger, now, given, allow, leaving, lost, names);
    }

    /** The same with domains that a command takes away. */
    public Request taking(Map<DomainName, Removal> away) {
      return new Request(spec, selection, ledger, now, given, allow, away, lost, rebump);
    }

    /** The same with what the ledger remembers of domains that left the spec. */
    public Request recalling(Spec whole, Map<DomainName, String> why) {
      return new Request(whole, selection, ledger, now, given, allow, leaving, why, rebump);
    }

    /** What must be read before {@link Planner#plan} can answer. */
    public Questions questions() {
      return Questions.of(spec, selection, ledger);
    }

    /** What must be read besides, once {@link #questions} were answered; empty as a rule. */
    public Questions further(World world) {
      return Questions.further(spec, selection, ledger, world);
    }
  }

  /** The plan for what {@code world} is like. */
  public static Plan plan(Request request, World world) {
    return new Planner(request, world).plan();
  }

  private Plan plan() {
    Spec spec = request.spec();
    Map<DomainName, Instant> full =
        Waves.full(
            spec,
            request.ledger(),
            world,
            request.selection(),
            request.now(),
            domain -> Course.held(domain, world, new Remarks(domain, request.allow())));
    for (DomainSpec domain : spec.domains().values()) {
      if (request.selection().covers(domain.name())) {
        stays(domain, Optional.ofNullable(full.get(domain.name())));
      }
    }
    for (DomainSpec domain : spec.departed().values()) {
      if (request.selection().covers(domain.name())) {
        leaves(domain);
      }
    }
    lanes.sort(Comparator.comparing(Lane::domain));
    forecasts.sort(Comparator.comparing(Forecast::domain));
    DnsRemarks.unchecked(world.dns(), request.allow()).ifPresent(diagnostics::add);
    return new Plan(
        request.now(),
        request.ledger(),
        lanes,
        forecasts,
        undecided,
        Remarks.together(diagnostics),
        domains,
        unchanged,
        request.selection(),
        request.allow(),
        providers(spec, lanes),
        Drift.of(spec, request.selection(), request.ledger(), world, Map.of()).differences(),
        false);
  }

  private void stays(DomainSpec domain, Optional<Instant> room) {
    domains++;
    Remarks remarks = new Remarks(domain, request.allow());
    DomainEntry entry = request.ledger().entry(domain.name());
    Optional<Policy> live = livePolicy(domain.name());
    Move move = Move.of(domain, entry, world, places, remarks);
    if (move.refused()) {
      diagnostics.addAll(remarks.list());
      return;
    }
    Course course = Course.of(domain, move, world, live, request.now(), room, remarks);
    DomainPlanner planner =
        new DomainPlanner(course.spec(), move, world, places, ids, remarks, course.unused());
    Optional<Lane> lane = planner.plan();
    lane.ifPresent(lanes::add);
    lane.ifPresent(made -> aloneOrTogether(domain, made, request, remarks));
    DomainSpec today = move.publishing(course.spec());
    lane.ifPresent(made -> DnsRemarks.on(today, made, live, world.dns(), remarks));
    if (request.rebump().contains(domain.name()) && move.held().isPresent()) {
      remarks.error(
          domain.name() + " cannot get a new id while its policy moves to another place.",
          "Run it again without --rebump until plan shows that the policy is free to change.");
    }
    unchanged += planner.unchanged();
    diagnostics.addAll(remarks.list());
    if (!planner.unread()) {
      forecasts.addAll(course.forecasts());
      forecasts.addAll(planner.forecasts());
      if (course.undecided()) {
        undecided.add(domain.name());
      }
    }
  }

  private void leaves(DomainSpec domain) {
    domains++;
    Remarks remarks = new Remarks(domain, request.allow());
    DomainEntry entry = request.ledger().entry(domain.name());
    boolean ordered = request.leaving().containsKey(domain.name());
    Retirement retirement = new Retirement(domain, entry, world, places, ids, remarks, ordered);
    Removal removal = request.leaving().getOrDefault(domain.name(), domain.removal());
    retirement.plan(removal).ifPresent(lanes::add);
    unchanged += retirement.unchanged();
    forecasts.addAll(retirement.forecasts());
    diagnostics.addAll(remarks.list());
  }

  /** The policy that is served now, as far as it can be read. */
  private Optional<Policy> livePolicy(DomainName domain) {
    return world.file(new Address(domain, Part.POLICY)) instanceof Reading.Live<PolicyFile> file
        ? PolicyParser.policy(file.resource().body())
        : Optional.empty();
  }

  /** A host that several domains share changes for all of them or not at all. */
  private static void aloneOrTogether(
      DomainSpec domain, Lane lane, Request request, Remarks remarks) {
    Set<String> names =
        new TreeSet<>(domain.host().front().map(front -> front.host().names()).orElse(List.of()));
    boolean changes =
        names.size() > 1
            && lane.acts()
                .map(act -> act.address().part())
                .anyMatch(part -> part == Part.HOST || part == Part.CERTIFICATE);
    if (!changes) {
      return;
    }
    List<DomainName> missing =
        request.spec().domains().keySet().stream()
            .filter(other -> names.contains(other.policyHost().text()))
            .filter(other -> !request.selection().covers(other))
            .toList();
    if (!missing.isEmpty()) {
      remarks.error(
          domain.name()
              + " shares its policy host with "
              + missing.stream().map(DomainName::text).collect(Collectors.joining(", "))
              + ", which this run leaves out; the host changes for all who share it.",
          "Select all of them, or none.");
    }
  }

  /** The same name with other settings is another place: endpoint, folder, account. */
  private static SortedMap<String, String> providers(Spec spec, List<Lane> lanes) {
    SortedMap<String, String> prints = new TreeMap<>();
    lanes.stream().flatMap(Lane::acts).map(Act::provider).forEach(name -> prints.put(name, ""));
    prints.replaceAll(
        (name, none) -> {
          ProviderSpec provider = Objects.requireNonNull(spec.providers().get(name));
          // Secrets are not in settings: only the name of the variable or file that has one.
          String text = provider.type() + " " + provider.settings().values();
          return "sha256:" + Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
        });
    return prints;
  }
}
