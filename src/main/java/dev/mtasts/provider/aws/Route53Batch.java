package dev.mtasts.provider.aws;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.aws.Route53Sets.SetKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * What goes to a zone in one request, within the limits of ChangeResourceRecordSets: 1,000 records
 * and 32,000 characters of values, deleted ones included.
 *
 * <p>Changes at a name where an alias comes or goes stay together, for only together they are
 * allowed and only together the name is never without an address.
 */
final class Route53Batch {
  private static final int RECORDS = 1_000;
  private static final int CHARACTERS = 32_000;

  /** What must be sent together. */
  private record Unit(
      List<dev.mtasts.provider.Change<DnsRecordSet>> changes,
      List<Change> deletes,
      List<Change> creates,
      int records,
      int characters) {}

  private final List<Unit> units;

  private Route53Batch(List<Unit> units) {
    this.units = units;
  }

  /**
   * Packs changes of one zone.
   *
   * @param stored what is known to be stored, for the exact spelling of what is deleted
   */
  static List<Route53Batch> of(
      List<dev.mtasts.provider.Change<DnsRecordSet>> changes,
      Map<SetKey, List<ResourceRecordSet>> stored) {
    List<Route53Batch> batches = new ArrayList<>();
    List<Unit> open = new ArrayList<>();
    int records = 0;
    int characters = 0;
    for (Unit unit : units(changes, stored)) {
      boolean full = records + unit.records > RECORDS || characters + unit.characters > CHARACTERS;
      if (full && !open.isEmpty()) {
        batches.add(new Route53Batch(List.copyOf(open)));
        open.clear();
        records = 0;
        characters = 0;
      }
      open.add(unit);
      records += unit.records;
      characters += unit.characters;
    }
    if (!open.isEmpty()) {
      batches.add(new Route53Batch(open));
    }
    return batches;
  }

  /** The changes that this batch makes. */
  List<dev.mtasts.provider.Change<DnsRecordSet>> changes() {
    return units.stream().flatMap(u -> u.changes.stream()).toList();
  }

  /** What is sent: deletions first, so that an alias may take an address's place. */
  List<Change> parts() {
    List<Change> parts = new ArrayList<>();
    units.forEach(unit -> parts.addAll(unit.deletes));
    units.forEach(unit -> parts.addAll(unit.creates));
    return parts;
  }

  /** What it takes from the change quota. */
  int cost() {
    return parts().size();
  }

  /** Two batches in its place, or itself where it cannot be divided. */
  List<Route53Batch> halves(Map<SetKey, List<ResourceRecordSet>> stored) {
    if (units.size() == 1) {
      return List.of(this);
    }
    int middle = units.size() / 2;
    List<Route53Batch> halves = new ArrayList<>();
    halves.addAll(of(new Route53Batch(units.subList(0, middle)).changes(), stored));
    halves.addAll(of(new Route53Batch(units.subList(middle, units.size())).changes(), stored));
    return halves;
  }

  private static List<Unit> units(
      List<dev.mtasts.provider.Change<DnsRecordSet>> changes,
      Map<SetKey, List<ResourceRecordSet>> stored) {
    Map<String, List<dev.mtasts.provider.Change<DnsRecordSet>>> names = new TreeMap<>();
    for (dev.mtasts.provider.Change<DnsRecordSet> change : changes) {
      names.computeIfAbsent(change.subject().name(), n -> new ArrayList<>()).add(change);
    }
    List<Unit> units = new ArrayList<>();
    for (List<dev.mtasts.provider.Change<DnsRecordSet>> atName : names.values()) {
      if (atName.stream().anyMatch(c -> c.subject().type() == RecordType.CNAME)) {
        units.add(unit(atName, stored));
      } else {
        atName.forEach(change -> units.add(unit(List.of(change), stored)));
      }
    }
    return units;
  }

  private static Unit unit(
      List<dev.mtasts.provider.Change<DnsRecordSet>> changes,
      Map<SetKey, List<ResourceRecordSet>> stored) {
    List<Change> deletes = new ArrayList<>();
    List<Change> creates = new ArrayList<>();
    for (dev.mtasts.provider.Change<DnsRecordSet> change : changes) {
      List<ResourceRecordSet> there = stored.getOrDefault(SetKey.of(change.subject()), List.of());
      if (change.before() != null) {
        deletes.add(part(ChangeAction.DELETE, exactly(change.before(), there)));
      }
      if (change.after() != null) {
        creates.add(part(ChangeAction.CREATE, Route53Sets.encode(change.after(), there)));
      }
    }
    int records = 0;
    int characters = 0;
    for (List<Change> parts : List.of(deletes, creates)) {
      for (Change part : parts) {
        records += Math.max(1, part.resourceRecordSet().resourceRecords().size());
        for (ResourceRecord each : part.resourceRecordSet().resourceRecords()) {
          characters += each.value().length();
        }
      }
    }
    return new Unit(changes, deletes, creates, records, characters);
  }

  /** The set in the spelling in which it is stored, which a DELETE must match. */
  private static ResourceRecordSet exactly(DnsRecordSet before, List<ResourceRecordSet> there) {
    return there.size() == 1 && Route53Sets.decode(before, there.get(0)).sameData(before)
        ? there.get(0)
        : Route53Sets.encode(before, List.of());
  }

  private static Change part(ChangeAction action, ResourceRecordSet set) {
    return Change.builder().action(action).resourceRecordSet(set).build();
  }
}
