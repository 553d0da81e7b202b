package dev.mtasts.plan;

import dev.mtasts.ledger.Owned;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Unknown;
import dev.mtasts.spec.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides what becomes of what stands before the policy file: the certificate, its proof in DNS,
 * and the host that shows it.
 */
final class FrontParts {
  private FrontParts() {}

  /** Decides about all three. */
  static void plan(LaneDraft draft, Front front) {
    Optional<Certificate> certificate =
        front.certificate().map(wanted -> certificate(draft, wanted));
    certificate.ifPresent(made -> proof(draft, made));
    PolicyHost wanted = front.host().showing(certificate.map(Certificate::id).orElse(""));
    host(draft, wanted, front.ownAddress());
    boolean waits = !draft.host.isEmpty() && certificate.map(made -> !made.issued()).orElse(false);
    if (waits) {
      String provider = draft.spec.host().provider();
      draft.issued = new Gate.Issued(draft.spec.name(), provider, certificate.orElseThrow());
    }
  }

  /** Where address records must lead; {@link Unknown#TEXT} where the host is yet to be made. */
  private static String target(LaneDraft draft, Front front) {
    return draft
        .liveHost()
        .map(live -> live.resource().target())
        .filter(target -> !target.isEmpty())
        .orElse(front.host().target());
  }

  private static Certificate certificate(LaneDraft draft, Certificate wanted) {
    String provider = draft.spec.host().provider();
    Optional<Reading.Live<Certificate>> reading = draft.liveCertificate();
    if (reading.isPresent()) {
      Certificate live = reading.get().resource();
      draft.isAsWanted(
          Part.CERTIFICATE,
          new Owned(provider, live.place(), List.of(live.id()), reading.get().version()));
      return live;
    }
    boolean lost = draft.owns(Part.CERTIFICATE, provider, wanted.place());
    String why = lost ? "the one before is gone or can never be issued" : "HTTPS needs it";
    draft.first.add(new Act(provider, new Change<>(null, wanted, null, why), wanted.names()));
    return wanted;
  }

  private static void proof(LaneDraft draft, Certificate certificate) {
    if (Unknown.in(certificate.id())) {
      DnsRecordSet later = Resources.proof(draft.spec, Unknown.TEXT, Unknown.TEXT);
      draft.proofs.add(
          draft.act(
              new Change<>(null, later, null, "proves the name to " + certificate.authority()),
              later.values()));
      return;
    }
    String host = draft.spec.name().policyHost().text();
    Optional<Certificate.Proof> told = certificate.proof(host);
    if (told.isEmpty()) {
      draft.remarks.unread(
          new Failure(
              Failure.Kind.UNAVAILABLE,
              "learn how " + certificate.authority() + " wants " + host + " proved",
              "it has not said so yet",
              "Run the command again in a minute."));
      return;
    }
    String target = told.get().target();
    DnsRecordSet wanted = Resources.proof(draft.spec, told.get().name(), target);
    Optional<DnsRecordSet> live =
        draft
            .live(Part.VALIDATION)
            .map(Reading.Live::resource)
            .filter(set -> set.name().equals(wanted.name()));
    if (live.isEmpty()) {
      String why = "proves the name to " + certificate.authority();
      draft.first.add(draft.act(new Change<>(null, wanted, null, why), wanted.values()));
    } else if (live.get().values().equals(wanted.values())) {
      draft.isAsWanted(
          Part.VALIDATION,
          new Owned(draft.spec.dns().provider(), wanted.place(), wanted.values(), null));
    } else {
      if (live.get().values().stream().noneMatch(v -> draft.entry.claims(Part.VALIDATION, v))) {
        draft.notOurs(
            live.get().place() + " leads to " + String.join(" | ", live.get().values()) + ".",
            LaneDraft.REPLACED);
      }
      DnsRecordSet after = live.get().with(live.get().ttl(), wanted.values());
      draft.first.add(
          draft.act(new Change<>(live.get(), after, null, "the proof changed"), after.values()));
    }
  }

