package dev.mtasts.apply;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Former;
import dev.mtasts.ledger.Intent;
import dev.mtasts.ledger.Issued;
import dev.mtasts.ledger.Ledger;
import dev.mtasts.ledger.Owned;
import dev.mtasts.ledger.Served;
import dev.mtasts.plan.Act;
import dev.mtasts.plan.Findings;
import dev.mtasts.plan.Lane;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Resource;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ledger in step with a run: what is about to happen is written before it happens. Many
 * notes make one save. One thread only.
 */
final class Journal {
  private static final int LEAST_TTL = 300;

  private final UnaryOperator<Ledger> saver;
  private final Clock clock;
  private final Map<DomainName, DomainEntry> notes = new HashMap<>();
  private Ledger ledger;

  /**
   * For one run.
   *
   * @param saver saves a ledger, and gives it as it was saved
   */
  Journal(Ledger ledger, UnaryOperator<Ledger> saver, Clock clock) {
    this.ledger = ledger;
    this.saver = saver;
    this.clock = clock;
  }

  /** What a plan found out without an act. */
  void learn(Lane lane) {
    if (lane.forget() && lane.steps().isEmpty()) {
      note(lane.domain(), DomainEntry.NONE);
      return;
    }
    Findings findings = lane.findings();
    Instant now = now();
    DomainEntry entry =
        entry(lane.domain())
            .remembering(findings.block(), findings.protect())
            .leaving(findings.unused())
            .moving(findings.former());
    Findings.Stranger stranger = findings.stranger();
    if (stranger != null) {
      entry = entry.witnessing(stranger.body(), stranger.id(), now);
    }
    for (PolicyId id : findings.seen()) {
      entry = entry.using(id);
    }
    for (Part part : findings.gone()) {
      // Until somebody looked, it may have been there.
      entry = part == Part.POLICY ? entry.ending(now) : entry;
      entry = entry.forgetting(part).owning(part, null);
    }
    if (findings.gone().contains(Part.RECORD)) {
      // An earlier run deleted it and did not live to say so; it may have been a moment ago.
      int ttl = entry.served().stream().mapToInt(Served::ttl).max().orElse(0);
      entry = entry.withdrawing(now.plusSeconds(Math.max(ttl, LEAST_TTL)));
    }
    Issued issued = lane.issued();
    for (Map.Entry<Part, Owned> found : findings.found().entrySet()) {
      entry = entry.forgetting(found.getKey()).owning(found.getKey(), found.getValue());
      if (found.getKey() == Part.POLICY && issued != null) {
        entry = entry.serving(found.getValue().values().get(0), issued, now);
      }
    }
    boolean inPlace = lane.acts().noneMatch(act -> act.address().part() == Part.POLICY);
    if (findings.announced().isPresent() && issued != null && inPlace) {
      entry = entry.announcing(issued.id(), findings.announced().getAsInt(), now);
    }
    note(lane.domain(), entry);
  }

  void intend(Lane lane, Act act) {
    Part part = act.address().part();
    if (Former.part(part).isPresent()) {
      return; // The ledger says already that it is ours, and it only goes.
    }
    Issued issued = part == Part.POLICY && act.change().after() != null ? lane.issued() : null;
    Owned after = act.owned().orElse(null);
    DomainEntry entry = settled(entry(lane.domain()), act);
    note(lane.domain(), entry.intending(part, new Intent(after, issued, now())));
  }

  /** An act whose end nobody knew did happen, if the next one finds its work: then it is ours. */
  private DomainEntry settled(DomainEntry entry, Act act) {
    Part part = act.address().part();
    Intent open = entry.intents().get(part);
    Owned left = open == null ? null : open.after();
    if (open == null
        || left == null
        || left.values().isEmpty()
        || !values(act.change().before()).containsAll(left.values())) {
      return entry;
    }
    DomainEntry ours = entry.owning(part, left);
    Issued issued = open.issued();
    return issued == null ? ours : ours.serving(left.values().get(0), issued, now());
  }

