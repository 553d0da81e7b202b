package dev.mtasts.provider.zonefile;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.AtomicFile;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DiskFailure;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.FileGuard;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Wanted;
import dev.mtasts.provider.zonefile.ZoneFolder.ZoneFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One zone's file on disk: read whole, replaced whole. Compare-and-set is atomic among processes of
 * this tool, by a lock on {@code .mtasts.lock} in the file's folder; other programs that edit the
 * file do not know that lock.
 */
final class ZoneStore {
  private static final String UNHARMED = "the zone file is as it was";

  private ZoneStore() {}

  /** What the file holds of each set. */
  static Map<Address, Reading<DnsRecordSet>> read(
      ZoneFile zone, List<Wanted<DnsRecordSet>> wanted) {
    Map<Address, Reading<DnsRecordSet>> readings = new LinkedHashMap<>();
    String tried = "read the zone " + zone.zone() + " from " + zone.path();
    try {
      MasterFile file = load(zone);
      for (Wanted<DnsRecordSet> each : wanted) {
        readings.put(each.expected().address(), read(file, zone, each.expected()));
      }
    } catch (MasterSyntaxException e) {
      fill(wanted, readings, syntax(tried, e));
    } catch (IOException e) {
      fill(wanted, readings, DiskFailure.of(tried, e, UNHARMED));
    }
    return readings;
  }

  /** Makes the changes in one write, if any is to be made. */
  static Map<Address, Outcome> write(
      ZoneFile zone, List<Change<DnsRecordSet>> changes, LocalDate today) {
    String tried = "write the zone " + zone.zone() + " to " + zone.path();
    try {
      return FileGuard.holding(
          zone.path().resolveSibling(".mtasts.lock"),
          () -> writeAlone(zone, changes, today, tried));
    } catch (IOException e) {
      Failure failure = DiskFailure.of(tried, e, UNHARMED);
      Map<Address, Outcome> outcomes = new LinkedHashMap<>();
      changes.forEach(change -> outcomes.put(change.address(), new Outcome.Failed(failure)));
      return outcomes;
    }
  }

  private static Map<Address, Outcome> writeAlone(
      ZoneFile zone, List<Change<DnsRecordSet>> changes, LocalDate today, String tried)
      throws IOException {
    Map<Address, Outcome> outcomes = new LinkedHashMap<>();
    try {
      MasterFile file = load(zone);
      ZoneDraft draft = new ZoneDraft(file);
      for (Change<DnsRecordSet> change : changes) {
        String each =
            change.action().word()
                + " "
                + ZoneFileRecordSets.describe(change.subject())
                + " in "
                + zone.path();
        outcomes.put(change.address(), draft.take(change, each));
      }
      Failure failure = draft.targets().isEmpty() ? null : save(zone, file, draft, today, tried);
      if (failure != null) {
        for (Change<DnsRecordSet> change : changes) {
          DnsRecordSet set = change.subject();
          if (draft.targets().containsKey(SetKey.of(set))
              && outcomes.get(change.address()) instanceof Outcome.Done) {
            outcomes.put(change.address(), new Outcome.Failed(failure));
          }
        }
      }
    } catch (MasterSyntaxException e) {
      Failure failure = syntax(tried, e);
      changes.forEach(change -> outcomes.put(change.address(), new Outcome.Failed(failure)));
    }
    return outcomes;
  }

  private static @Nullable Failure save(
      ZoneFile zone, MasterFile file, ZoneDraft draft, LocalDate today, String tried) {
    if (file.signed()) {
      return new Failure(
          Failure.Kind.REFUSED,
          tried,
          "it holds DNSSEC signatures, which a change would make wrong (" + UNHARMED + ")",
          "Point 'path' at the folder of the unsigned files, and sign after each change.");
    }
    try {
      long serial = SerialNumber.next(MasterEditor.serial(file), today);
      String text = MasterEditor.edit(file, draft.targets(), serial);
      EditCheck.check(file, text, draft.targets(), serial);
      AtomicFile.replace(zone.path(), text.getBytes(StandardCharsets.ISO_8859_1));
      return null;
    } catch (MasterSyntaxException e) {
      return syntax(tried, e);
    } catch (IOException e) {
      return DiskFailure.of(tried, e, UNHARMED);
    }
  }

  private static Reading<DnsRecordSet> read(MasterFile file, ZoneFile zone, DnsRecordSet expected) {
    try {
      return ZoneDraft.read(file, expected)
          .<Reading<DnsRecordSet>>map(held -> new Reading.Live<>(held.like(expected), null, false))
          .orElseGet(Reading.Absent::new);
    } catch (MasterSyntaxException e) {
      String set = ZoneFileRecordSets.describe(expected);
      return new Reading.Unread<>(syntax("read " + set + " from " + zone.path(), e));
    }
  }

  private static MasterFile load(ZoneFile zone) throws IOException, MasterSyntaxException {
    byte[] octets = Files.readAllBytes(zone.path());
    return MasterFile.parse(new String(octets, StandardCharsets.ISO_8859_1), zone.zone());
  }

  private static Failure syntax(String tried, MasterSyntaxException e) {
    return new Failure(
        Failure.Kind.LOCAL,
        tried,
        e.getMessage() + " (" + UNHARMED + ")",
        "Correct the file: named-checkzone or kzonecheck may tell more.");
  }

  private static void fill(
      List<Wanted<DnsRecordSet>> wanted,
      Map<Address, Reading<DnsRecordSet>> readings,
      Failure failure) {
    wanted.forEach(each -> readings.put(each.expected().address(), new Reading.Unread<>(failure)));
  }
}
