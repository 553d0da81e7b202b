package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.plan.PublicDns.Seen;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.TlsRptRecord;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Reading;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import dev.mtasts.spec.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a domain publishes today, on the way to what its spec wants.
 *
 * @param spec the domain with the policy of today
 * @param unused as in {@link Findings}
 * @param undecided whether public DNS has to be asked before more can be said
 * @param forecasts what comes later
 */
record Course(
    DomainSpec spec, Map<String, Instant> unused, boolean undecided, List<Forecast> forecasts) {

  /**
   * The course of one domain.
   *
   * @param live the policy that is served now, as far as it can be read
   * @param move with what the ledger has of the domain
   * @param room when there is room in a wave that is full now; empty where nothing is full
   */
  static Course of(
      DomainSpec spec,
      Move move,
      World world,
      Optional<Policy> live,
      Instant now,
      Optional<Instant> room,
      Remarks remarks) {
    DomainEntry entry = move.entry();
    Reading<PolicyFile> file = world.file(new Address(spec.name(), Part.POLICY));
    Optional<Policy> inPlace = Published.policy(entry, file).or(() -> live);
    List<Forecast> forecasts = new ArrayList<>();
    DomainSpec today = spec;
    boolean undecided = false;
    if (spec.rollout().isPresent()) {
      Rollout rollout = spec.rollout().get();
      Standing standing = Standing.of(rollout, entry, inPlace);
      Held held = new Held(spec, world, remarks);
      boolean due = standing.due().map(then -> !then.isAfter(now)).orElse(false);
      String why = due ? move.keepsStage() : "";
      why = due && why.isEmpty() ? held.why(rollout, room) : why;
      undecided = held.undecided;
      if (due && why.isEmpty()) {
        standing = standing.promoted();
      }
      forecast(spec.name(), standing, now, why, room).ifPresent(forecasts::add);
      Rollout.Stage stage = standing.stage();
      today = spec.publishing(new Policy(stage.mode(), spec.policy().mx(), stage.maxAge()));
    }
    Patterns patterns =
        Patterns.of(today, entry, inPlace, live, world.dns().mx().get(spec.name()), now, remarks);
    forecasts.addAll(patterns.forecasts());
    Policy policy = today.policy();
    return new Course(
        today.publishing(new Policy(policy.mode(), patterns.mx(), policy.maxAge())),
        patterns.unused(),
        undecided || patterns.undecided(),
        forecasts);
  }

  private static Optional<Forecast> forecast(
      DomainName domain, Standing standing, Instant now, String held, Optional<Instant> room) {
    if (standing.next().isEmpty()) {
      return Optional.empty();
    }
    String why = held.isEmpty() && standing.rollout().pause() ? PAUSED : held;
    Instant due = standing.due().orElseGet(() -> now.plusSeconds(standing.stage().hold()));
    @Nullable Instant when = why.isEmpty() ? due : room.orElse(null);
    String next = Standing.text(standing.next().get());
    return Optional.of(
        new Forecast(domain, Forecast.Topic.ROLLOUT, standing.text(), next, when, why));
  }

  /** Whether a domain that is due is known to be kept at its stage, whatever its wave. */
  static boolean held(DomainSpec spec, World world, Remarks remarks) {
    Held held = new Held(spec, world, remarks);
    String why = spec.rollout().map(way -> held.why(way, Optional.empty())).orElse("");
    return !why.isEmpty() && !held.undecided;
  }

  private static final String PAUSED = "pause: true";

  /** What keeps a domain at its stage although the next is due. */
  private static final class Held {
    private final DomainSpec spec;
    private final World world;
    private final Remarks remarks;
    private boolean undecided;

    Held(DomainSpec spec, World world, Remarks remarks) {
      this.spec = spec;
      this.world = world;
      this.remarks = remarks;
    }

    /** A clause; "" for nothing. */
    String why(Rollout rollout, Optional<Instant> room) {
      if (rollout.pause()) {
        return PAUSED;
      }
      if (!remarks.allows(Guard.NO_TLSRPT) && !reports()) {
        return spec.tlsRpt().isEmpty()
            ? "the domain has no tls_rpt, so nobody would hear of failures"
            : "the TLSRPT record is not in place yet";
      }
      String mx = remarks.allows(Guard.ENFORCE_MX_MISMATCH) ? "" : mx();
      String seen = spec.verify() ? faults() : "";
      String found = mx.isEmpty() ? seen : mx;
      return found.isEmpty() && room.isPresent()
          ? "its wave is full, with room again from " + room.get()
          : found;
    }

    private boolean reports() {
      return !spec.tlsRpt().isEmpty()
          && world.recordSet(new Address(spec.name(), Part.TLSRPT))
              instanceof Reading.Live<DnsRecordSet> live
          && live.resource().values().stream().anyMatch(TlsRptRecord::claims);
    }

    private String mx() {
      @Nullable Seen<List<String>> seen = world.dns().mx().get(spec.name());
      if (seen instanceof Seen.Known<List<String>> known) {
        List<String> refused =
            known.value().stream()
                .filter(host -> spec.policy().mx().stream().noneMatch(one -> one.covers(host)))
                .toList();
        return refused.isEmpty()
            ? ""
            : "DNS sends mail to " + DnsRemarks.list(refused) + ", which no mx covers";
      }
      return open(seen);
    }

    private String faults() {
      @Nullable Seen<List<String>> seen = world.dns().faults().get(spec.name());
      if (seen instanceof Seen.Known<List<String>> known) {
        List<String> faults = known.value();
        return faults.isEmpty() ? "" : "verify finds: " + DnsRemarks.list(faults);
      }
      return open(seen);
    }

    private String open(@Nullable Seen<List<String>> seen) {
      undecided |= seen == null;
      return "public DNS could not be asked"
          + (seen instanceof Seen.Unknown<List<String>> unknown ? ": " + unknown.why() : "");
    }
  }
}
