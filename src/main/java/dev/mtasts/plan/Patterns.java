package dev.mtasts.plan;

import dev.mtasts.ledger.Caches;
import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Seconds;
import dev.mtasts.plan.PublicDns.Seen;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import dev.mtasts.spec.Caution;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which mx patterns a domain publishes today. In mode enforce the policy widens before DNS widens,
 * and DNS narrows before the policy narrows: senders hold old policies and old MX records.
 */
final class Patterns {
  /** Resolvers rarely keep MX records for longer. */
  static final Duration MX_RECORDS_LAST = Duration.ofDays(1);

  private final DomainSpec spec;
  private final DomainEntry entry;
  private final @Nullable Seen<List<String>> hosts;
  private final Instant now;
  private final Remarks remarks;

  private final List<MxPattern> mx;
  private final Map<String, Instant> unused = new TreeMap<>();
  private final List<Forecast> forecasts = new ArrayList<>();
  private boolean undecided;

  private Patterns(
      DomainSpec spec,
      DomainEntry entry,
      @Nullable Seen<List<String>> hosts,
      Instant now,
      Remarks remarks) {
    this.spec = spec;
    this.entry = entry;
    this.hosts = hosts;
    this.now = now;
    this.remarks = remarks;
    this.mx = new ArrayList<>(spec.policy().mx());
  }

  /**
   * Decides.
   *
   * @param spec with the mode and max_age of today, and the mx that the spec wants
   * @param inPlace the policy that is published
   * @param live the policy that is served now, whoever put it there
   * @param hosts where public DNS sends mail; null where it was not asked
   */
  static Patterns of(
      DomainSpec spec,
      DomainEntry entry,
      Optional<Policy> inPlace,
      Optional<Policy> live,
      @Nullable Seen<List<String>> hosts,
      Instant now,
      Remarks remarks) {
    Patterns patterns = new Patterns(spec, entry, hosts, now, remarks);
    if (spec.policy().mode() == Mode.ENFORCE) {
      inPlace.filter(policy -> policy.mode() == Mode.ENFORCE).ifPresent(patterns::narrow);
    }
    // In every mode: senders may hold a policy of mode enforce long after it was taken back.
    patterns.widen(live);
    return patterns;
  }

  /** What is published: what the spec wants, and what cannot go yet. */
  List<MxPattern> mx() {
    return List.copyOf(mx);
  }

  /** Dropped patterns that no MX uses, and since when that was seen. */
  Map<String, Instant> unused() {
    return Map.copyOf(unused);
  }

  /** Whether public DNS has to be asked. */
  boolean undecided() {
    return undecided;
  }

  List<Forecast> forecasts() {
    return List.copyOf(forecasts);
  }

  private void narrow(Policy inPlace) {
    if (spec.caution() == Caution.FAST || remarks.allows(Guard.MX_DROPPED_STILL_LIVE)) {
      return; // What DNS has against that, DnsRemarks says.
    }
    for (MxPattern pattern : inPlace.mx()) {
      if (!spec.policy().mx().contains(pattern)) {
        dropped(pattern);
      }
    }
  }

  private void dropped(MxPattern pattern) {
    Optional<Instant> since = Optional.ofNullable(entry.history().unused().get(pattern.toString()));
    Optional<Instant> due = since.map(seen -> seen.plus(MX_RECORDS_LAST));
    if (since.isPresent() && now.isBefore(due.get())) {
      keep(pattern, since.get(), "");
    } else if (hosts instanceof Seen.Known<List<String>> known) {
      List<String> live =
          known.value().stream()
              .filter(pattern::covers)
              .filter(host -> spec.policy().mx().stream().noneMatch(one -> one.covers(host)))
              .toList();
      if (!live.isEmpty()) {
        mx.add(pattern);
        DnsRemarks.dropped(spec, pattern, live, remarks);
      } else if (since.isEmpty()) {
        keep(pattern, now, "");
      }
    } else {
      undecided |= hosts == null;
      String why = hosts instanceof Seen.Unknown<List<String>> unknown ? unknown.why() : "";
      keep(pattern, since.orElse(null), "public DNS could not be asked: " + why);
    }
  }

