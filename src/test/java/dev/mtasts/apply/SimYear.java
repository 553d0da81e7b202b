package dev.mtasts.apply;

import dev.mtasts.ledger.Ledger;
import dev.mtasts.plan.Plan;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.spec.Caution;
import dev.mtasts.spec.DomainSpec;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One simulated year: the world, who sends mail into it, who edits a spec, and the tool. */
final class SimYear {
  private static final long DAY = 86_400;
  private static final int RESOLVERS = 3;
  private static final int TRACE = 120;

  final long seed;
  final Random random;
  final SimClock clock = new SimClock();
  final SimCounts counts;
  final SortedMap<DomainName, SimZone> zones = new TreeMap<>();
  final SortedMap<DomainName, SimWish> wishes = new TreeMap<>();
  private final List<SimZone> all = new ArrayList<>();
  final List<SimSender> senders = new ArrayList<>();

  /** What the ledger's blocks stand for. */
  final Map<String, DomainSpec> blocks = new HashMap<>();

  Ledger ledger = Ledger.fresh();

  /** What the last run said; null before the first. */
  @Nullable Plan last;

  /** When the last run said that something is due; 0 for nothing. */
  long due;

  /** When somebody wants to let a host into DNS, to the minute; far away for never. */
  long appointment = Long.MAX_VALUE;

  /** Until when a run would find nothing to do, if nobody changes anything. */
  long quietUntil;

  private final boolean traced;
  private final Deque<String> trace = new ArrayDeque<>();
  private long nextDelivery;

  /**
   * A year.
   *
   * @param traced whether a failure tells what happened before it
   */
  SimYear(long seed, SimCounts counts, boolean traced) {
    this.traced = traced;
    this.seed = seed;
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.counts = counts;
    int domains = 1 + random.nextInt(1 + random.nextInt(3));
    for (int i = 0; i < domains; i++) {
      settle(new DomainName("d" + i + ".example"));
    }
    for (int i = 0; i < 8; i++) {
      boolean watches = i % 2 == 0;
      boolean raises = i % 4 > 1;
      String name = (watches ? "watcher" : "ignorer") + (raises ? " that raises " : " ") + i;
      senders.add(new SimSender(name, watches, raises, random.nextInt(RESOLVERS)));
    }
  }

  private void settle(DomainName name) {
    int[] ttls = {300, 3600, 14_400, (int) DAY};
    SimZone zone = new SimZone(name, ttls[random.nextInt(ttls.length)], RESOLVERS);
    Caution caution = random.nextInt(5) == 0 ? Caution.FAST : Caution.STRICT;
    int ttl = random.nextInt(4) == 0 ? 3600 : 300;
    SimWish wish = new SimWish(name, caution, random.nextInt(4) > 0, ttl);
    zones.put(name, zone);
    all.add(zone);
    wishes.put(name, wish);
    SimAdmin.begin(wish, zone, random);
  }

  SimZone zone(DomainName name) {
    return Objects.requireNonNull(zones.get(name));
  }

  SimWish wish(DomainName name) {
    return Objects.requireNonNull(wishes.get(name));
  }

  /** Lives through the year. */
  void live() {
    SimAdmin admin = new SimAdmin(this);
    long[] paces = {DAY, 3 * DAY, 5 * DAY, 8 * DAY, 12 * DAY};
    long pace = paces[random.nextInt(paces.length)];
    long editing = (6 + random.nextInt(10)) * DAY;
    long run = within(DAY);
    long edit = within(editing);
    while (clock.seconds < 365 * DAY) {
      if (appointment <= Math.min(run, edit)) {
        pass(appointment - clock.seconds);
        admin.keepAppointment();
      } else if (run <= edit) {
        pass(run - clock.seconds);
        new SimTool(this).run();
        run = clock.seconds + pause(pace);
      } else {
        pass(edit - clock.seconds);
        admin.act();
        quietUntil = 0;
        run = once(2) ? Math.min(run, clock.seconds + within(7200)) : run;
        edit =
            Math.max(clock.seconds, edit)
                + (random.nextInt(4) == 0 ? within(60) : within(2 * editing));
      }
    }
    counts.years++;
  }

  private long pause(long pace) {
    int kind = random.nextInt(40);
    if (kind == 0) {
      return within(30 * DAY); // Somebody is on holiday.
    }
    if (kind < 10) {
      return within(kind < 6 ? 1800 : DAY / 3);
    }
    boolean punctual = due > clock.seconds && kind < 20;
    return punctual ? due - clock.seconds + random.nextInt(60) : pace / 2 + within(pace);
  }

  /** 1 to {@code seconds}. */
  long within(long seconds) {
    return 1 + (long) (random.nextDouble() * seconds);
  }

  boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  /** Lets time pass, in which mail is sent. */
  void pass(long seconds) {
    long until = clock.seconds + Math.max(0, seconds);
    while (nextDelivery <= until) {
      clock.seconds = Math.max(clock.seconds, nextDelivery);
      deliver(all.get(random.nextInt(all.size())));
      nextDelivery = clock.seconds + within(2 * DAY);
    }
    clock.seconds = until;
  }

  /** Somebody sends mail just now: after a change, that is when things go wrong. */
  void rush(SimZone zone) {
    for (int i = random.nextInt(6); i > 0; i--) {
      deliver(zone);
    }
  }

  private void deliver(SimZone zone) {
    SimSender sender = senders.get(random.nextInt(senders.size()));
    counts.deliveries++;
    SimSender.Held held = sender.policy(zone, clock.seconds, random);
    if (held == null || held.policy().mode() != Mode.ENFORCE) {
      return;
    }
    counts.enforced++;
    for (String host : zone.mx(sender.resolver(), clock.seconds)) {
      if (held.policy().mx().stream().noneMatch(pattern -> pattern.covers(host))) {
        if (wish(zone.name).caution == Caution.FAST && !sender.watches()) {
          counts.spared++;
          return;
        }
        counts.refused++;
        fail(
            sender.name() + " does not deliver to " + host + " of " + zone.name + " under " + held);
      }
    }
  }

  /** Whoever holds a policy that is in force must find its record and its host (§8.3). */
  void gone(SimZone zone, String what) {
    for (SimSender sender : senders) {
      if (sender.minds(zone.name, clock.seconds)) {
        fail(
            what
                + " of "
                + zone.name
                + " is gone, and "
                + sender.name()
                + " holds "
                + sender.held().get(zone.name));
      }
    }
  }

  void fail(String what) {
    throw new AssertionError(
        "seed " + seed + ", " + clock.instant() + ": " + what + "\n" + String.join("\n", trace));
  }

  void tell(Supplier<String> what) {
    if (!traced) {
      return;
    }
    if (trace.size() == TRACE) {
      trace.removeFirst();
    }
    trace.add(clock.instant() + " " + what.get());
  }

  Instant now() {
    return clock.instant();
  }
}
