package dev.mtasts.provider.zonefile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.contract.RecordWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/** Wild files, random changes; dnsjava, which knows nothing of our parser, is the referee. */
class ZoneFilePropertyTest {
  private static final int FILES = 1_500;

  @Test
  void afterAnyChangesTheSetsAreAsPlannedAndAllElseIsAsItWas() throws Exception {
    long seed = Long.getLong("mtasts.seed", System.nanoTime());
    System.out.println("ZoneFilePropertyTest seed " + seed);
    int changes = 0;
    for (int i = 0; i < FILES; i++) {
      long own = seed + i;
      try {
        changes += one(new Random(own));
      } catch (AssertionError | Exception e) {
        throw new AssertionError("with -Dmtasts.seed=" + own, e);
      }
    }
    assertThat(changes).as("the generator makes changes").isGreaterThan(FILES);
  }

  private static int one(Random random) throws IOException, MasterSyntaxException {
    RandomZone zone = new RandomZone(random).fill();
    String before = zone.text();
    List<Record> old = DnsjavaZones.records(octets(before), "acme.example");
    MasterFile file = MasterFile.parse(before, "acme.example");
    ZoneDraft draft = new ZoneDraft(file);
    List<Change<DnsRecordSet>> changes = changes(random, old);
    for (Change<DnsRecordSet> change : changes) {
      assertThat(draft.take(change, "try"))
          .as("%s in%n%s", change, before)
          .isInstanceOf(Outcome.Done.class);
    }

    String after = MasterEditor.edit(file, draft.targets(), 2026112300);

    List<Record> now = DnsjavaZones.records(octets(after), "acme.example");
    for (Change<DnsRecordSet> change : changes) {
      assertHeld(now, change, before, after);
    }
    assertThat(others(now, changes))
        .as("%s%nbecame%n%s", before, after)
        .isEqualTo(others(old, changes));
    assertThat(((SOARecord) now.get(0)).getSerial()).isEqualTo(2026112300);
    zone.comments.forEach(comment -> assertThat(after).as(before).contains(comment));
    assertThat(after.replace("\r\n", "").contains("\r")).isFalse();
    assertThat(after.contains("\r\n")).isEqualTo(before.contains("\r\n"));
    EditCheck.check(file, after, draft.targets(), 2026112300);
    return changes.size();
  }

  /** Changes from what dnsjava found; a CNAME and addresses never meet. */
  private static List<Change<DnsRecordSet>> changes(Random random, List<Record> old) {
    Map<SetKey, DnsRecordSet> wanted = new LinkedHashMap<>();
    RandomZone.randomSets(random).forEach(set -> wanted.put(SetKey.of(set), set));
    List<Change<DnsRecordSet>> changes = new ArrayList<>();
    for (String domain : RandomZone.DOMAINS) {
      for (RecordType type : RecordType.values()) {
        DnsRecordSet shape = RandomZone.randomSet(random, domain, type);
        DnsRecordSet before =
            DnsjavaZones.found(old, shape.name(), type)
                .map(found -> shape.with(found.ttl(), found.values()))
                .orElse(null);
        DnsRecordSet after = wanted.get(SetKey.of(shape));
        if (before != null && after != null && random.nextBoolean()) {
          after = mixed(random, before, after);
        }
        if (before != null || after != null) {
          changes.add(new Change<>(before, after, null, "random"));
        }
      }
    }
    // As the handler does: what goes makes room first.
    changes.sort(java.util.Comparator.comparing(change -> change.after() != null));
    return changes;
  }

  private static DnsRecordSet mixed(Random random, DnsRecordSet before, DnsRecordSet after) {
    if (after.type() == RecordType.CNAME) {
      return after;
    }
    Set<String> values = new TreeSet<>(after.values());
    values.add(before.values().get(0));
    return after.with(random.nextBoolean() ? before.ttl() : after.ttl(), List.copyOf(values));
  }

  private static void assertHeld(
      List<Record> now, Change<DnsRecordSet> change, String before, String after) {
    DnsRecordSet subject = change.subject();
    Optional<RecordWorld.Found> found = DnsjavaZones.found(now, subject.name(), subject.type());
    if (change.after() == null) {
      assertThat(found).as("%s%nbecame%n%s", before, after).isEmpty();
    } else {
      assertThat(found).as("%s%nbecame%n%s", before, after).isPresent();
      assertThat(found.orElseThrow().ttl()).isEqualTo(subject.ttl());
      assertThat(found.orElseThrow().values())
          .containsExactlyInAnyOrderElementsOf(subject.values());
    }
  }

  private static List<String> others(List<Record> records, List<Change<DnsRecordSet>> changes) {
    List<String> others = new ArrayList<>();
    for (Record record : records) {
      String name = record.getName().toString(true).toLowerCase(Locale.ROOT);
      boolean ours =
          changes.stream()
              .map(Change::subject)
              .anyMatch(
                  set ->
                      set.name().equals(name) && Type.value(set.type().name()) == record.getType());
      if (!ours && !(record instanceof SOARecord)) {
        others.add(name + " " + record.getTTL() + " " + record.rdataToString());
      }
    }
    return others;
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
