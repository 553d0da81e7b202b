package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Former;
import dev.mtasts.ledger.Intent;
import dev.mtasts.ledger.Owned;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Reading;
import dev.mtasts.spec.AddressSpec;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Decides whether a policy leaves its place, and whether that can be done in order. */
final class MoveStart {
  private static final List<Part> ADDRESSES =
      List.of(Part.ADDRESS_CNAME, Part.ADDRESS_A, Part.ADDRESS_AAAA);

  /** What makes a place one. */
  private static final List<Part> PLACES = List.of(Part.POLICY, Part.HOST);

  private static final String UNORDERED =
      "With --allow host-move the file is written to the new place, whatever serves it; the old one"
          + " is left as it is.";

  private final DomainSpec spec;
  private final DomainEntry entry;
  private final World world;
  private final Places places;
  private final Remarks remarks;
  private final Optional<Front> front;

  MoveStart(DomainSpec spec, DomainEntry entry, World world, Places places, Remarks remarks) {
    this.spec = spec;
    this.entry = entry;
    this.world = world;
    this.places = places;
    this.remarks = remarks;
    this.front = spec.host().front();
  }

  /** Whether the spec wants the policy, or what serves it, at another place than it is at. */
  boolean elsewhere() {
    return isElsewhere(Part.POLICY) || isElsewhere(Part.HOST) || comesBack();
  }

  /** Whether the spec wants the policy where it was before, though that was left already. */
  private boolean comesBack() {
    Former former = entry.former();
    return former != null
        && PLACES.stream()
            .anyMatch(
                part -> former.owned(part).map(thing -> !isElsewhere(part, thing)).orElse(false));
  }

  /**
   * The place that is left behind; empty where it cannot be left in order, which is remarked on.
   */
  Optional<Former> leaves() {
    Map<Part, Owned> left = left();
    Optional<String[]> against =
        kept()
            .or(() -> provider(left))
            .or(this::begun)
            .or(this::unremembered)
            .or(this::unaddressed)
            .or(this::ownAddress)
            .or(this::sameAddress)
            .or(this::sameHost);
    against.ifPresent(why -> remarks.guard(Guard.HOST_MOVE, why[0], why[1]));
    return against.isPresent()
        ? Optional.empty()
        : Optional.of(new Former(entry.block(), left, ttl(), null));
  }

  /**
   * Whether a move that has begun can still be told from one that is over; if not, that is remarked
   * on. Somebody may have taken the address out of the spec, or turned it back, on the way.
   */
  boolean canEnd() {
    Optional<String[]> against = unaddressed().or(this::turnedBack);
    against.ifPresent(why -> remarks.guard(Guard.HOST_MOVE, why[0], why[1]));
    return against.isEmpty();
  }

  /** The address that the spec states is the one of the old place, or one that nobody moved. */
  private Optional<String[]> turnedBack() {
    Optional<AddressSpec> stated = spec.host().address();
    boolean ofOld =
        stated.isPresent()
            && places
                .former(spec.name(), entry)
                .map(then -> then.host().address().equals(stated))
                .orElse(false);
    return front.isEmpty() && (ofOld || (leadThere() && !live().stream().allMatch(this::claimed)))
        ? Optional.of(
            new String[] {
              moves()
                  + "The address that the spec states for "
                  + spec.name().policyHost()
                  + " leads to the old place, as far as anybody can tell.",
              "State the new place's address, or put the host block of the old place back. "
                  + UNORDERED
            })
        : Optional.empty();
  }

  /** What is ours here, or would be if an unfinished act happened. */
  private Optional<Owned> here(Part part) {
    return entry.owned(part).or(() -> entry.intent(part).map(Intent::after));
  }

  private boolean isElsewhere(Part part) {
    return here(part).map(thing -> isElsewhere(part, thing)).orElse(false);
  }

  private boolean isElsewhere(Part part, Owned thing) {
    return place(part)
        .map(place -> places.elsewhere(thing, spec.host().provider(), place))
        .orElse(true);
  }

  /** Where the spec wants a part; empty where it wants none. */
  private Optional<String> place(Part part) {
    return switch (part) {
      case POLICY -> Optional.of(spec.host().location());
      case HOST -> front.map(wanted -> wanted.host().place());
      default -> front.flatMap(Front::certificate).map(Certificate::place);
    };
  }

  private Map<Part, Owned> left() {
    Map<Part, Owned> left = new EnumMap<>(Part.class);
    for (Part part : List.of(Part.POLICY, Part.HOST, Part.CERTIFICATE)) {
      here(part)
          .filter(thing -> isElsewhere(part, thing))
          .ifPresent(thing -> left.put(part, thing));
    }
    boolean proofToo = left.containsKey(Part.CERTIFICATE) || place(Part.CERTIFICATE).isEmpty();
    if (proofToo) {
      here(Part.VALIDATION).ifPresent(thing -> left.put(Part.VALIDATION, thing));
    }
    return left;
  }

  /** One old place at a time, but for a change of mind. */
  private Optional<String[]> kept() {
    Former former = entry.former();
    if (former == null) {
      return Optional.empty();
    }
    boolean back =
        PLACES.stream()
            .filter(this::isElsewhere)
            .allMatch(
                part ->
                    former.owned(part).map(thing -> !isElsewhere(part, thing)).orElse(false)
                        || (part == Part.HOST && front.isEmpty()));
    if (back) {
      return Optional.empty();
    }
    return Optional.of(
        new String[] {
          "The policy of "
              + spec.name()
              + " is still on its way from "
              + Move.place(former)
              + (former.until() == null
                  ? ""
                  : ", which is kept until " + former.until() + " and then deleted")
              + ". It cannot move on to "
              + spec.host().location()
              + " meanwhile.",
          "Put the host block back as it was, apply until plan shows no move any more, then change"
              + " it; or put back the one of the old place."
        });
  }

