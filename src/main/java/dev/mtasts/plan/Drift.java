package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Ledger;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Reading;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Spec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What changed outside this tool, in things that the ledger says are ours.
 *
 * @param domains how many domains were looked at
 * @param differences by domain
 * @param pending domains whose spec was not applied as it now stands, with a clause that says so;
 *     that is no drift
 * @param unread what could not be looked at, so that nothing is known of it
 */
public record Drift(
    int domains,
    List<Difference> differences,
    SortedMap<DomainName, String> pending,
    List<Unread> unread) {
  /** Copies the lists. */
  public Drift {
    differences = List.copyOf(differences);
    unread = List.copyOf(unread);
  }

  /**
   * What one address of a policy host answered.
   *
   * @param address the IP address; "" where none was asked
   * @param body what a sender gets, as text; null where it gets no policy
   * @param fault why not; "" where it gets one
   * @param unknown whether nobody can say what a sender gets: the fault lies on our side
   */
  public record Answer(String address, @Nullable String body, String fault, boolean unknown) {}

  /**
   * Something that could not be looked at.
   *
   * @param domain whose it is
   * @param failure what was tried and why it failed
   */
  public record Unread(DomainName domain, Failure failure) {}

  /**
   * Compares the world with the ledger.
   *
   * @param served what senders get, by domain; domains that nobody asked are left out
   */
  public static Drift of(
      Spec spec,
      Selection selection,
      Ledger ledger,
      World world,
      Map<DomainName, List<Answer>> served) {
    List<Difference> differences = new ArrayList<>();
    List<Unread> unread = new ArrayList<>();
    SortedMap<DomainName, String> pending = new TreeMap<>();
    SortedMap<DomainName, DomainSpec> all = new TreeMap<>(spec.domains());
    all.putAll(spec.departed());
    all.keySet().removeIf(name -> !selection.covers(name));
    all.forEach(
        (name, domain) -> {
          DomainEntry entry = ledger.entry(name);
          String waits = pending(spec, domain, entry);
          if (!waits.isEmpty()) {
            pending.put(name, waits);
          }
          boolean applied = !entry.block().isEmpty() && entry.block().equals(domain.block());
          DriftDraft draft = new DriftDraft(domain, entry, world, applied);
          new DomainDrift(draft).find(served.getOrDefault(name, List.of()));
          new FrontDrift(draft).find();
          differences.addAll(draft.found);
          unread.addAll(draft.unread);
        });
    return new Drift(all.size(), differences, pending, unread);
  }

  /**
   * The same with what nobody can compare: domains of the ledger of which nobody knows any more how
   * to look at them, and what is live without a ledger that could say whether it is ours.
   */
  public Drift missing(Planner.Request request, World world) {
    List<Unread> all = new ArrayList<>(unread);
    if (request.ledger().isNew()) {
      request.spec().domains().keySet().stream()
          .filter(request.selection()::covers)
          .filter(name -> isLive(name, world))
          .forEach(name -> all.add(new Unread(name, noLedger(name))));
    }
    PlanRemarks.lost(request)
        .forEach(
            (name, why) -> {
              Failure failure =
                  new Failure(
                      Failure.Kind.REFUSED,
                      "look at what the ledger has of " + name + ", which left the spec,",
                      why,
                      "Put what it needs back into the spec, or let the ledger forget it with:"
                          + " mtasts state rm "
                          + name);
              all.add(new Unread(name, failure));
            });
    return new Drift(domains, differences, pending, all);
  }

  private static boolean isLive(DomainName name, World world) {
    return world.file(new Address(name, Part.POLICY)) instanceof Reading.Live<PolicyFile>
        || (world.recordSet(new Address(name, Part.RECORD))
                instanceof Reading.Live<DnsRecordSet> set
            && set.resource().values().stream().anyMatch(StsRecord::claims));
  }

  private static Failure noLedger(DomainName name) {
    String todo = "restore its backup, or make it anew with: mtasts state rebuild";
    return new Failure(
        Failure.Kind.MISSING,
        "compare what is live of " + name + " with the ledger",
        "there is no ledger; if it was lost, " + todo,
        "");
  }

  private static String pending(Spec spec, DomainSpec domain, DomainEntry entry) {
    if (!spec.domains().containsKey(domain.name())) {
      return Retirement.begun(entry) ? "" : "it left the spec, and no apply has told senders yet";
    }
    if (entry.owned().isEmpty()) {
      return "the ledger has nothing of it yet";
    }
    return entry.block().isEmpty() || entry.block().equals(domain.block())
        ? ""
        : "the spec changed and was not applied yet";
  }
}
