package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Ledger;
import dev.mtasts.ledger.Seconds;
import dev.mtasts.ledger.Served;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Reading;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Rollout;
import dev.mtasts.spec.Spec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which domains have to wait for others, because their rollout promotes only so many at a time. All
 * domains with the same rollout share its waves, whichever of them a run looks at.
 */
final class Waves {
  private Waves() {}

  /** One domain on its rollout. */
  private record Rider(DomainSpec spec, Standing standing, Instant since) {
    DomainName domain() {
      return spec.name();
    }
  }

  /**
   * The domains that are due but find their wave full, and when there is room again.
   *
   * @param held whether something else is known to keep a domain that is due; it takes no room
   */
  static Map<DomainName, Instant> full(
      Spec spec,
      Ledger ledger,
      World world,
      Selection selection,
      Instant now,
      Predicate<DomainSpec> held) {
    Map<Rollout, List<Rider>> groups = new LinkedHashMap<>();
    for (DomainSpec domain : spec.domains().values()) {
      Optional<Rollout> rollout = domain.rollout().filter(way -> way.wave().isPresent());
      rollout.ifPresent(
          way ->
              groups
                  .computeIfAbsent(way, same -> new ArrayList<>())
                  .add(rider(domain, way, ledger.entry(domain.name()), world, now)));
    }
    Map<DomainName, Instant> full = new HashMap<>();
    groups.forEach(
        (way, riders) -> sort(way.wave().orElseThrow(), riders, selection, now, held, full));
    return full;
  }

  /** What is not announced yet was promoted when it was uploaded. */
  private static Rider rider(
      DomainSpec domain, Rollout way, DomainEntry entry, World world, Instant now) {
    @Nullable Reading<PolicyFile> file = world.files().get(new Address(domain.name(), Part.POLICY));
    Standing standing =
        file == null
            ? Standing.of(way, entry)
            : Standing.of(way, entry, Published.policy(entry, file));
    Instant uploaded = entry.history().top().map(Served::first).orElse(now);
    return new Rider(domain, standing, standing.since() == null ? uploaded : standing.since());
  }

  private static void sort(
      Rollout.Wave wave,
      List<Rider> riders,
      Selection selection,
      Instant now,
      Predicate<DomainSpec> held,
      Map<DomainName, Instant> full) {
    Instant window = now.minusSeconds(wave.every());
    List<Instant> promoted = new ArrayList<>();
    List<Rider> due = new ArrayList<>();
    for (Rider rider : riders) {
      Standing at = rider.standing();
      if (at.index() > 0) {
        if (rider.since().isAfter(window)) {
          promoted.add(rider.since());
        }
      }
      if (!at.rollout().pause()
          && selection.covers(rider.domain())
          && at.due().map(then -> !then.isAfter(now)).orElse(false)
          && !held.test(rider.spec())) {
        due.add(rider);
      }
    }
    due.sort(
        Comparator.comparing((Rider rider) -> rider.standing().due().orElseThrow())
            .thenComparing(Rider::domain));
    int room = Math.max(0, wave.size() - promoted.size());
    Instant oldest = promoted.stream().min(Instant::compareTo).orElse(now);
    Instant again = Seconds.up(oldest.plusSeconds(wave.every()));
    due.stream().skip(room).forEach(rider -> full.put(rider.domain(), again));
  }
}
