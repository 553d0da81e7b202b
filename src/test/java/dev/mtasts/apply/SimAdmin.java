package dev.mtasts.apply;

import dev.mtasts.ledger.Issued;
import dev.mtasts.plan.Diagnostic;
import dev.mtasts.plan.Forecast;
import dev.mtasts.plan.Plan;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.spec.Caution;
import dev.mtasts.spec.Guard;
import dev.mtasts.spec.Rollout;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Edits spec and DNS at random, and does what the tool says: a host enters DNS only when no plan
 * has anything against it, and a refused plan is mended before anything else.
 */
final class SimAdmin {
  private static final long DAY = 86_400;
  static final long[] AGES = {3_600, DAY, 2 * DAY, 7 * DAY, 30 * DAY, 180 * DAY};
  private static final List<String> HOSTS = List.of("mx1", "mx2", "mx3", "a.mail", "b.mail");

  private final SimYear year;
  private @Nullable SimWish waiting;
  private final Map<DomainName, Long> removed = new HashMap<>();

  SimAdmin(SimYear year) {
    this.year = year;
  }

  /** A new domain: its MX are there already, and its policy covers them. */
  static void begin(SimWish wish, SimZone zone, Random random) {
    String host = host(wish, random);
    zone.mx.add(host);
    wish.mx.add(MxPattern.parse(host));
    goal(wish, random);
  }

  private static String host(SimWish wish, Random random) {
    return HOSTS.get(random.nextInt(HOSTS.size())) + "." + wish.name;
  }

  private static void goal(SimWish wish, Random random) {
    int kind = random.nextInt(8);
    wish.mode = kind == 0 ? Mode.NONE : kind < 3 ? Mode.TESTING : Mode.ENFORCE;
    wish.maxAge = AGES[random.nextInt(AGES.length)];
    wish.rollout =
        wish.mode == Mode.ENFORCE && random.nextInt(3) > 0 ? rollout(wish, random) : null;
  }

  /** Testing for a while, then enforce with max_ages that grow up to the goal. */
  private static Rollout rollout(SimWish wish, Random random) {
    List<Rollout.Stage> stages = new ArrayList<>();
    stages.add(new Rollout.Stage(Mode.TESTING, DAY, hold(random)));
    for (long age : AGES) {
      if (age < wish.maxAge && random.nextBoolean()) {
        stages.add(new Rollout.Stage(Mode.ENFORCE, age, hold(random)));
      }
    }
    stages.add(new Rollout.Stage(Mode.ENFORCE, wish.maxAge, 0));
    return new Rollout(stages, false, Optional.empty());
  }

  private static long hold(Random random) {
    return (random.nextInt(10) + 1) * DAY / 2;
  }

  /** One look at one domain. */
  void act() {
    List<SimWish> all = new ArrayList<>(year.wishes.values());
    SimWish wish = all.get(year.random.nextInt(all.size()));
    SimZone zone = year.zone(wish.name);
    Plan last = year.last;
    if (last != null && last.errored()) {
      mend(last);
      year.last = null;
      return;
    }
    switch (year.random.nextInt(16)) {
      case 0, 1, 2 -> {
        if (!resolversHaveMore(wish)) {
          aim(wish);
        }
      }
      case 3, 4, 5 -> want(wish);
      case 6, 7, 8 -> enter(wish, zone);
      case 9, 10 -> leave(wish, zone);
      case 11, 12 -> drop(wish, zone);
      case 13 -> presence(wish);
      case 14 -> new SimMishaps(year).byHand(zone, resolversHaveMore(wish));
      default -> {
        if (year.once(4)) {
          new SimMishaps(year).lose();
        }
      }
    }
  }

  /** The moment has come for which a plan said that a host may enter DNS. */
  void keepAppointment() {
    year.appointment = Long.MAX_VALUE;
    SimWish wish = waiting;
    if (wish != null) {
      enter(wish, year.zone(wish.name));
    }
  }

  private void edited(SimWish wish, String what) {
    year.counts.edits++;
    year.tell(
        () ->
            "spec: "
                + wish.name
                + " "
                + what
                + ": "
                + wish.mode
                + " "
                + wish.maxAge
                + " "
                + wish.mx
                + " "
                + wish.rollout);
  }

  /**
   * Whether resolvers may still have a host that left DNS. In mode enforce the tool waits for them
   * before it drops a pattern; whoever changes the mode has to wait himself.
   */
  private boolean resolversHaveMore(SimWish wish) {
    return year.clock.seconds - removed.getOrDefault(wish.name, -2 * DAY) <= DAY;
  }

  /** Whether the tool keeps patterns for those resolvers: those that it published itself. */
  private boolean toolWaits(SimWish wish) {
    Issued issued = year.ledger.entry(wish.name).issued();
    return wish.caution == Caution.STRICT
        && wish.mode == Mode.ENFORCE
        && issued != null
        && PolicyParser.policy(issued.content()).orElseThrow().mode() == Mode.ENFORCE;
  }

  private void aim(SimWish wish) {
    if (year.once(3)) {
      turn(wish);
    } else {
      goal(wish, year.random);
      edited(wish, "has another goal");
    }
  }

  private void turn(SimWish wish) {
    Rollout way = wish.rollout;
    if (way != null) {
      wish.rollout = year.once(3) ? null : new Rollout(way.stages(), !way.pause(), way.wave());
    } else if (wish.mode == Mode.ENFORCE) {
      wish.rollout = rollout(wish, year.random);
    }
    edited(wish, "has another rollout");
  }

