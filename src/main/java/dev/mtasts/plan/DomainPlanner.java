package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Issued;
import dev.mtasts.ledger.Owned;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.policy.TlsRptRecord;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Reading;
import dev.mtasts.spec.AddressSpec;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Plans one domain. Lives for one call of {@link #plan}; {@link Planner} is the way in. */
final class DomainPlanner {
  private static final String REPLACED = "What is there now is then replaced.";

  private final DomainSpec spec;
  private final DomainEntry entry;
  private final World world;
  private final Ids ids;
  private final Remarks remarks;

  private final List<Act> first = new ArrayList<>();
  private final List<Act> last = new ArrayList<>();
  private final Map<Part, Owned> found = new EnumMap<>(Part.class);
  private final Set<Part> gone = EnumSet.noneOf(Part.class);
  private final Set<PolicyId> seen = new HashSet<>();
  private int unchanged;

  DomainPlanner(DomainSpec spec, DomainEntry entry, World world, Ids ids, Remarks remarks) {
    this.spec = spec;
    this.entry = entry;
    this.world = world;
    this.ids = ids;
    this.remarks = remarks;
  }

  /** How many resources are as they should be; known after {@link #plan}. */
  int unchanged() {
    return unchanged;
  }

  /** The domain's lane; empty where there is nothing to do or to learn, or nothing can be said. */
  Optional<Lane> plan() {
    if (anythingUnread()) {
      return Optional.empty();
    }
    Optional<String> liveBody = livePolicy().map(live -> live.resource().body());
    Ids.Decision id = ids.decide(spec, entry, liveBody, liveRecordId());
    tlsRpt();
    spec.host().address().ifPresent(this::address);
    policy(id.issued());
    record(id.issued());
    PolicyRemarks.on(spec, entry, liveBody, remarks);
    List<Step> steps = steps(id.issued());
    boolean learns = !found.isEmpty() || !gone.isEmpty() || entry.protect() != spec.protect();
    if (steps.isEmpty() && !learns) {
      return Optional.empty();
    }
    return Optional.of(
        new Lane(spec.name(), steps, id.issued(), id.minted(), found, gone, seen, spec.protect()));
  }

  /** RFC 8461 §8.1: the record moves only when the policy is served. */
  private List<Step> steps(Issued issued) {
    List<Step> steps = new ArrayList<>();
    if (!first.isEmpty()) {
      steps.add(new Step.Acts(first));
    }
    if (!last.isEmpty()) {
      if (spec.verify()) {
        steps.add(new Step.Await(new Gate(spec.name(), body(issued))));
      }
      steps.add(new Step.Acts(last));
    }
    return steps;
  }

  private boolean anythingUnread() {
    boolean unread = false;
    if (world.file(at(Part.POLICY)) instanceof Reading.Unread<PolicyFile> reading) {
      remarks.unread(reading.failure());
      unread = true;
    }
    for (Part part : Part.values()) {
      if (world.recordSet(at(part)) instanceof Reading.Unread<DnsRecordSet> reading) {
        remarks.unread(reading.failure());
        unread = true;
      }
    }
    return unread;
  }

  private void policy(Issued issued) {
    PolicyFile wanted = Questions.policyFile(spec, body(issued));
    Optional<Reading.Live<PolicyFile>> reading = livePolicy();
    String provider = spec.host().provider();
    Optional<Owned> owned = entry.owned(Part.POLICY);
    boolean moved = owned.isPresent() && !owned.get().place().equals(wanted.location());
    if (moved) {
      remarks.guard(
          Guard.HOST_MOVE,
          "The policy was published at "
              + owned.get().place()
              + "; the spec now wants it at "
              + wanted.location()
              + ". Senders follow the address of "
              + spec.name().policyHost()
              + ", so both places must serve the same body until that address has moved.",
          "With --allow host-move the file is written to the new place; the old one is left as it"
              + " is.");
    }
    if (reading.isEmpty()) {
      String why = owned.isPresent() && !moved ? "it was removed outside mtasts" : "not there yet";
      first.add(new Act(provider, new Change<>(null, wanted, null, why), List.of(wanted.body())));
      return;
    }
    Reading.Live<PolicyFile> live = reading.get();
    if (live.resource().equals(wanted)) {
      unchanged++;
      learn(Part.POLICY, new Owned(provider, wanted.place(), ours(wanted), live.version()));
      return;
    }
    boolean known =
        live.marked()
            || (owned(Part.POLICY, provider).isPresent() && !moved)
            || entry.claims(Part.POLICY, live.resource().body());
    if (!known) {
      notOurs(
          "There is a policy file at "
              + wanted.place()
              + " that differs from the spec, and the ledger does not know it.",
          REPLACED);
    }
    boolean ours =
        owned.isPresent() && owned.get().values().equals(List.of(live.resource().body()));
    String why =
        known && !ours && entry.intent(Part.POLICY).isEmpty()
            ? "it was changed outside mtasts"
            : "the policy changed";
    first.add(
        new Act(
            provider,
            new Change<>(live.resource(), wanted, live.version(), why),
            List.of(wanted.body())));
  }

  private static List<String> ours(PolicyFile file) {
    return List.of(file.body());
  }

  private void record(Issued issued) {
    String text = StsRecord.render(issued.id());
    Optional<PolicyId> live = liveRecordId();
    live.filter(id -> !id.equals(issued.id()))
        .filter(id -> !entry.usedIds().contains(id.text()))
        .ifPresent(seen::add);
    boolean byHand =
        live.isPresent()
            && !live.get().equals(issued.id())
            && !entry.usedIds().isEmpty()
            && !entry.usedIds().contains(live.get().text());
    String why = byHand ? "its id was changed outside mtasts" : "announces the policy";
    text(Part.RECORD, text, StsRecord::claims, why, last);
  }

  private void tlsRpt() {
    if (!spec.tlsRpt().isEmpty()) {
      String text = TlsRptRecord.render(spec.tlsRpt());
      text(Part.TLSRPT, text, TlsRptRecord::claims, "reports go here", first);
      return;
    }
    Optional<Owned> owned = entry.owned(Part.TLSRPT);
    if (owned.isEmpty()) {
      return;
    }
    Optional<DnsRecordSet> live = liveSet(Part.TLSRPT);
    List<String> kept =
        live.map(
                set ->
                    set.values().stream().filter(v -> !owned.get().values().contains(v)).toList())
            .orElse(List.of());
    if (live.isEmpty() || kept.size() == live.get().values().size()) {
      gone.add(Part.TLSRPT);
      return;
    }
    if (spec.protect()) {
      remarks.guard(
          Guard.PROTECTED,
          "The spec no longer has tls_rpt, so the TLSRPT record would be deleted, but the domain is"
              + " protected.",
          "Put tls_rpt back, or take protect: true away.");
    }
    DnsRecordSet after = kept.isEmpty() ? null : live.get().with(live.get().ttl(), kept);
    first.add(act(new Change<>(live.get(), after, null, "tls_rpt left the spec"), List.of()));
  }

  /** One value of ours in a TXT record set that others may share. */
  private void text(Part part, String text, Predicate<String> claims, String why, List<Act> into) {
    Optional<Reading.Live<DnsRecordSet>> reading = liveReading(part);
    if (reading.isEmpty()) {
      DnsRecordSet wanted = Questions.recordSet(spec, part, List.of(text));
      boolean removed = entry.owned(part).isPresent();
      String reason = removed ? "it was removed outside mtasts" : why;
      into.add(act(new Change<>(null, wanted, null, reason), List.of(text)));
      return;
    }
    DnsRecordSet live = reading.get().resource();
    TxtSlot slot = TxtSlot.of(live.values(), claims);
    DnsRecordSet wanted = live.with(spec.dns().ttl().orElse(live.ttl()), slot.holding(text));
    if (slot.isOnly(text) && live.ttl() == wanted.ttl()) {
      unchanged++;
      learn(part, new Owned(spec.dns().provider(), live.place(), List.of(text), null));
      return;
    }
    boolean claimed = slot.claiming().stream().anyMatch(value -> entry.claims(part, value));
    boolean known =
        reading.get().marked()
            || owned(part, spec.dns().provider()).isPresent()
            || claimed
            || slot.isOnly(text);
    if (slot.claiming().size() > 1) {
      remarks.guard(
          Guard.SEVERAL_RECORDS,
          live.place()
              + " has "
              + slot.claiming().size()
              + " records of this protocol, so senders act as if there were none: "
              + String.join(" | ", slot.claiming()),
          "With adopt: true or --allow several-records all but ours are deleted.");
    } else if (!known) {
      notOurs(
          live.place()
              + " already exists and the ledger does not know it: "
              + String.join(" | ", live.values()),
          "Values of other tools in the same record set stay either way.");
    }
    String reason =
        slot.isOnly(text)
            ? "the ttl changed"
            : slot.claiming().contains(text) ? "only one record may claim the protocol" : why;
    into.add(act(new Change<>(live, wanted, null, reason), List.of(text)));
  }

  private void address(AddressSpec address) {
    Map<Part, List<String>> wanted = new EnumMap<>(Part.class);
    wanted.put(
        Part.ADDRESS_CNAME, address.cname().map(name -> List.of(name.text())).orElse(List.of()));
    wanted.put(Part.ADDRESS_A, address.a());
    wanted.put(Part.ADDRESS_AAAA, address.aaaa());
    wanted.forEach(this::address);
  }

  private void address(Part part, List<String> values) {
    Optional<Reading.Live<DnsRecordSet>> reading = liveReading(part);
    if (reading.isEmpty()) {
      if (!values.isEmpty()) {
        DnsRecordSet wanted = Questions.recordSet(spec, part, values);
        first.add(act(new Change<>(null, wanted, null, "where the policy is served"), values));
      } else if (entry.owned(part).isPresent()) {
        gone.add(part);
      }
      return;
    }
    DnsRecordSet live = reading.get().resource();
    DnsRecordSet wanted =
        values.isEmpty() ? null : live.with(spec.dns().ttl().orElse(live.ttl()), values);
    if (wanted != null && wanted.sameData(live)) {
      unchanged++;
      learn(part, new Owned(spec.dns().provider(), live.place(), values, null));
      return;
    }
    // The set as a whole is where senders go, so a stranger's value cannot stay in it.
    List<String> strange =
        live.values().stream()
            .filter(value -> !entry.claims(part, value))
            .filter(value -> entry.owned(part).isEmpty() || !values.contains(value))
            .toList();
    boolean known = strange.isEmpty() || (reading.get().marked() && entry.owned(part).isEmpty());
    if (!known) {
      notOurs(
          live.place()
              + " already exists and the ledger does not know it: "
              + String.join(" | ", strange),
          REPLACED);
    }
    if (wanted == null) {
      removeAddress(live);
    }
    String why = wanted == null ? "gives way to the address in the spec" : "the address changed";
    first.add(act(new Change<>(live, wanted, null, why), values));
  }

  private void removeAddress(DnsRecordSet live) {
    if (spec.protect()) {
      remarks.guard(
          Guard.PROTECTED,
          live.place() + " would be deleted, but the domain is protected.",
          "Take protect: true away for this change.");
    }
    remarks.guard(
        Guard.HOST_MOVE,
        live.place()
            + " would be deleted because the spec states another kind of address. Resolvers may"
            + " keep it for "
            + live.ttl()
            + " s.",
        "Make sure that the old and the new address serve the same policy, then use --allow"
            + " host-move.");
  }

  private void notOurs(String message, String fate) {
    if (!spec.adopt()) {
      remarks.guard(
          Guard.NOT_OURS,
          message,
          "To take it over, set adopt: true for the domain or use --allow not-ours. " + fate);
    }
  }

  /** What the ledger knows here; at another provider it would be another thing. */
  private Optional<Owned> owned(Part part, String provider) {
    return entry.owned(part).filter(thing -> thing.provider().equals(provider));
  }

  private Act act(Change<DnsRecordSet> change, List<String> ours) {
    return new Act(spec.dns().provider(), change, ours);
  }

  /** Remembers what is live and wanted, where the ledger does not say so yet. */
  private void learn(Part part, Owned thing) {
    boolean news = !entry.owned(part).equals(Optional.of(thing)) || entry.intent(part).isPresent();
    if (news) {
      found.put(part, thing);
    }
  }

  private String body(Issued issued) {
    return spec.embedId() ? spec.policy().body(issued.id()) : spec.policy().content();
  }

  private Address at(Part part) {
    return new Address(spec.name(), part);
  }

  private Optional<Reading.Live<PolicyFile>> livePolicy() {
    return world.file(at(Part.POLICY)) instanceof Reading.Live<PolicyFile> live
        ? Optional.of(live)
        : Optional.empty();
  }

  private Optional<Reading.Live<DnsRecordSet>> liveReading(Part part) {
    return world.recordSet(at(part)) instanceof Reading.Live<DnsRecordSet> live
        ? Optional.of(live)
        : Optional.empty();
  }

  private Optional<DnsRecordSet> liveSet(Part part) {
    return liveReading(part).map(Reading.Live::resource);
  }

  private Optional<PolicyId> liveRecordId() {
    @Nullable DnsRecordSet live = liveSet(Part.RECORD).orElse(null);
    if (live == null) {
      return Optional.empty();
    }
    List<String> claims = TxtSlot.of(live.values(), StsRecord::claims).claiming();
    return claims.size() == 1 ? StsRecord.parse(claims.get(0)).validId() : Optional.empty();
  }
}