  private void keep(MxPattern pattern, @Nullable Instant since, String held) {
    mx.add(pattern);
    @Nullable Instant due = null;
    if (since != null) {
      unused.put(pattern.toString(), since);
      due = since.plus(MX_RECORDS_LAST);
    }
    forecasts.add(
        new Forecast(
            spec.name(),
            Forecast.Topic.MX,
            pattern
                + " left the spec and is still published, for resolvers may keep the MX records"
                + " that had it",
            "it leaves the policy",
            due,
            held));
  }

  /** What may enter DNS only later, because senders hold policies that do not cover it. */
  private void widen(Optional<Policy> live) {
    List<Caches.Cached> enforced =
        new ArrayList<>(
            Caches.at(entry, now).stream()
                .filter(cached -> cached.policy().mode() == Mode.ENFORCE)
                .toList());
    // What somebody else put in place is in caches before the ledger knows it.
    live.filter(policy -> policy.mode() == Mode.ENFORCE)
        .filter(policy -> enforced.stream().noneMatch(one -> lasts(one, policy)))
        .ifPresent(policy -> enforced.add(Caches.Cached.now(policy, now)));
    enforced.removeIf(cached -> !gone(cached).isAfter(now));
    Map<Instant, List<MxPattern>> later = new TreeMap<>();
    for (MxPattern pattern : spec.policy().mx()) {
      enforced.stream()
          .filter(cached -> !cached.policy().mx().contains(pattern))
          .map(this::gone)
          .max(Instant::compareTo)
          .ifPresent(until -> later.computeIfAbsent(until, t -> new ArrayList<>()).add(pattern));
    }
    later.forEach(
        (until, patterns) -> {
          String names =
              patterns.stream().map(MxPattern::toString).collect(Collectors.joining(" "));
          forecasts.add(
              new Forecast(
                  spec.name(),
                  Forecast.Topic.MX,
                  "senders may hold policies without " + names,
                  "hosts that only " + names + " covers may enter DNS",
                  until,
                  ""));
        });
    @Nullable Instant assumed = entry.history().assumed();
    if (assumed != null && assumed.isAfter(now)) {
      forecasts.add(
          new Forecast(
              spec.name(),
              Forecast.Topic.MX,
              "senders may hold policies that the ledger does not know",
              "hosts that DNS did not have before may enter DNS",
              assumed,
              ""));
    }
    if (hosts instanceof Seen.Known<List<String>> known) {
      early(known.value(), enforced);
    }
  }

  private boolean lasts(Caches.Cached cached, Policy live) {
    return cached.policy().equals(live) && !cached.until().isBefore(now.plus(Caches.kept(live)));
  }

  /** When nobody of those that the domain waits for holds {@code cached} any more. */
  private Instant gone(Caches.Cached cached) {
    @Nullable Instant left = cached.left();
    if (spec.caution() == Caution.STRICT || left == null || left.isAfter(cached.until())) {
      return cached.until();
    }
    return left;
  }

  /** RFC 8461 §4.1, for every policy that a sender may hold. */
  private void early(List<String> live, List<Caches.Cached> enforced) {
    LinkedHashSet<String> told = new LinkedHashSet<>();
    for (Caches.Cached cached : enforced) {
      List<String> refused =
          live.stream()
              .filter(host -> spec.policy().mx().stream().anyMatch(one -> one.covers(host)))
              .filter(host -> cached.policy().mx().stream().noneMatch(one -> one.covers(host)))
              .toList();
      if (!refused.isEmpty() && told.add(cached.id() + " " + refused)) {
        remarks.warn(
            Guard.ENFORCE_MX_MISMATCH,
            "DNS already sends mail to "
                + DnsRemarks.list(refused)
                + ", but until "
                + Seconds.up(cached.until())
                + " senders may hold the policy "
                + cached.id()
                + ", which does not cover that; they do not deliver there.",
            "Keep hosts that it covers among the domain's MX records until then, or take the new"
                + " ones out again.");
      }
    }
  }
}