  private static List<String> values(@Nullable Resource resource) {
    if (resource instanceof PolicyFile file) {
      return List.of(file.body());
    }
    return resource instanceof DnsRecordSet set ? set.values() : List.of();
  }

  void ended(Lane lane, Act act, Outcome outcome) {
    Part part = act.address().part();
    DomainEntry entry = entry(lane.domain());
    Optional<Part> former = Former.part(part);
    if (former.isPresent()) {
      boolean gone = outcome instanceof Outcome.Done;
      note(lane.domain(), gone ? entry.moving(rest(entry.former(), former.get())) : entry);
      return;
    }
    if (outcome instanceof Outcome.Done done) {
      entry = happened(entry.forgetting(part), lane, act, done);
    } else if (outcome instanceof Outcome.Moved) {
      entry = entry.forgetting(part);
    }
    // After a failure nobody knows whether it happened, so the intent stays: the next plan looks.
    note(lane.domain(), entry);
  }

  private DomainEntry happened(DomainEntry entry, Lane lane, Act act, Outcome.Done done) {
    Part part = act.address().part();
    Instant now = now();
    @Nullable Owned owned = act.owned(done).orElse(null);
    DomainEntry next = entry.owning(part, owned);
    Issued issued = lane.issued();
    if (part == Part.POLICY) {
      return act.change().after() instanceof PolicyFile file && issued != null
          ? named(next.serving(file.body(), issued, now), lane, issued.id(), now)
          : next.ending(now);
    }
    if (part == Part.RECORD && act.change().subject() instanceof DnsRecordSet set) {
      return owned != null && issued != null
          ? next.announcing(issued.id(), set.ttl(), now)
          : next.withdrawing(now.plusSeconds(set.lasts()));
    }
    return next;
  }

  private static @Nullable Former rest(@Nullable Former former, Part gone) {
    return former == null ? null : former.without(gone);
  }

  /** All is as wanted at the end of {@code lane}: if it moved, nobody is led to the old place. */
  void arrived(Lane lane) {
    DomainEntry entry = entry(lane.domain());
    Former former = entry.former();
    if (former != null && former.until() == null) {
      // A change of mind before anything was begun leaves nothing to be waited for.
      boolean nothing = former.owned().isEmpty();
      note(lane.domain(), entry.moving(nothing ? null : former.left(now())));
    }
  }

  /** A record that named the id before, and that this lane leaves alone, names the new body too. */
  private static DomainEntry named(DomainEntry entry, Lane lane, PolicyId id, Instant now) {
    if (lane.acts().anyMatch(act -> act.address().part() == Part.RECORD)) {
      return entry;
    }
    if (lane.findings().announced().isPresent()) {
      return entry.announcing(id, lane.findings().announced().getAsInt(), now);
    }
    return entry.served().stream()
        .filter(body -> body.id().equals(id) && body.announced() != null)
        .reduce((first, second) -> second)
        .map(body -> entry.announcing(id, body.ttl(), now))
        .orElse(entry);
  }

  /** The ledger forgets a domain that nothing is left of. */
  void forget(Lane lane) {
    note(lane.domain(), DomainEntry.NONE);
  }

  /** Saves what was noted since the last save that went well; nothing to note, nothing done. */
  void save() {
    if (notes.isEmpty()) {
      return;
    }
    ledger = saver.apply(ledger.with(notes));
    notes.clear();
  }

  private DomainEntry entry(DomainName domain) {
    DomainEntry noted = notes.get(domain);
    return noted != null ? noted : ledger.entry(domain);
  }

  private void note(DomainName domain, DomainEntry entry) {
    if (!entry.equals(entry(domain))) {
      notes.put(domain, entry);
    }
  }

  /** A clock that went back must not date what waits for its time before what was done already. */
  private Instant now() {
    Instant clocked = clock.instant();
    return clocked.isBefore(ledger.written()) ? ledger.written() : clocked;
  }
}
