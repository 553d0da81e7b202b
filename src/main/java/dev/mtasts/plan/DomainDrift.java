package dev.mtasts.plan;

import dev.mtasts.ledger.Served;
import dev.mtasts.plan.Difference.Kind;
import dev.mtasts.plan.DriftDraft.Seen;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.policy.TlsRptRecord;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Reading;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compares a domain's policy, records and addresses with what the ledger has of them. */
record DomainDrift(DriftDraft draft) {
  private static final List<Part> ADDRESSES =
      List.of(Part.ADDRESS_CNAME, Part.ADDRESS_A, Part.ADDRESS_AAAA);

  /** All of it; {@code answers} are what senders get, where anybody asked. */
  void find(List<Drift.Answer> answers) {
    Optional<Seen<PolicyFile>> file = draft.look(Part.POLICY, draft.world.files());
    Optional<Seen<DnsRecordSet>> record = draft.look(Part.RECORD, draft.world.records());
    boolean edited = file.map(DomainDrift::edited).orElse(false);
    boolean renamed = record.map(this::renamed).orElse(false);
    file.ifPresent(seen -> file(seen, edited, renamed));
    record.ifPresent(seen -> record(seen, edited && renamed));
    draft.look(Part.TLSRPT, draft.world.records()).ifPresent(this::tlsRpt);
    ADDRESSES.forEach(part -> draft.look(part, draft.world.records()).ifPresent(this::address));
    strangeAddresses();
    file.map(Seen::live).ifPresent(live -> served(live, answers));
  }

  private static boolean edited(Seen<PolicyFile> seen) {
    return seen.live() != null && !seen.owned().values().equals(List.of(seen.live().body()));
  }

  /** Whether there is one record, and it names another id. */
  private boolean renamed(Seen<DnsRecordSet> seen) {
    Optional<PolicyId> live = id(claims(seen.live(), StsRecord::claims));
    return live.isPresent() && !live.equals(id(seen.owned().values()));
  }

  private static Optional<PolicyId> id(List<String> claims) {
    return claims.size() == 1 ? StsRecord.parse(claims.get(0)).validId() : Optional.empty();
  }

  private void file(Seen<PolicyFile> seen, boolean edited, boolean renamed) {
    PolicyFile before = Resources.policyFile(draft.spec, String.join("", seen.owned().values()));
    if (seen.live() == null) {
      draft.add(Kind.FILE_REMOVED, Part.POLICY, DriftDraft.change(before, null), "");
    } else if (edited) {
      Kind kind = renamed ? Kind.BOTH_CHANGED : Kind.FILE_CHANGED;
      // A header for caches is no part of what senders are told.
      PolicyFile after = Resources.policyFile(draft.spec, seen.live().body());
      draft.add(kind, Part.POLICY, DriftDraft.change(before, after), "");
    }
  }

  private void record(Seen<DnsRecordSet> seen, boolean told) {
    List<String> claims = claims(seen.live(), StsRecord::claims);
    List<String> ours = seen.owned().values();
    Change<DnsRecordSet> change = draft.change(seen, StsRecord::claims);
    if (claims.isEmpty()) {
      draft.add(Kind.RECORD_REMOVED, Part.RECORD, change, "");
    } else if (claims.size() > 1) {
      draft.add(Kind.SECOND_RECORD, Part.RECORD, change, "");
    } else if (!claims.equals(ours)) {
      Kind kind = renamed(seen) ? Kind.ID_CHANGED : Kind.RECORD_CHANGED;
      if (!told) {
        draft.add(kind, Part.RECORD, change, "");
      }
    }
    ttl(seen, draft.entry.history().top().filter(top -> top.announced() != null).map(Served::ttl));
  }

  private void tlsRpt(Seen<DnsRecordSet> seen) {
    List<String> claims = claims(seen.live(), TlsRptRecord::claims);
    if (!claims.equals(seen.owned().values())) {
      Kind kind = claims.isEmpty() ? Kind.TLSRPT_REMOVED : Kind.TLSRPT_CHANGED;
      draft.add(kind, Part.TLSRPT, draft.change(seen, TlsRptRecord::claims), "");
    }
    ttl(seen, Optional.empty());
  }

  private void address(Seen<DnsRecordSet> seen) {
    if (seen.live() == null) {
      draft.add(Kind.ADDRESS_REMOVED, seen.part(), draft.change(seen, value -> true), "");
    } else if (!Set.copyOf(seen.live().values()).equals(Set.copyOf(seen.owned().values()))) {
      draft.add(Kind.ADDRESS_CHANGED, seen.part(), draft.change(seen, value -> true), "");
    }
    ttl(seen, Optional.empty());
  }

  /** Addresses of a kind that we never set lead senders away as well. */
  private void strangeAddresses() {
    boolean ours = ADDRESSES.stream().anyMatch(part -> draft.entry.owned(part).isPresent());
    for (Part part : ADDRESSES) {
      boolean known = draft.entry.owned(part).isPresent() || draft.entry.intent(part).isPresent();
      if (ours
          && !known
          && draft.world.recordSet(draft.at(part)) instanceof Reading.Live<DnsRecordSet> live) {
        draft.add(Kind.ADDRESS_CHANGED, part, DriftDraft.change(null, live.resource()), "");
      }
    }
  }

  private void served(PolicyFile file, List<Drift.Answer> answers) {
    for (Drift.Answer answer : answers) {
      String who = answer.address().isEmpty() ? "" : answer.address() + ": ";
      if (answer.unknown()) {
        Failure failure =
            new Failure(
                Failure.Kind.UNAVAILABLE,
                "fetch " + draft.spec.name().policyUrl() + " as a sender does",
                who + answer.fault(),
                "Run it from a machine with a way there, or see --resolver.");
        draft.unread.add(new Drift.Unread(draft.spec.name(), failure));
      } else if (answer.body() == null) {
        draft.add(Kind.NOT_SERVED, Part.POLICY, null, who + answer.fault());
      } else if (!answer.body().equals(file.body())) {
        Change<PolicyFile> change = DriftDraft.change(file, file.with(answer.body()));
        draft.add(Kind.SERVED_DIFFERS, Part.POLICY, change, answer.address());
      }
    }
  }

  /** An alias has no time to live; what the ledger last saw counts where the spec says nothing. */
  private void ttl(Seen<DnsRecordSet> seen, Optional<Integer> last) {
    OptionalInt stated = draft.applied ? draft.spec.dns().ttl() : OptionalInt.empty();
    DnsRecordSet live = seen.live();
    if (live == null || live.ttl() == 0) {
      return;
    }
    int wanted = stated.orElse(last.orElse(live.ttl()));
    if (wanted != live.ttl()) {
      DnsRecordSet before = live.with(wanted, live.values());
      draft.add(Kind.TTL_CHANGED, seen.part(), DriftDraft.change(before, live), "");
    }
  }

  private static List<String> claims(@Nullable DnsRecordSet live, Predicate<String> claims) {
    return live == null ? List.of() : TxtSlot.of(live.values(), claims).claiming();
  }
}
