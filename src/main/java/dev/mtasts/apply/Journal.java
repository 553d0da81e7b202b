package dev.mtasts.apply;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Intent;
import dev.mtasts.ledger.Issued;
import dev.mtasts.ledger.Ledger;
import dev.mtasts.ledger.LedgerStore;
import dev.mtasts.ledger.Owned;
import dev.mtasts.plan.Act;
import dev.mtasts.plan.Lane;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Resource;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the ledger in step with a run: what is about to happen is written before it happens. Many
 * notes make one save. One thread only.
 */
final class Journal {
  private final LedgerStore store;
  private final Clock clock;
  private final Map<DomainName, DomainEntry> notes = new HashMap<>();
  private Ledger ledger;

  Journal(Ledger ledger, LedgerStore store, Clock clock) {
    this.ledger = ledger;
    this.store = store;
    this.clock = clock;
  }

  /** What a plan found out without an act. */
  void learn(Lane lane) {
    DomainEntry entry = entry(lane.domain()).protecting(lane.protect());
    for (PolicyId id : lane.seen()) {
      entry = entry.using(id);
    }
    for (Part part : lane.gone()) {
      entry = entry.forgetting(part).owning(part, null);
    }
    for (Map.Entry<Part, Owned> found : lane.found().entrySet()) {
      entry = entry.forgetting(found.getKey()).owning(found.getKey(), found.getValue());
      if (found.getKey() == Part.POLICY) {
        String body = found.getValue().values().get(0);
        entry = entry.serving(body, lane.issued(), clock.instant());
      }
    }
    note(lane.domain(), entry);
  }

  void intend(Lane lane, Act act) {
    Part part = act.address().part();
    Issued issued = part == Part.POLICY ? lane.issued() : null;
    Owned after = act.owned().orElse(null);
    DomainEntry entry = settled(entry(lane.domain()), act);
    note(lane.domain(), entry.intending(part, new Intent(after, issued, clock.instant())));
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
    return issued == null ? ours : ours.serving(left.values().get(0), issued, clock.instant());
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
    if (outcome instanceof Outcome.Done done) {
      @Nullable Owned owned = act.owned(done).orElse(null);
      entry = entry.forgetting(part).owning(part, owned);
      if (act.change().after() instanceof PolicyFile file) {
        entry = entry.serving(file.body(), lane.issued(), clock.instant());
      }
    } else if (outcome instanceof Outcome.Moved) {
      entry = entry.forgetting(part);
    }
    // After a failure nobody knows whether it happened, so the intent stays: the next plan looks.
    note(lane.domain(), entry);
  }

  /** Saves what was noted since the last save that went well; nothing to note, nothing done. */
  void save() {
    if (notes.isEmpty()) {
      return;
    }
    ledger = store.save(ledger.with(notes));
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
}