  private static void host(LaneDraft draft, PolicyHost wanted, boolean ownAddress) {
    String provider = draft.spec.host().provider();
    Optional<Reading.Live<PolicyHost>> reading = draft.liveHost();
    if (reading.isEmpty()) {
      PolicyHost after = ownAddress ? inPlaceOf(draft, wanted) : wanted;
      draft.host.add(
          new Act(provider, new Change<>(null, after, null, "answers HTTPS"), wanted.names()));
      draft.hostPending = true;
      return;
    }
    Reading.Live<PolicyHost> live = reading.get();
    draft.hostPending = !live.resource().deployed();
    if (wanted.sameAs(live.resource())) {
      forgetAddresses(draft, ownAddress);
      draft.isAsWanted(
          Part.HOST, new Owned(provider, wanted.place(), wanted.names(), live.version()));
      return;
    }
    boolean known = live.marked() || draft.owns(Part.HOST, provider, wanted.place());
    if (!known) {
      draft.notOurs(
          wanted.names().get(0)
              + " is answered by something that mtasts did not set up: "
              + live.resource().settings()
              + ".",
          "It is then set up as the spec wants.");
    }
    leavesOut(draft, live.resource(), wanted);
    boolean certificate = !wanted.certificate().equals(live.resource().certificate());
    String why =
        certificate && wanted.settings().equals(live.resource().settings())
            ? "it needs another certificate"
            : "it is not set up as the spec wants";
    draft.host.add(
        new Act(
            provider, new Change<>(live.resource(), wanted, live.version(), why), wanted.names()));
    draft.hostPending = true;
  }

  /** A host that writes its address itself has taken the place of the records before it. */
  private static void forgetAddresses(LaneDraft draft, boolean ownAddress) {
    for (Part part : List.of(Part.ADDRESS_CNAME, Part.ADDRESS_A, Part.ADDRESS_AAAA)) {
      if (ownAddress && draft.entry.owned(part).isPresent()) {
        draft.gone.add(part);
      }
    }
  }

  /** RFC 8461 §8.3: who has a policy keeps it after the spec has forgotten the domain. */
  private static void leavesOut(LaneDraft draft, PolicyHost live, PolicyHost wanted) {
    List<String> out =
        live.names().stream()
            .filter(name -> !wanted.names().contains(name))
            .filter(name -> !draft.places.released(name, wanted.place()))
            .toList();
    if (!out.isEmpty()) {
      draft.remarks.guard(
          Guard.HOST_MOVE,
          wanted.place()
              + " would no longer answer for "
              + String.join(", ", out)
              + ". Senders that look for a policy there would find none.",
          "The ledger knows of no move or removal that has ended for it. Put what left the spec back"
              + " and let it be retired or moved in order, or use --allow host-move where something"
              + " else answers by then.");
    }
  }

  /** A host that writes its address itself cannot stand beside records that are there already. */
  private static PolicyHost inPlaceOf(LaneDraft draft, PolicyHost wanted) {
    List<String> there = new ArrayList<>();
    boolean ours = true;
    for (Part part : List.of(Part.ADDRESS_CNAME, Part.ADDRESS_A, Part.ADDRESS_AAAA)) {
      Optional<DnsRecordSet> live = draft.live(part).map(Reading.Live::resource);
      live.ifPresent(set -> there.add(set.type() + " " + String.join(" ", set.values())));
      ours &=
          live.map(set -> set.values().stream().allMatch(v -> draft.entry.claims(part, v)))
              .orElse(true);
    }
    if (there.isEmpty()) {
      return wanted;
    }
    String records = String.join(", ", there);
    if (!ours) {
      draft.notOurs(
          wanted.names().get(0) + " already has DNS records: " + records + ".",
          "They are then replaced by the host's own.");
    }
    return wanted.replacing(records);
  }

  /** The address records that lead to the host, by part, as the domain's DNS can best say it. */
  static Map<Part, List<String>> addresses(LaneDraft draft, Front front) {
    Map<Part, List<String>> wanted = new TreeMap<>();
    String target = target(draft, front);
    boolean alias = draft.spec.dns().aliases();
    List<String> values = List.of(DnsRecordSet.ALIAS + target);
    wanted.put(Part.ADDRESS_CNAME, alias ? List.of() : List.of(target));
    wanted.put(Part.ADDRESS_A, alias ? values : List.of());
    wanted.put(Part.ADDRESS_AAAA, alias ? values : List.of());
    return wanted;
  }
}
