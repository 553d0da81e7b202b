package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Owned;
import dev.mtasts.plan.Difference.Kind;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Resource;
import dev.mtasts.spec.DomainSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one domain while it is compared with the ledger, and what was found. Only what
 * stands where the ledger says is looked at; a part that an apply has begun and not ended is left
 * to the next one.
 */
final class DriftDraft {
  final DomainSpec spec;
  final DomainEntry entry;
  final World world;
  final boolean applied;
  final List<Difference> found = new ArrayList<>();
  final List<Drift.Unread> unread = new ArrayList<>();

  /**
   * For one domain.
   *
   * @param applied whether the spec is as it was when it was last applied
   */
  DriftDraft(DomainSpec spec, DomainEntry entry, World world, boolean applied) {
    this.spec = spec;
    this.entry = entry;
    this.world = world;
    this.applied = applied;
  }

  /**
   * A thing that the ledger has, and what stands in its place.
   *
   * @param owned as the ledger has it
   * @param live what is there; null for nothing
   */
  record Seen<R extends Resource>(Part part, Owned owned, @Nullable R live) {}

  <R extends Resource> Optional<Seen<R>> look(Part part, Map<Address, Reading<R>> readings) {
    @Nullable Reading<R> reading = readings.get(at(part));
    Optional<Owned> owned = entry.owned(part).filter(thing -> stands(part, thing));
    if (reading == null || owned.isEmpty() || entry.intent(part).isPresent()) {
      return Optional.empty();
    }
    if (reading instanceof Reading.Unread<R> failed) {
      unread.add(new Drift.Unread(spec.name(), failed.failure()));
      return Optional.empty();
    }
    @Nullable R live = reading instanceof Reading.Live<R> there ? there.resource() : null;
    return Optional.of(new Seen<>(part, owned.get(), live));
  }

  /** Whether the spec leads to the place that the ledger means: only that was read. */
  private boolean stands(Part part, Owned owned) {
    Optional<Front> front = spec.host().front();
    return switch (part) {
      case POLICY ->
          owned.provider().equals(spec.host().provider())
              && owned.place().equals(spec.host().location());
      case HOST -> front.map(all -> all.host().place().equals(owned.place())).orElse(false);
      case CERTIFICATE ->
          front
              .flatMap(Front::certificate)
              .map(wanted -> wanted.place().equals(owned.place()))
              .orElse(false);
      default -> owned.provider().equals(spec.dns().provider());
    };
  }

  /** From what the ledger has to what is live. */
  static <R extends Resource> Change<R> change(@Nullable R before, @Nullable R after) {
    return new Change<>(before, after, null, "changed outside mtasts");
  }

  /** Values of other tools in the same set are on both sides. */
  Change<DnsRecordSet> change(Seen<DnsRecordSet> seen, Predicate<String> claims) {
    DnsRecordSet live = seen.live();
    if (live == null) {
      DnsRecordSet before = Resources.recordSet(spec, seen.part(), seen.owned().values());
      return change(before, null);
    }
    List<String> values = new ArrayList<>(TxtSlot.of(live.values(), claims).beside());
    values.addAll(seen.owned().values());
    return change(live.with(live.ttl(), values), live);
  }

  Address at(Part part) {
    return new Address(spec.name(), part);
  }

  void add(Kind kind, Part part, @Nullable Change<?> change, String detail) {
    boolean hosted = part == Part.POLICY || part == Part.HOST || part == Part.CERTIFICATE;
    String provider = hosted ? spec.host().provider() : spec.dns().provider();
    found.add(new Difference(kind, at(part), provider, change, detail));
  }
}
