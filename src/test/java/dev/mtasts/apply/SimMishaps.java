package dev.mtasts.apply;

import dev.mtasts.ledger.Caches;
import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Issued;
import dev.mtasts.ledger.Ledger;
import dev.mtasts.ledger.Owned;
import dev.mtasts.ledger.Served;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happens to a domain behind the tool's back. */
final class SimMishaps {
  private final SimYear year;

  SimMishaps(SimYear year) {
    this.year = year;
  }

  /** Somebody edits the live file, with what is right at that moment, or the record. */
  void byHand(SimZone zone, boolean resolversHaveMore) {
    PolicyFile file = zone.file;
    DnsRecordSet record = zone.records.get(Part.RECORD);
    if (file == null || record == null) {
      return;
    }
    year.counts.byHand++;
    // What two hands did between two runs, nobody can know: the first must have been seen.
    boolean unseen =
        !year.ledger
            .entry(zone.name)
            .history()
            .top()
            .map(Served::body)
            .equals(Optional.of(file.body()));
    if (unseen || resolversHaveMore || year.random.nextBoolean()) {
      String id = "byhand" + year.clock.seconds;
      zone.records.put(
          Part.RECORD, record.with(record.ttl(), List.of(StsRecord.render(new PolicyId(id)))));
      year.tell(() -> "by hand: record " + zone.name + " " + id);
      return;
    }
    List<MxPattern> mx = zone.mx.stream().map(MxPattern::parse).toList();
    Mode mode = Mode.values()[year.random.nextInt(3)];
    long age = SimAdmin.AGES[year.random.nextInt(SimAdmin.AGES.length)];
    String body = new Policy(mode, mx, age).content();
    zone.put(file.with(body), year.clock.seconds, 1);
    year.tell(() -> "by hand: file " + zone.name + " " + body.replace("\r\n", " "));
    year.rush(zone);
  }

  /** The ledger is gone; it is built again from what is live, and the worst is assumed. */
  void lose() {
    year.counts.lostLedgers++;
    Map<DomainName, DomainEntry> entries = new HashMap<>();
    for (SimZone zone : year.zones.values()) {
      PolicyFile file = zone.file;
      zone.stages.forget(
          file == null ? null : PolicyParser.policy(file.body()).orElse(null), year.clock.seconds);
      DnsRecordSet record = zone.records.get(Part.RECORD);
      if (file != null && record != null) {
        DomainEntry before = year.ledger.entry(zone.name);
        entries.put(zone.name, rebuilt(zone, before, file, record));
      }
    }
    year.ledger = Ledger.fresh().with(entries);
    year.tell(() -> "the ledger is lost and rebuilt");
  }

  private DomainEntry rebuilt(
      SimZone zone, DomainEntry before, PolicyFile file, DnsRecordSet record) {
    DomainEntry entry = DomainEntry.NONE;
    for (Map.Entry<Part, DnsRecordSet> one : zone.records.entrySet()) {
      DnsRecordSet set = one.getValue();
      entry =
          entry.owning(one.getKey(), new Owned(SimWish.PROVIDER, set.place(), set.values(), null));
    }
    entry =
        entry.owning(
            Part.POLICY, new Owned(SimWish.PROVIDER, file.place(), List.of(file.body()), null));
    Policy policy = PolicyParser.parse(file.body()).policy().orElseThrow();
    PolicyId live = StsRecord.parse(record.values().get(0)).validId().orElseThrow();
    PolicyId id = PolicyParser.parse(file.body()).id().orElse(live);
    // What --assume-horizon is for: the administrator knows the longest max_age there was.
    Instant horizon = Caches.horizon(before, year.now()).orElse(year.now());
    entry =
        entry
            .remembering(before.block(), false)
            .serving(file.body(), new Issued(id, policy.content()), year.now())
            .assuming(horizon);
    return id.equals(live) ? entry.announcing(id, record.ttl(), year.now()) : entry;
  }
}
