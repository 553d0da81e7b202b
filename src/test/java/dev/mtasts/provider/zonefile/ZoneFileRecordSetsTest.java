package dev.mtasts.provider.zonefile;

import static dev.mtasts.provider.contract.RecordSetsContract.txt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.AtomicFile;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.Surroundings;
import dev.mtasts.provider.contract.Ask;
import dev.mtasts.provider.contract.RecordSetsContract;
import dev.mtasts.provider.contract.RecordWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZoneFileRecordSetsTest implements RecordSetsContract {
  private static final String ZONE =
      "$TTL 1h\n@ SOA ns1 hostmaster 2026110107 2h 15m 4w 5m\n@ NS ns1\nns1 A 192.0.2.53\n";

  @TempDir Path temp;
  private Path folder;
  private Handler<DnsRecordSet> handler;
  private DnsjavaZones world;

  @BeforeEach
  void openTheFolder() throws IOException {
    folder = Files.createDirectory(temp.resolve("zones"));
    handler = handler(folder);
    world = new DnsjavaZones(folder, handler);
  }

  @Override
  public RecordWorld world() {
    return world;
  }

  static Handler<DnsRecordSet> handler(Path folder) {
    Clock clock = Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC);
    return new ZoneFileFactory()
        .open(
            "dns",
            new Settings(Map.of("path", folder)),
            new Surroundings(Map.of(), folder, clock, Progress.SILENT))
        .records()
        .orElseThrow();
  }

  @Test
  void aBatchBumpsTheSerialOnce() throws IOException {
    Path file = write("acme.example.zone", ZONE);
    List<Change<DnsRecordSet>> batch = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      batch.add(new Change<>(null, txt("d" + i + ".acme.example", "v=STSv1; id=1;"), null, "new"));
    }

    handler.write(batch).values().forEach(Ask::done);

    assertThat(file).content().startsWith(ZONE.replace("2026110107", "2026112300"));
  }

  @Test
  void whatIsDoneAlreadyLeavesTheFileAlone() throws IOException {
    Path file = write("acme.example.zone", ZONE + "_mta-sts TXT v=STSv1\\;\\ id=1\\;\n");
    byte[] before = Files.readAllBytes(file);
    DnsRecordSet set = txt("acme.example", "v=STSv1; id=1;");

    Ask.done(Ask.write(handler, null, set.with(3600, set.values()), null));
    Ask.moved(Ask.write(handler, null, set, null));

    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void everyUsualFileNameIsFound() throws IOException {
    for (String name : List.of("a.example", "db.b.example", "c.example.db", "D.Example.ZONE")) {
      write(name, ZONE);
    }

    for (String domain : List.of("a.example", "b.example", "c.example", "d.example")) {
      Ask.create(handler, txt(domain, "v=STSv1; id=1;"));
    }

    assertThat(folder.resolve("D.Example.ZONE")).content().contains("_mta-sts.d.example. 300 IN");
  }

  @Test
  void twoFilesOfOneZoneAreAmbiguous() throws IOException {
    write("acme.example.db", ZONE);

    Failure failure = Ask.unread(Ask.read(handler, RECORD));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.AMBIGUOUS);
    assertThat(failure.message()).contains("acme.example.db, ").contains("acme.example.zone");
  }

  @Test
  void aMissingFolderIsToldOnceForAll() {
    Handler<DnsRecordSet> lost = handler(temp.resolve("nowhere"));

    Map<Address, Outcome> outcomes =
        lost.write(
            List.of(
                new Change<>(null, RECORD, null, "new"),
                new Change<>(null, txt("other.example", "v=STSv1; id=1;"), null, "new")));

    assertThat(outcomes).hasSize(2);
    assertThat(outcomes.values()).containsOnly(outcomes.get(RECORD.address()));
    Failure failure = Ask.unread(Ask.read(lost, RECORD));
    assertThat(failure.kind()).isEqualTo(Failure.Kind.MISSING);
    assertThat(failure.message()).contains("nowhere");
  }

  @Test
  void aNameOutsideOfTheSettledZoneIsRefused() {
    DnsRecordSet set =
        new DnsRecordSet(
            RECORD.address(), RECORD.name(), RECORD.type(), 300, RECORD.values(), "other.example");

    Failure failure = Ask.unread(Ask.read(handler, set));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.REFUSED);
    assertThat(failure.message()).contains("is not in the zone other.example");
  }

  @Test
  void aFolderInPlaceOfTheFileIsReported() throws IOException {
    Path inTheWay = Files.createDirectory(folder.resolve("third.example.zone"));
    DnsRecordSet set = txt("third.example", "v=STSv1; id=1;");

    assertThat(Ask.unread(Ask.read(handler, set)).kind()).isEqualTo(Failure.Kind.LOCAL);
    assertThat(Ask.failed(Ask.write(handler, null, set, null)).message())
        .contains(inTheWay.toString());
  }

  @Test
  void aFileInPlaceOfTheFolderIsReported() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "keep me");

    Failure failure = Ask.unread(Ask.read(handler(file), RECORD));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.LOCAL);
    assertThat(failure.message()).contains(file.toString());
  }

  @Test
  void aZoneThatCannotBeReadIsKeptAndTheOtherZonesAreServed() throws IOException {
    String broken = ZONE + "www A ( 192.0.2.1\n";
    Path file = write("acme.example.zone", broken);
    DnsRecordSet other = txt("other.example", "v=STSv1; id=1;");

    Map<Address, Outcome> outcomes =
        handler.write(
            List.of(
                new Change<>(null, RECORD, null, "new"), new Change<>(null, other, null, "new")));

    Failure failure = Ask.failed(outcomes.get(RECORD.address()));
    assertThat(failure.message()).contains("line 5", "never closed", "as it was", file.toString());
    assertThat(file).hasContent(broken);
    assertThat(outcomes.get(other.address())).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void whatACrashLeftIsIgnoredAndSweptAway() throws IOException {
    Path file = folder.resolve("acme.example.zone");
    Path left = Files.writeString(AtomicFile.beside(file), "$TTL 1h\n@ SOA ns");

    assertThat(Ask.read(handler, RECORD)).isInstanceOf(Reading.Absent.class);
    Ask.create(handler, RECORD);

    assertThat(left).doesNotExist();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              ".mtasts.lock", "acme.example.zone", "other.example.zone", "dept.other.example.zone");
    }
  }

  @Test
  void theModeOfTheFileStays() throws IOException {
    Path file = folder.resolve("acme.example.zone");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    Ask.create(handler, RECORD);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void aLinkToAZoneFileIsWrittenThrough() throws IOException {
    Path real = Files.writeString(temp.resolve("real"), ZONE);
    Path link = Files.createSymbolicLink(folder.resolve("third.example.zone"), real);

    Ask.create(handler, txt("third.example", "v=STSv1; id=1;"));

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(real).content().contains("_mta-sts.third.example. 300 IN TXT");
  }

  @Test
  void foreignOctetsSurvive() throws IOException {
    byte[] text =
        (ZONE + "a TXT \"caf\u00e9 \\200\" ; \u00fc\n").getBytes(StandardCharsets.ISO_8859_1);
    Path file = folder.resolve("acme.example.zone");
    Files.write(file, text);

    Ask.create(handler, RECORD);

    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .contains("\na TXT \"caf\u00e9 \\200\" ; \u00fc\n");
    DnsRecordSet foreign =
        new DnsRecordSet(
            RECORD.address(), "a.acme.example", RecordType.TXT, 300, List.of("any"), null);
    assertThat(Ask.live(handler, foreign).resource().values()).containsExactly("caf\u00e9 \u00c8");
  }

  @Test
  void aSignedZoneIsNotChanged() throws IOException {
    String signed = ZONE + "@ RRSIG SOA 8 2 3600 20261201000000 20261101000000 1 @ AAAA\n";
    Path file = write("acme.example.zone", signed);

    Failure failure = Ask.failed(Ask.write(handler, null, RECORD, null));

    assertThat(failure.message()).contains("DNSSEC");
    assertThat(file).hasContent(signed);
  }

  @Test
  void aDelegatedNameIsNotWrittenAboveItsDelegation() throws IOException {
    write("acme.example.zone", ZONE + "sub NS ns.other.example.\n");

    Failure failure =
        Ask.failed(Ask.write(handler, null, txt("sub.acme.example", "v=STSv1; id=1;"), null));

    assertThat(failure.message()).contains("delegate sub.acme.example");
  }

  @Test
  void aTextThatIsNotOctetsIsRefused() {
    DnsRecordSet set = RECORD.with(300, List.of("\u20ac"));

    assertThat(Ask.failed(Ask.write(handler, null, set, null)).message()).contains("not octets");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
