package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Former;
import dev.mtasts.ledger.Owned;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Reading;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A lane in the making: what is known of the domain, and what its parts' planners have decided so
 * far. Lives for one domain of one plan.
 */
final class LaneDraft {
  /** What becomes of a stranger's thing that cannot stay beside ours. */
  static final String REPLACED = "What is there now is then replaced.";

  final DomainSpec spec;
  final DomainEntry entry;
  final Places places;
  final Remarks remarks;

  /** Acts that nothing has to precede. */
  final List<Act> first = new ArrayList<>();

  /** Acts that need to know what the certificate's authority wants to see in DNS. */
  final List<Act> proofs = new ArrayList<>();

  /** Acts that need the certificate, if there is one. */
  final List<Act> host = new ArrayList<>();

  /** Acts that need the host. */
  final List<Act> behind = new ArrayList<>();

  /** Acts on addresses in use: they need the host, and the file where they lead to. */
  final List<Act> moves = new ArrayList<>();

  /** Acts that need the policy to be served: RFC 8461 §8.1. */
  final List<Act> last = new ArrayList<>();

  /** What the host's acts wait for; null for nothing. */
  Gate.@Nullable Issued issued;

  /** Whether the host changes, or has not finished changing. */
  boolean hostPending;

  /** Whether a move that was done is undone on the wire, and so begins again. */
  boolean reopened;

  /** As in {@link Lane}. */
  final Map<Part, Owned> found = new EnumMap<>(Part.class);

  final Set<Part> gone = EnumSet.noneOf(Part.class);
  final Set<PolicyId> seen = new HashSet<>();
  Findings.@Nullable Stranger stranger;
  OptionalInt announced = OptionalInt.empty();

  private final World world;
  private int unchanged;

  LaneDraft(DomainSpec spec, DomainEntry entry, World world, Places places, Remarks remarks) {
    this.spec = spec;
    this.entry = entry;
    this.world = world;
    this.places = places;
    this.remarks = remarks;
  }

  /** Whether the policy is moving, so that addresses may still lead to the place it leaves. */
  boolean moving() {
    Former former = entry.former();
    return former != null && (reopened || former.until() == null);
  }

  /** How many resources are as they should be. */
  int unchanged() {
    return unchanged;
  }

  /** Whether something could not be read, so that nothing can be said; it is remarked on. */
  boolean anythingUnread() {
    boolean unread = isUnread(world.host(at(Part.HOST)));
    unread |= isUnread(world.certificate(at(Part.CERTIFICATE)));
    Reading<PolicyFile> file = world.file(at(Part.POLICY));
    unread |= !noRoomYet(file) && isUnread(file);
    for (Part part : Part.values()) {
      // What was of use at a former place is looked at when that is taken away.
      unread |= Former.part(part).isEmpty() && isUnread(world.recordSet(at(part)));
    }
    return unread;
  }

  private boolean isUnread(Reading<?> reading) {
    if (reading instanceof Reading.Unread<?> unread) {
      remarks.unread(unread.failure());
      return true;
    }
    return false;
  }

  /** A host that is yet to be made or mended makes room for the file as well. */
  private boolean noRoomYet(Reading<PolicyFile> reading) {
    return reading instanceof Reading.Unread<PolicyFile> unread
        && unread.failure().kind() == Failure.Kind.MISSING
        && spec.host().front().map(front -> !front.fileFirst() && !hostStands(front)).orElse(false);
  }

  private boolean hostStands(Front front) {
    return liveHost()
        .map(live -> live.resource().settings().equals(front.host().settings()))
        .orElse(false);
  }

  Optional<Reading.Live<PolicyHost>> liveHost() {
    return world.host(at(Part.HOST)) instanceof Reading.Live<PolicyHost> live
        ? Optional.of(live)
        : Optional.empty();
  }

  Optional<Reading.Live<Certificate>> liveCertificate() {
    return world.certificate(at(Part.CERTIFICATE)) instanceof Reading.Live<Certificate> live
        ? Optional.of(live)
        : Optional.empty();
  }

  /** Where acts go that need the host. */
  List<Act> afterHost() {
    return hostPending ? behind : first;
  }

  /** Where the act on the policy file goes. */
  List<Act> fileActs() {
    boolean fileFirst = spec.host().front().map(Front::fileFirst).orElse(true);
    return fileFirst || sameHostMoves() ? first : afterHost();
  }

  /** Whether the host is led from one place to another: the file has to be there before it. */
  private boolean sameHostMoves() {
    return moving() && liveHost().isPresent() && entry.owned(Part.HOST).isPresent();
  }

  Optional<Reading.Live<PolicyFile>> livePolicy() {
    return world.file(at(Part.POLICY)) instanceof Reading.Live<PolicyFile> live
        ? Optional.of(live)
        : Optional.empty();
  }

  Optional<Reading.Live<DnsRecordSet>> live(Part part) {
    return world.recordSet(at(part)) instanceof Reading.Live<DnsRecordSet> live
        ? Optional.of(live)
        : Optional.empty();
  }

  /** The id of the one record there is; empty where there is none, several or a wrong one. */
  Optional<PolicyId> liveRecordId() {
    return live(Part.RECORD)
        .map(live -> TxtSlot.of(live.resource().values(), StsRecord::claims).claiming())
        .filter(claims -> claims.size() == 1)
        .flatMap(claims -> StsRecord.parse(claims.get(0)).validId());
  }

  /** What the ledger knows here; at another provider it would be another thing. */
  Optional<Owned> owned(Part part, String provider) {
    return entry.owned(part).filter(thing -> thing.provider().equals(provider));
  }

  /** Whether the ledger says that what is at {@code place} there is ours. */
  boolean owns(Part part, String provider, String place) {
    return owned(part, provider).map(thing -> thing.place().equals(place)).orElse(false);
  }

  /** A change to the domain's DNS. */
  Act act(Change<DnsRecordSet> change, List<String> ours) {
    return new Act(spec.dns().provider(), change, ours);
  }

  /** What is live is as wanted; remembers it where the ledger does not say so yet. */
  void isAsWanted(Part part, Owned thing) {
    unchanged++;
    boolean news = !entry.owned(part).equals(Optional.of(thing)) || entry.intent(part).isPresent();
    if (news) {
      found.put(part, thing);
    }
  }

  /** Whether what is not ours may become ours. */
  boolean adopts() {
    return spec.adopt() || remarks.allows(Guard.NOT_OURS);
  }

  /** Whether the ledger has {@code value}, and nothing else, at {@code part}. */
  boolean owns(Part part, String value) {
    return entry.owned(part).map(thing -> thing.values().equals(List.of(value))).orElse(false);
  }

  /**
   * Something in our place says what the spec says, and nothing says that it is ours.
   *
   * @param what its name, to begin a sentence with
   * @param text its words, to end the sentence with; empty to leave them out
   */
  void sameButNotOurs(String what, String text) {
    remarks.guard(
        Guard.NOT_OURS,
        what
            + " says the same as the spec, in another form, and the ledger does not know it"
            + (text.isEmpty() ? "." : ": " + text),
        "To take it over as it is, without a write, set adopt: true for the domain or use --allow"
            + " not-ours.");
  }

  /** Something is in our place, and nothing says that it is ours. */
  void notOurs(String message, String fate) {
    if (!spec.adopt()) {
      remarks.guard(
          Guard.NOT_OURS,
          message,
          "To take it over, set adopt: true for the domain or use --allow not-ours. " + fate);
    }
  }

  private Address at(Part part) {
    return new Address(spec.name(), part);
  }
}
