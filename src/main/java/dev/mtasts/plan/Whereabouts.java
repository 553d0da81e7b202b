package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Former;
import dev.mtasts.ledger.Intent;
import dev.mtasts.ledger.Owned;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.Reading;
import dev.mtasts.spec.DomainSpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where a domain's things are, and where its spec wants them. */
final class Whereabouts {
  private static final List<Part> ADDRESSES =
      List.of(Part.ADDRESS_CNAME, Part.ADDRESS_A, Part.ADDRESS_AAAA);

  /** What makes a place one. */
  static final List<Part> PLACES = List.of(Part.POLICY, Part.HOST);

  private final DomainSpec spec;
  private final DomainEntry entry;
  private final World world;
  private final Places places;
  private final Optional<Front> front;

  Whereabouts(DomainSpec spec, DomainEntry entry, World world, Places places) {
    this.spec = spec;
    this.entry = entry;
    this.world = world;
    this.places = places;
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

  /** What is ours here, or would be if an unfinished act happened. */
  Optional<Owned> here(Part part) {
    return entry.owned(part).or(() -> entry.intent(part).map(Intent::after));
  }

  boolean isElsewhere(Part part) {
    return here(part).map(thing -> isElsewhere(part, thing)).orElse(false);
  }

  boolean isElsewhere(Part part, Owned thing) {
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

  /** What is ours and has no place here any more. */
  Map<Part, Owned> left() {
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

  /** Whether a live address record set is ours. */
  boolean claimed(DnsRecordSet set) {
    return set.values().stream().allMatch(v -> entry.claims(set.address().part(), v));
  }

  /** Whether the live address records say what the spec states. */
  boolean leadThere() {
    List<DnsRecordSet> live = live();
    Map<Part, List<String>> wanted = spec.host().address().map(AddressParts::of).orElse(Map.of());
    return !live.isEmpty()
        && live.stream()
            .allMatch(
                set ->
                    Set.copyOf(set.values())
                        .equals(Set.copyOf(wanted.getOrDefault(set.address().part(), List.of()))));
  }

  /** The address records that there are. */
  List<DnsRecordSet> live() {
    return ADDRESSES.stream()
        .map(part -> world.recordSet(new Address(spec.name(), part)))
        .filter(Reading.Live.class::isInstance)
        .map(reading -> ((Reading.Live<DnsRecordSet>) reading).resource())
        .toList();
  }
}