  private Optional<String[]> provider(Map<Part, Owned> left) {
    return left.values().stream()
        .filter(thing -> !places.knowsProvider(thing))
        .findFirst()
        .map(
            thing ->
                new String[] {
                  moves()
                      + "The provider '"
                      + thing.provider()
                      + "' of the old place has left the spec, so that place cannot be looked"
                      + " after.",
                  "Put the provider back until the move is over. " + UNORDERED
                });
  }

  private Optional<String[]> begun() {
    return entry
        .intent(Part.POLICY)
        .filter(intent -> !Objects.equals(intent.issued(), entry.issued()))
        .map(
            intent ->
                new String[] {
                  moves()
                      + "An upload to the old place was begun at "
                      + intent.at()
                      + " and nobody knows how it ended.",
                  "Put the host block back as it was and apply once; then move. " + UNORDERED
                });
  }

  private Optional<String[]> unremembered() {
    return entry.block().isEmpty()
        ? Optional.of(
            new String[] {
              moves() + "The ledger does not know how the old place was set up.",
              "Put the host block back as it was and apply once; then move. " + UNORDERED
            })
        : Optional.empty();
  }

  private Optional<String[]> unaddressed() {
    return front.isEmpty() && spec.host().address().isEmpty()
        ? Optional.of(
            new String[] {
              moves()
                  + "Senders follow the address of "
                  + spec.name().policyHost()
                  + ", which the spec does not state, so nobody can tell when it leads to the new"
                  + " place.",
              "State the new place's address in the host block; or make both places serve the same"
                  + " body until that address has moved. "
                  + UNORDERED
            })
        : Optional.empty();
  }

  /** A host that keeps its address itself would have to give it up before anything takes over. */
  private Optional<String[]> ownAddress() {
    boolean keepsItself = front.map(Front::ownAddress).orElse(false);
    boolean ours = live().stream().anyMatch(this::claimed);
    boolean kept = here(Part.HOST).isPresent() && !ours && !live().isEmpty();
    if (keepsItself || !kept) {
      return Optional.empty();
    }
    String host = spec.name().policyHost().text();
    return Optional.of(
        new String[] {
          moves()
              + "The DNS records of "
              + host
              + " belong to "
              + here(Part.HOST).map(Owned::place).orElse("")
              + ", so they go only when that is detached, and nothing can take over before.",
          "Detach the custom domain "
              + host
              + " where it is set up, then at once run apply --allow host-move. Until that has"
              + " ended, senders without a cached policy find none; the others keep theirs"
              + " (RFC 8461 §5.1)."
        });
  }

  private boolean claimed(DnsRecordSet set) {
    return set.values().stream().allMatch(v -> entry.claims(set.address().part(), v));
  }

  /** Nothing would tell senders of the one place from those of the other. */
  private Optional<String[]> sameAddress() {
    boolean same = front.isEmpty() && leadThere();
    // Whoever changes their mind goes back to where the address still leads.
    return same && entry.former() == null
        ? Optional.of(
            new String[] {
              moves()
                  + "The address of "
                  + spec.name().policyHost()
                  + " stays the same, so nobody can tell which of the two places it leads to.",
              "State the new place's address if it has another; else see to it that what answers"
                  + " there serves the new place. "
                  + UNORDERED
            })
        : Optional.empty();
  }

  /** Whether the live address records say what the spec states. */
  private boolean leadThere() {
    List<DnsRecordSet> live = live();
    Map<Part, List<String>> wanted = spec.host().address().map(AddressParts::of).orElse(Map.of());
    return !live.isEmpty()
        && live.stream()
            .allMatch(
                set ->
                    Set.copyOf(set.values())
                        .equals(Set.copyOf(wanted.getOrDefault(set.address().part(), List.of()))));
  }

  /** The same host for another file: it must not be led to where no file can be yet. */
  private Optional<String[]> sameHost() {
    boolean stays = here(Part.HOST).isPresent() && !isElsewhere(Part.HOST);
    boolean room =
        !(world.file(new Address(spec.name(), Part.POLICY))
                instanceof Reading.Unread<PolicyFile> unread
            && unread.failure().kind() == Failure.Kind.MISSING);
    return stays && !room
        ? Optional.of(
            new String[] {
              moves()
                  + front.map(wanted -> wanted.host().place()).orElse("")
                  + " would be led there before there is a file.",
              "Make the place first (such as its bucket), so that the file can be put there before"
                  + " the host is changed. "
                  + UNORDERED
            })
        : Optional.empty();
  }

  private String moves() {
    if (!elsewhere() && entry.former() != null) {
      return "The policy is on its way from "
          + Move.place(entry.former())
          + " to "
          + spec.host().location()
          + ". ";
    }
    String now =
        PLACES.stream()
            .filter(this::isElsewhere)
            .flatMap(part -> here(part).stream())
            .map(Owned::place)
            .findFirst()
            .orElse("");
    return "The policy is at "
        + now
        + " and the spec now wants it at "
        + spec.host().location()
        + ". ";
  }

  private List<DnsRecordSet> live() {
    return ADDRESSES.stream()
        .map(part -> world.recordSet(new Address(spec.name(), part)))
        .filter(Reading.Live.class::isInstance)
        .map(reading -> ((Reading.Live<DnsRecordSet>) reading).resource())
        .toList();
  }

  /** For how many seconds resolvers may keep the addresses that lead to the place that is left. */
  private int ttl() {
    Former former = entry.former();
    int known = former == null ? Questions.DEFAULT_TTL : former.ttl();
    return live().stream().mapToInt(DnsRecordSet::lasts).reduce(known, Math::max);
  }
}
