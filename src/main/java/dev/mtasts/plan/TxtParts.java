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
import java.util.Set;
import java.util.function.Predicate;

/** Decides what becomes of the two TXT records: one value of ours among values of others. */
final class TxtParts {
  private static final String REPORTS = "reports go here";

  private TxtParts() {}

  /**
   * What one protocol's record is to be.
   *
   * @param part which record
   * @param text its canonical text
   * @param claims whether a value at the name is meant as this protocol's record
   * @param says whether such a value says what {@code text} says
   * @param why the reason for a change, where there is no better one
   */
  private record Wish(
      Part part, String text, Predicate<String> claims, Predicate<String> says, String why) {}

  /** Decides about the MTA-STS record, which is to announce the id. */
  static void record(LaneDraft draft, Ids.Decision decision) {
    PolicyId id = decision.issued().id();
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
    String why = decision.asked() ? Ids.ASKED : "announces the policy";
    text(
        draft,
        new Wish(
            Part.RECORD,
            text,
            StsRecord::claims,
            value -> StsRecord.parse(value).validId().equals(Optional.of(id)),
            byHand ? "its id was changed outside mtasts" : why),
        draft.last);
  }

  /** Decides about the TLSRPT record. */
  static void tlsRpt(LaneDraft draft) {
    if (!draft.spec.tlsRpt().isEmpty()) {
      String text = TlsRptRecord.render(draft.spec.tlsRpt());
      Set<String> rua = Set.copyOf(draft.spec.tlsRpt());
      text(
          draft,
          new Wish(
              Part.TLSRPT, text, TlsRptRecord::claims, value -> reportsTo(value, rua), REPORTS),
          draft.first);
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
          "Put tls_rpt back, take protect: true away, or use --allow protected.");
    }
    DnsRecordSet after = kept.isEmpty() ? null : live.get().with(live.get().ttl(), kept);
    draft.first.add(
        draft.act(new Change<>(live.get(), after, null, "tls_rpt left the spec"), List.of()));
  }

  private static boolean reportsTo(String value, Set<String> rua) {
    TlsRptRecord live = TlsRptRecord.parse(value);
    return live.valid() && Set.copyOf(live.rua()).equals(rua);
  }

  /** One value of ours in a TXT record set that others may share. */
  private static void text(LaneDraft draft, Wish wish, List<Act> into) {
    Part part = wish.part();
    Optional<Reading.Live<DnsRecordSet>> reading = draft.live(part);
    if (reading.isEmpty()) {
      DnsRecordSet wanted = Resources.recordSet(draft.spec, part, List.of(wish.text()));
      boolean removed = draft.entry.owned(part).isPresent();
      String reason = removed ? "it was removed outside mtasts" : wish.why();
      into.add(draft.act(new Change<>(null, wanted, null, reason), List.of(wish.text())));
      return;
    }
    DnsRecordSet live = reading.get().resource();
    TxtSlot slot = TxtSlot.of(live.values(), wish.claims());
    boolean known = known(draft, reading.get(), slot, wish);
    boolean stays = stays(draft, slot, wish, known);
    String text = stays ? slot.claiming().get(0) : wish.text();
    DnsRecordSet wanted = live.with(draft.spec.dns().ttl().orElse(live.ttl()), slot.holding(text));
    if (stays && !known && !draft.adopts()) {
      draft.sameButNotOurs(live.place(), text);
    }
    if (slot.isOnly(text) && live.ttl() == wanted.ttl()) {
      draft.isAsWanted(
          part, new Owned(draft.spec.dns().provider(), live.place(), List.of(text), null));
      return;
    }
    remark(draft, live, slot, known || stays);
    String reason =
        slot.isOnly(text)
            ? "the ttl changed"
            : slot.claiming().contains(text)
                ? "only one record may claim the protocol"
                : wish.why();
    into.add(draft.act(new Change<>(live, wanted, null, reason), List.of(text)));
  }

  private static boolean known(
      LaneDraft draft, Reading.Live<DnsRecordSet> live, TxtSlot slot, Wish wish) {
    return live.marked()
        || draft.owned(wish.part(), draft.spec.dns().provider()).isPresent()
        || slot.claiming().stream().anyMatch(value -> draft.entry.claims(wish.part(), value))
        || slot.isOnly(wish.text());
  }

  /**
   * Whether a value in another form says what is wanted and is left alone for it: because it is
   * ours in that form, or because it may become ours.
   */
  private static boolean stays(LaneDraft draft, TxtSlot slot, Wish wish, boolean known) {
    if (slot.claiming().size() != 1 || slot.isOnly(wish.text())) {
      return false;
    }
    String value = slot.claiming().get(0);
    return wish.says().test(value) && (draft.owns(wish.part(), value) || !known || draft.adopts());
  }

  private static void remark(LaneDraft draft, DnsRecordSet live, TxtSlot slot, boolean known) {
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
  }
}
