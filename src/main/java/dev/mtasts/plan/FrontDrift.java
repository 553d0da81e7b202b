package dev.mtasts.plan;

import dev.mtasts.ledger.Owned;
import dev.mtasts.plan.Difference.Kind;
import dev.mtasts.plan.DriftDraft.Seen;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyHost;
import java.util.List;

/** Compares what answers HTTPS for a domain with what the ledger has of it. */
record FrontDrift(DriftDraft draft) {
  void find() {
    draft.look(Part.HOST, draft.world.hosts()).ifPresent(this::host);
    draft.look(Part.CERTIFICATE, draft.world.certificates()).ifPresent(this::certificate);
    draft.look(Part.VALIDATION, draft.world.records()).ifPresent(this::proof);
  }

  private void host(Seen<PolicyHost> seen) {
    PolicyHost wanted =
        draft.spec.host().front().orElseThrow().host().showing(String.join("", certificateId()));
    PolicyHost live = seen.live();
    if (live == null) {
      draft.add(Kind.HOST_REMOVED, Part.HOST, DriftDraft.change(wanted, null), "");
      return;
    }
    boolean other =
        draft.applied
            && !(wanted.settings().equals(live.settings())
                && wanted.certificate().equals(live.certificate()));
    if (other || !live.names().containsAll(seen.owned().values())) {
      PolicyHost before = draft.applied ? wanted : live.showing(wanted.certificate());
      draft.add(Kind.HOST_CHANGED, Part.HOST, DriftDraft.change(before, live), "");
    }
  }

  private List<String> certificateId() {
    return draft.entry.owned(Part.CERTIFICATE).map(Owned::values).orElse(List.of());
  }

  private void certificate(Seen<Certificate> seen) {
    Certificate wanted =
        draft.spec.host().front().flatMap(Front::certificate).map(this::known).orElseThrow();
    Certificate live = seen.live();
    if (live == null || !seen.owned().values().contains(live.id())) {
      Kind kind = live == null ? Kind.CERTIFICATE_GONE : Kind.CERTIFICATE_CHANGED;
      draft.add(kind, Part.CERTIFICATE, DriftDraft.change(wanted, live), "");
    }
  }

  private Certificate known(Certificate wanted) {
    return new Certificate(
        wanted.address(),
        wanted.authority(),
        wanted.names(),
        String.join("", certificateId()),
        true,
        "",
        List.of());
  }

  private void proof(Seen<DnsRecordSet> seen) {
    if (seen.live() == null || !seen.live().values().equals(seen.owned().values())) {
      draft.add(Kind.PROOF_CHANGED, Part.VALIDATION, draft.change(seen, value -> true), "");
    }
  }
}
