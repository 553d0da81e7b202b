package dev.mtasts.plan;

import dev.mtasts.ledger.Owned;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.policy.TlsRptRecord;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.Reading;
import dev.mtasts.spec.Guard;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides what becomes of the two TXT records: one value of ours among values of others. */
final class TxtParts {
  private TxtParts() {}

  /** Decides about the MTA-STS record, which is to announce {@code id}. */
  static void record(LaneDraft draft, PolicyId id) {
    String text = StsRecord.render(id);
    Optional<PolicyId> live = draft.liveRecordId();
    live.filter(found -> !found.equals(id))
        .filter(found -> !draft.entry.usedIds().contains(found.text()))
        .ifPresent(draft.seen::add);
    boolean byHand =
        live.isPresent()
            && !live.get().equals(id)
            && !draft.entry.usedIds().isEmpty()
            && !draft.entry.usedIds().contains(live.get().text());
    String why = byHand ? "its id was changed outside mtasts" : "announces the policy";
    text(draft, Part.RECORD, text, StsRecord::claims, why, draft.last);
  }

  /** Decides about the TLSRPT record. */
  static void tlsRpt(LaneDraft draft) {
    if (!draft.spec.tlsRpt().isEmpty()) {
      String text = TlsRptRecord.render(draft.spec.tlsRpt());
      text(draft, Part.TLSRPT, text, TlsRptRecord::claims, "reports go here", draft.first);
      return;
    }
    Optional<Owned> owned = draft.entry.owned(Part.TLSRPT);
    if (owned.isEmpty()) {
      return;
    }
    Optional<DnsRecordSet> live = draft.live(Part.TLSRPT).map(Reading.Live::resource);
    List<String> kept =
        live.map(
                set ->
                    set.values().stream().filter(v -> !owned.get().values().contains(v)).toList())
            .orElse(List.of());
    if (live.isEmpty() || kept.size() == live.get().values().size()) {
      draft.gone.add(Part.TLSRPT);
      return;
    }
    if (draft.spec.protect()) {
      draft.remarks.guard(
          Guard.PROTECTED,
          "The spec no longer has tls_rpt, so the TLSRPT record would be deleted, but the domain is"
              + " protected.",
          "Put tls_rpt back, or take protect: true away.");
    }
    DnsRecordSet after = kept.isEmpty() ? null : live.get().with(live.get().ttl(), kept);
    draft.first.add(
        draft.act(new Change<>(live.get(), after, null, "tls_rpt left the spec"), List.of()));
  }

  /** One value of ours in a TXT record set that others may share. */
  private static void text(
      LaneDraft draft,
      Part part,
      String text,
      Predicate<String> claims,
      String why,
      List<Act> into) {
    Optional<Reading.Live<DnsRecordSet>> reading = draft.live(part);
    if (reading.isEmpty()) {
      DnsRecordSet wanted = Questions.recordSet(draft.spec, part, List.of(text));
      boolean removed = draft.entry.owned(part).isPresent();
      String reason = removed ? "it was removed outside mtasts" : why;
      into.add(draft.act(new Change<>(null, wanted, null, reason), List.of(text)));
      return;
    }
    DnsRecordSet live = reading.get().resource();
    TxtSlot slot = TxtSlot.of(live.values(), claims);
    DnsRecordSet wanted = live.with(draft.spec.dns().ttl().orElse(live.ttl()), slot.holding(text));
    if (slot.isOnly(text) && live.ttl() == wanted.ttl()) {
      draft.isAsWanted(
          part, new Owned(draft.spec.dns().provider(), live.place(), List.of(text), null));
      return;
    }
    boolean claimed = slot.claiming().stream().anyMatch(value -> draft.entry.claims(part, value));
    boolean known =
        reading.get().marked()
            || draft.owned(part, draft.spec.dns().provider()).isPresent()
            || claimed
            || slot.isOnly(text);
    if (slot.claiming().size() > 1) {
      draft.remarks.guard(
          Guard.SEVERAL_RECORDS,
          live.place()
              + " has "
              + slot.claiming().size()
              + " records of this protocol, so senders act as if there were none: "
              + String.join(" | ", slot.claiming()),
          "With adopt: true or --allow several-records all but ours are deleted.");
    } else if (!known) {
      draft.notOurs(
          live.place()
              + " already exists and the ledger does not know it: "
              + String.join(" | ", live.values()),
          "Values of other tools in the same record set stay either way.");
    }
    String reason =
        slot.isOnly(text)
            ? "the ttl changed"
            : slot.claiming().contains(text) ? "only one record may claim the protocol" : why;
    into.add(draft.act(new Change<>(live, wanted, null, reason), List.of(text)));
  }
}
