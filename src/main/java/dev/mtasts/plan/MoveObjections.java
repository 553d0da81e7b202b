package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Former;
import dev.mtasts.ledger.Owned;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Reading;
import dev.mtasts.spec.AddressSpec;
import dev.mtasts.spec.DomainSpec;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Why a policy cannot leave its place in order, or its move not be brought to an end. */
final class MoveObjections {
  private static final String UNORDERED =
      "With --allow host-move the file is written to the new place, whatever serves it; the old one"
          + " is left as it is.";

  private final DomainSpec spec;
  private final DomainEntry entry;
  private final World world;
  private final Places places;
  private final Whereabouts now;
  private final Optional<Front> front;

  /**
   * One of them.
   *
   * @param why sentences
   * @param todo how to go on, sentences
   */
  record Objection(String why, String todo) {}

  MoveObjections(DomainSpec spec, DomainEntry entry, World world, Places places, Whereabouts now) {
    this.spec = spec;
    this.entry = entry;
    this.world = world;
    this.places = places;
    this.now = now;
    this.front = spec.host().front();
  }

  /** Against leaving {@code left} behind: the first that holds. */
  Optional<Objection> toLeaving(Map<Part, Owned> left) {
    return kept()
        .or(() -> provider(left))
        .or(this::begun)
        .or(this::unremembered)
        .or(this::unaddressed)
        .or(this::ownAddress)
        .or(this::sameAddress)
        .or(this::sameHost);
  }

  /** Against going on with a move that has begun: nobody could tell when it is over. */
  Optional<Objection> toEnding() {
    return unaddressed().or(this::turnedBack);
  }

  /** The address that the spec states is the one of the old place, or one that nobody moved. */
  private Optional<Objection> turnedBack() {
    Optional<AddressSpec> stated = spec.host().address();
    boolean ofOld =
        stated.isPresent()
            && places
                .former(spec.name(), entry)
                .map(then -> then.host().address().equals(stated))
                .orElse(false);
    return front.isEmpty()
            && (ofOld || (now.leadThere() && !now.live().stream().allMatch(now::claimed)))
        ? Optional.of(
            new Objection(
                moves()
                    + "The address that the spec states for "
                    + spec.name().policyHost()
                    + " leads to the old place, as far as anybody can tell.",
                "State the new place's address, or put the host block of the old place back. "
                    + UNORDERED))
        : Optional.empty();
  }

  /** One old place at a time, but for a change of mind. */
  private Optional<Objection> kept() {
    Former former = entry.former();
    if (former == null) {
      return Optional.empty();
    }
    boolean back =
        Whereabouts.PLACES.stream()
            .filter(now::isElsewhere)
            .allMatch(
                part ->
                    former.owned(part).map(thing -> !now.isElsewhere(part, thing)).orElse(false)
                        || (part == Part.HOST && front.isEmpty()));
    if (back) {
      return Optional.empty();
    }
    return Optional.of(
        new Objection(
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
                + " it; or put back the one of the old place."));
  }

  private Optional<Objection> provider(Map<Part, Owned> left) {
    return left.values().stream()
        .filter(thing -> !places.knowsProvider(thing))
        .findFirst()
        .map(
            thing ->
                new Objection(
                    moves()
                        + "The provider '"
                        + thing.provider()
                        + "' of the old place has left the spec, so that place cannot be looked"
                        + " after.",
                    "Put the provider back until the move is over. " + UNORDERED));
  }

  private Optional<Objection> begun() {
    return entry
        .intent(Part.POLICY)
        .filter(intent -> !Objects.equals(intent.issued(), entry.issued()))
        .map(
            intent ->
                new Objection(
                    moves()
                        + "An upload to the old place was begun at "
                        + intent.at()
                        + " and nobody knows how it ended.",
                    "Put the host block back as it was and apply once; then move. " + UNORDERED));
  }

  private Optional<Objection> unremembered() {
    return entry.block().isEmpty()
        ? Optional.of(
            new Objection(
                moves() + "The ledger does not know how the old place was set up.",
                "Put the host block back as it was and apply once; then move. " + UNORDERED))
        : Optional.empty();
  }

  private Optional<Objection> unaddressed() {
    return front.isEmpty() && spec.host().address().isEmpty()
        ? Optional.of(
            new Objection(
                moves()
                    + "Senders follow the address of "
                    + spec.name().policyHost()
                    + ", which the spec does not state, so nobody can tell when it leads to the new"
                    + " place.",
                "State the new place's address in the host block; or make both places serve the same"
                    + " body until that address has moved. "
                    + UNORDERED))
        : Optional.empty();
  }

  /** A host that keeps its address itself would have to give it up before anything takes over. */
  private Optional<Objection> ownAddress() {
    boolean keepsItself = front.map(Front::ownAddress).orElse(false);
    boolean ours = now.live().stream().anyMatch(now::claimed);
    boolean kept = now.here(Part.HOST).isPresent() && !ours && !now.live().isEmpty();
    if (keepsItself || !kept) {
      return Optional.empty();
    }
    String host = spec.name().policyHost().text();
    return Optional.of(
        new Objection(
            moves()
                + "The DNS records of "
                + host
                + " belong to "
                + now.here(Part.HOST).map(Owned::place).orElse("")
                + ", so they go only when that is detached, and nothing can take over before.",
            "Detach the custom domain "
                + host
                + " where it is set up, then at once run apply --allow host-move. Until that has"
                + " ended, senders without a cached policy find none; the others keep theirs"
                + " (RFC 8461 §5.1)."));
  }

  /** Nothing would tell senders of the one place from those of the other. */
  private Optional<Objection> sameAddress() {
    boolean same = front.isEmpty() && now.leadThere();
    // Whoever changes their mind goes back to where the address still leads.
    return same && entry.former() == null
        ? Optional.of(
            new Objection(
                moves()
                    + "The address of "
                    + spec.name().policyHost()
                    + " stays the same, so nobody can tell which of the two places it leads to.",
                "State the new place's address if it has another; else see to it that what answers"
                    + " there serves the new place. "
                    + UNORDERED))
        : Optional.empty();
  }

  /** The same host for another file: it must not be led to where no file can be yet. */
  private Optional<Objection> sameHost() {
    boolean stays = now.here(Part.HOST).isPresent() && !now.isElsewhere(Part.HOST);
    boolean room =
        !(world.file(new Address(spec.name(), Part.POLICY))
                instanceof Reading.Unread<PolicyFile> unread
            && unread.failure().kind() == Failure.Kind.MISSING);
    return stays && !room
        ? Optional.of(
            new Objection(
                moves()
                    + front.map(wanted -> wanted.host().place()).orElse("")
                    + " would be led there before there is a file.",
                "Make the place first (such as its bucket), so that the file can be put there before"
                    + " the host is changed. "
                    + UNORDERED))
        : Optional.empty();
  }

  private String moves() {
    if (!now.elsewhere() && entry.former() != null) {
      return "The policy is on its way from "
          + Move.place(entry.former())
          + " to "
          + spec.host().location()
          + ". ";
    }
    String at =
        Whereabouts.PLACES.stream()
            .filter(now::isElsewhere)
            .flatMap(part -> now.here(part).stream())
            .map(Owned::place)
            .findFirst()
            .orElse("");
    return "The policy is at "
        + at
        + " and the spec now wants it at "
        + spec.host().location()
        + ". ";
  }
}
