package dev.mtasts.plan;

import dev.mtasts.ledger.Ledger;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.Sha256;
import dev.mtasts.provider.Part;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import dev.mtasts.spec.ProviderSpec;
import dev.mtasts.spec.Spec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes plans. A function: the same arguments give the same plan. */
public final class Planner {
  private Planner() {}

  /**
   * Everything that a plan depends on.
   *
   * @param spec what is wanted
   * @param selection which domains to look at
   * @param ledger what we remember
   * @param now the moment that new ids are named after
   * @param given ids that a saved plan minted, by domain; empty for a new plan
   * @param allow guards allowed for all domains
   * @param rebump domains that get a new id though their policy stays as it is
   */
  public record Request(
      Spec spec,
      Selection selection,
      Ledger ledger,
      Instant now,
      Map<DomainName, PolicyId> given,
      Set<Guard> allow,
      Set<DomainName> rebump) {
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
    List<Lane> lanes = new ArrayList<>();
    List<Diagnostic> diagnostics = new ArrayList<>(overall(request));
    Ids ids = new Ids(request.now(), request.given(), request.rebump());
    int domains = 0;
    int unchanged = 0;
    for (DomainSpec domain : request.spec().domains().values()) {
      if (!request.selection().covers(domain.name())) {
        continue;
      }
      domains++;
      Remarks remarks = new Remarks(domain, request.allow());
      DomainPlanner planner =
          new DomainPlanner(domain, request.ledger().entry(domain.name()), world, ids, remarks);
      Optional<Lane> lane = planner.plan();
      lane.ifPresent(lanes::add);
      lane.ifPresent(made -> aloneOrTogether(domain, made, request, remarks));
      lane.ifPresent(
          made -> DnsRemarks.on(domain, made, planner.livePolicy(), world.dns(), remarks));
      unchanged += planner.unchanged();
      diagnostics.addAll(remarks.list());
    }
    DnsRemarks.unchecked(world.dns(), request.allow()).ifPresent(diagnostics::add);
    return new Plan(
        request.now(),
        request.ledger(),
        lanes,
        Remarks.together(diagnostics),
        domains,
        unchanged,
        request.selection(),
        request.allow(),
        providers(request.spec(), lanes));
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

  private static List<Diagnostic> overall(Request request) {
    List<Diagnostic> out = new ArrayList<>();
    Ledger ledger = request.ledger();
    if (ledger.written().isAfter(request.now())) {
      out.add(
          warning(
              null,
              "The clock goes backwards: the ledger was written at "
                  + ledger.written()
                  + ", and now it is "
                  + request.now()
                  + ". New ids stay unique all the same.",
              "Check this machine's clock."));
    }
    boolean gone = request.spec().domains().isEmpty() && !ledger.domains().isEmpty();
    if (gone && !request.allow().contains(Guard.ALL_DOMAINS_GONE)) {
      out.add(
          new Diagnostic(
              Diagnostic.Severity.ERROR,
              Guard.ALL_DOMAINS_GONE,
              null,
              null,
              "The spec has no domain, but the ledger knows "
                  + ledger.domains().size()
                  + ". This looks like an empty or a wrong file.",
              "Check -f and the file; --allow all-domains-gone if it is meant.",
              null,
              ""));
    }
    Set<DomainName> names = new TreeSet<>(request.spec().domains().keySet());
    names.addAll(ledger.domains().keySet());
    for (String glob : request.selection().idle(names)) {
      out.add(
          warning(
              null,
              "No domain of the spec is called '"
                  + glob
                  + "', so leaving it in or out does nothing.",
              "Check --domain and --exclude; names are matched as A-labels (xn--…)."));
    }
    for (DomainName name : ledger.domains().keySet()) {
      boolean orphan = !request.spec().domains().containsKey(name);
      if (orphan && request.selection().covers(name) && !ledger.entry(name).owned().isEmpty()) {
        out.add(
            warning(
                name,
                name
                    + " is in the ledger but no longer in the spec. Its policy and records stay"
                    + " as they are: removing them at once would break mail (RFC 8461 §8.3).",
                "Put it back with mode none first if senders should forget it."));
      }
    }
    return out;
  }

  private static Diagnostic warning(
      @org.jspecify.annotations.Nullable DomainName domain, String message, String todo) {
    return new Diagnostic(Diagnostic.Severity.WARNING, null, null, domain, message, todo, null, "");
  }
}
