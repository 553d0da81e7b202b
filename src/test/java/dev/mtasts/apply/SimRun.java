package dev.mtasts.apply;

import dev.mtasts.ledger.Ledger;
import dev.mtasts.plan.Act;
import dev.mtasts.plan.Gate;
import dev.mtasts.plan.Lane;
import dev.mtasts.plan.Plan;
import dev.mtasts.plan.Step;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.spec.Rollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** One apply, whose process may die at any moment, and whose providers may fail. */
final class SimRun {
  private static final Failure TROUBLE = SimTool.TROUBLE;

  private final SimYear year;
  private final boolean unsteady;

  /** After how many effects the process dies; never where it is below zero. */
  private int death;

  /** The process is dead. */
  private static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** The ledger's place is full. */
  private static final class Unsaved extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * A run.
   *
   * @param unsteady whether providers and the ledger's place fail now and then
   */
  SimRun(SimYear year, boolean unsteady) {
    this.year = year;
    this.unsteady = unsteady;
    this.death = year.once(10) ? year.random.nextInt(12) : -1;
  }

  /** Applies a plan without errors. */
  void apply(Plan plan) {
    Journal journal = new Journal(plan.ledger(), this::save, year.clock);
    try {
      lanes(plan, journal);
      journal.save();
    } catch (Unsaved unsaved) {
      year.counts.lostSaves++;
      year.tell(() -> "the ledger could not be saved");
      again(journal);
    } catch (Died died) {
      year.counts.crashes++;
      year.tell(() -> "died");
    }
  }

  private void again(Journal journal) {
    try {
      journal.save();
    } catch (Unsaved | Died twice) {
      year.tell(() -> "nor at last");
    }
  }

  private Ledger save(Ledger next) {
    effect();
    if (unsteady && year.once(15)) {
      throw new Unsaved();
    }
    year.ledger = next;
    effect();
    return next;
  }

  private void effect() {
    if (death-- == 0) {
      throw new Died();
    }
  }

  /** Lanes side by side, in any order. */
  private void lanes(Plan plan, Journal journal) {
    plan.lanes().forEach(journal::learn);
    List<LaneRun> runs = new ArrayList<>(plan.lanes().stream().map(LaneRun::new).toList());
    while (!runs.isEmpty()) {
      LaneRun run = runs.get(year.random.nextInt(runs.size()));
      Step step = run.next().orElse(null);
      if (step == null) {
        end(run.lane(), journal);
      }
      if (step == null || !step(run, step, journal)) {
        runs.remove(run);
      }
    }
  }

  private void end(Lane lane, Journal journal) {
    if (lane.forget()) {
      year.counts.retired += lane.steps().isEmpty() ? 0 : 1;
      journal.forget(lane);
    }
  }

  /** False where the lane ends here. */
  private boolean step(LaneRun run, Step step, Journal journal) {
    if (step instanceof Step.Await await) {
      return opens((Gate.Served) await.gate());
    }
    List<Act> acts =
        ((Step.Acts) step).acts().stream().map(act -> act.knowing(run.made())).toList();
    acts.forEach(act -> journal.intend(run.lane(), act));
    journal.save();
    boolean well = true;
    for (Act act : acts) {
      Outcome outcome = make(run.lane(), act);
      journal.ended(run.lane(), act, outcome);
      well &= outcome instanceof Outcome.Done;
    }
    return well;
  }

  /** What never came did not begin a stage. */
  private void begin(Act act) {
    if (act.change().after() instanceof PolicyFile file) {
      SimZone zone = zone(act.address().domain());
      SimWish wish = year.wish(zone.name);
      Policy policy = PolicyParser.policy(file.body()).orElseThrow();
      Rollout way = wish.present ? wish.rollout : null;
      String wrong = zone.stages.begin(policy, way, year.clock.seconds);
      if (!wrong.isEmpty()) {
        year.fail(zone.name + " " + wrong);
      }
    }
  }

  private boolean opens(Gate.Served gate) {
    for (int look = 0; look < 6; look++) {
      if (zone(gate.domain()).serves(gate.body(), year.clock.seconds)) {
        return true;
      }
      year.pass(year.within(120));
    }
    year.counts.closedGates++;
    year.tell(() -> "the gate of " + gate.domain() + " stays closed");
    return false;
  }

  private Outcome make(Lane lane, Act act) {
    SimZone zone = zone(lane.domain());
    year.pass(year.random.nextInt(10));
    effect();
    if (!zone.stands(act.change())) {
      year.tell(() -> "moved: " + act);
      return new Outcome.Moved("value", "one", "another");
    }
    year.counts.acts++;
    boolean fails = unsteady && year.once(10);
    if (fails && year.once(2)) {
      year.counts.failures++;
      year.tell(() -> "not done: " + brief(act));
      return new Outcome.Failed(TROUBLE);
    }
    year.rush(zone);
    boolean sluggish = year.once(8);
    begin(act);
    zone.make(act.change(), year.clock.seconds, sluggish ? year.within(7200) : year.within(200));
    year.tell(() -> (fails ? "done, though it seemed to fail: " : "done: ") + brief(act));
    check(zone, lane, act);
    year.rush(zone);
    effect();
    year.pass(year.random.nextInt(10));
    if (fails) {
      year.counts.failures++;
      return new Outcome.Failed(TROUBLE);
    }
    return new Outcome.Done("v");
  }

  private static String brief(Act act) {
    Object after = act.change().after();
    String text = after instanceof PolicyFile file ? file.body() : String.valueOf(after);
    return act.address() + " " + text.replace("\r\n", " ") + " (" + act.change().why() + ")";
  }

  /** Invariants 2 to 4 of the design, at the moment of the act. */
  private void check(SimZone zone, Lane lane, Act act) {
    Part part = act.address().part();
    if (zone.claims() > 1) {
      year.fail(zone.claims() + " records claim the protocol at " + zone.name);
    }
    if (act.change().after() == null && part != Part.TLSRPT) {
      year.gone(zone, part.word());
      if (part != Part.RECORD && zone.remembered(year.clock.seconds)) {
        year.fail(part + " of " + zone.name + " is gone, and resolvers have its record");
      }
    }
    if (part == Part.RECORD && act.change().after() instanceof DnsRecordSet set) {
      announces(zone, lane, set);
    }
  }

  private void announces(SimZone zone, Lane lane, DnsRecordSet set) {
    String content = Objects.requireNonNull(lane.issued()).content();
    String id = StsRecord.parse(set.values().get(0)).validId().orElseThrow().text();
    PolicyFile file = zone.file;
    if (zone.claims() != 1
        || file == null
        || !zone.serves(file.body(), year.clock.seconds)
        || !says(file.body()).equals(says(content))
        || PolicyParser.id(file.body()).filter(line -> !line.text().equals(id)).isPresent()) {
      year.fail("the record of " + zone.name + " announces what is not served everywhere: " + id);
    }
    PolicyParser.policy(content).ifPresent(policy -> count(zone, policy));
  }

  private void count(SimZone zone, Policy policy) {
    SimWish wish = year.wish(zone.name);
    if (zone.stages.announce(policy, year.clock.seconds) && wish.present && wish.rollout != null) {
      year.counts.promotions++;
    }
  }

  private static Object says(String body) {
    return PolicyParser.policy(body)
        .map(policy -> List.of(policy.mode(), policy.maxAge(), Set.copyOf(policy.mx())))
        .orElseThrow();
  }

  private SimZone zone(DomainName name) {
    return year.zone(name);
  }
}
