package dev.mtasts.plan;

import dev.mtasts.ledger.Owned;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.Reading;
import dev.mtasts.spec.AddressSpec;
import dev.mtasts.spec.Guard;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides what becomes of the policy host's address records. */
final class AddressParts {
  private AddressParts() {}

  /** The address records that the spec states, by part. */
  static Map<Part, List<String>> of(AddressSpec address) {
    Map<Part, List<String>> wanted = new EnumMap<>(Part.class);
    wanted.put(
        Part.ADDRESS_CNAME, address.cname().map(name -> List.of(name.text())).orElse(List.of()));
    wanted.put(Part.ADDRESS_A, address.a());
    wanted.put(Part.ADDRESS_AAAA, address.aaaa());
    return wanted;
  }

  /** Decides about the address records of the policy host, all three kinds. */
  static void plan(LaneDraft draft, Map<Part, List<String>> wanted) {
    // An address that senders use must not lead to a place that has no file yet. All three kinds
    // go together, for a CNAME leaves no room for the others.
    boolean inUse = wanted.keySet().stream().anyMatch(part -> draft.live(part).isPresent());
    List<Act> into = inUse ? draft.moves : draft.afterHost();
    wanted.forEach((part, values) -> plan(draft, part, values, into));
  }

  private static void plan(LaneDraft draft, Part part, List<String> values, List<Act> into) {
    Optional<Reading.Live<DnsRecordSet>> reading = draft.live(part);
    if (reading.isEmpty()) {
      if (!values.isEmpty()) {
        DnsRecordSet wanted = Resources.recordSet(draft.spec, part, values);
        into.add(draft.act(new Change<>(null, wanted, null, "where the policy is served"), values));
      } else if (draft.entry.owned(part).isPresent()) {
        draft.gone.add(part);
      }
      return;
    }
    DnsRecordSet live = reading.get().resource();
    DnsRecordSet wanted = values.isEmpty() ? null : live.with(ttl(draft, live, values), values);
    if (wanted != null && wanted.sameData(live)) {
      draft.isAsWanted(part, new Owned(draft.spec.dns().provider(), live.place(), values, null));
      return;
    }
    // The set as a whole is where senders go, so a stranger's value cannot stay in it.
    List<String> strange =
        live.values().stream()
            .filter(value -> !draft.entry.claims(part, value))
            .filter(value -> draft.entry.owned(part).isEmpty() || !values.contains(value))
            .toList();
    boolean known =
        strange.isEmpty() || (reading.get().marked() && draft.entry.owned(part).isEmpty());
    if (!known) {
      draft.notOurs(
          live.place()
              + " already exists and the ledger does not know it: "
              + String.join(" | ", strange),
          LaneDraft.REPLACED);
    }
    if (wanted == null) {
      remarkOnRemoval(draft, live, known);
    }
    String why = wanted == null ? "gives way to the address in the spec" : "the address changed";
    into.add(draft.act(new Change<>(live, wanted, null, why), values));
  }

  /** What is live keeps its TTL, unless it is, or becomes, an alias: that has none. */
  private static int ttl(LaneDraft draft, DnsRecordSet live, List<String> values) {
    int wanted = Resources.recordSet(draft.spec, live.address().part(), values).ttl();
    boolean keeps = draft.spec.dns().ttl().isEmpty() && wanted != 0 && live.ttl() != 0;
    return keeps ? live.ttl() : wanted;
  }

  /** Whoever adopts a stranger's address has been told by that guard; our own needs this one. */
  private static void remarkOnRemoval(LaneDraft draft, DnsRecordSet live, boolean known) {
    if (draft.spec.protect()) {
      draft.remarks.guard(
          Guard.PROTECTED,
          live.place() + " would be deleted, but the domain is protected.",
          "Take protect: true away for this change, or use --allow protected.");
    }
    if (known && !draft.moving()) {
      draft.remarks.guard(
          Guard.HOST_MOVE,
          live.place()
              + " would be deleted because the spec states another kind of address. Resolvers may"
              + " keep it for "
              + live.ttl()
              + " s.",
          "Make sure that the old and the new address serve the same policy, then use --allow"
              + " host-move.");
    }
  }
}