  private void want(SimWish wish) {
    String host = host(wish, year.random);
    boolean wildcard = host.contains(".mail.") && year.random.nextBoolean();
    MxPattern pattern = MxPattern.parse(wildcard ? "*.mail." + wish.name : host);
    if (!wish.mx.contains(pattern)) {
      wish.mx.add(pattern);
      edited(wish, "wants " + pattern);
    }
  }

  /** Into DNS, if the plan of this moment has nothing against it. */
  private void enter(SimWish wish, SimZone zone) {
    boolean any =
        HOSTS.stream()
            .map(label -> label + "." + wish.name)
            .anyMatch(host -> wish.covers(host) && !zone.mx.contains(host));
    if (!any) {
      return;
    }
    Plan plan = new SimTool(year).plan();
    plan.forecasts().stream()
        .filter(one -> one.domain().equals(wish.name) && forbids(one, year.now()))
        .map(Forecast::due)
        .filter(Objects::nonNull)
        .mapToLong(due -> SimClock.secondsOf(Objects.requireNonNull(due)))
        .max()
        .ifPresent(
            due -> {
              year.appointment = due + year.random.nextInt(60);
              waiting = wish;
            });
    boolean early =
        plan.errored()
            || plan.forecasts().stream()
                .filter(one -> one.domain().equals(wish.name))
                .anyMatch(one -> forbids(one, year.now()));
    for (String label : HOSTS) {
      String host = label + "." + wish.name;
      if (!early && !zone.mx.contains(host) && wish.covers(host)) {
        year.rush(zone);
        zone.mx.add(host);
        year.counts.mxAdded++;
        year.tell(() -> "dns: + " + host);
        year.rush(zone);
        return;
      }
    }
  }

  private static boolean forbids(Forecast forecast, Instant now) {
    boolean says =
        forecast.topic() == Forecast.Topic.REMOVAL || forecast.next().contains("may enter DNS");
    return says && (forecast.due() == null || forecast.due().isAfter(now));
  }

  private void leave(SimWish wish, SimZone zone) {
    List<String> hosts = new ArrayList<>(zone.mx);
    String host = hosts.get(year.random.nextInt(hosts.size()));
    // A host that nothing covers may go as long as nobody means to enforce.
    if (hosts.size() > 1 && (wish.covers(host) || wish.mode != Mode.ENFORCE)) {
      takeOut(zone, host);
      if (year.random.nextBoolean()) {
        drop(wish, zone); // The right order, and in a hurry.
      }
    }
  }

  private void takeOut(SimZone zone, String host) {
    year.rush(zone);
    zone.mx.remove(host);
    removed.put(zone.name, year.clock.seconds);
    year.counts.mxRemoved++;
    year.tell(() -> "dns: - " + host);
    year.rush(zone);
  }

  /** Out of the spec, whether DNS has it or not. */
  private void drop(SimWish wish, SimZone zone) {
    if (wish.mx.size() < 2 || (resolversHaveMore(wish) && !toolWaits(wish))) {
      return;
    }
    int which = year.random.nextInt(wish.mx.size());
    for (int i = 0; i < wish.mx.size() && year.random.nextInt(4) > 0; i++) {
      // Rather one that is of no use any more.
      which = zone.mx.stream().noneMatch(wish.mx.get(i)::covers) ? i : which;
    }
    MxPattern pattern = wish.mx.remove(which);
    edited(wish, "drops " + pattern);
    if (zone.mx.stream().anyMatch(pattern::covers) && new SimTool(year).plan().errored()) {
      year.tell(() -> "refused, as it should be");
      if (year.random.nextBoolean()) {
        wish.mx.add(pattern);
        edited(wish, "keeps " + pattern);
      }
    }
  }

  /** Out of the spec, or back into it. Some domain stays, so that this is not all there is. */
  private void presence(SimWish wish) {
    long here = year.wishes.values().stream().filter(one -> one.present).count();
    if ((!wish.present || here > 1) && !resolversHaveMore(wish)) {
      wish.present = !wish.present;
      edited(wish, wish.present ? "is back" : "is removed");
    }
  }

  /** Does what a refused plan asks for. */
  private void mend(Plan plan) {
    for (Diagnostic one : plan.diagnostics()) {
      if (one.isError() && one.domain() != null) {
        SimWish wish = year.wish(one.domain());
        SimZone zone = year.zone(one.domain());
        mend(wish, zone, one.guard());
      }
    }
  }

  private void mend(SimWish wish, SimZone zone, @Nullable Guard guard) {
    boolean mx = guard == Guard.MX_DROPPED_STILL_LIVE || guard == Guard.ENFORCE_MX_MISMATCH;
    if (!mx) {
      return; // Something could not be read: the next run may.
    }
    for (String host : List.copyOf(zone.mx)) {
      if (!wish.covers(host)) {
        boolean safe = guard == Guard.MX_DROPPED_STILL_LIVE && toolWaits(wish);
        if (safe && zone.mx.size() > 1 && year.random.nextBoolean()) {
          takeOut(zone, host);
        } else {
          wish.mx.add(MxPattern.parse(host));
          edited(wish, "covers " + host);
        }
      }
    }
  }
}
