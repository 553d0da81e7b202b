package dev.mtasts.provider.zonefile;

import static dev.mtasts.provider.contract.RecordSetsContract.host;
import static dev.mtasts.provider.contract.RecordSetsContract.txt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.interop.Programs;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.contract.Ask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Name servers' own checkers load what a series of edits leaves. */
@Tag("interop")
class ZoneFileInteropIT {
  private static final String ZONE =
      """
      ; The zone of acme.example, kept by hand.
      $TTL 1h
      @   IN SOA ns1 hostmaster (
              2026110107 ; serial
              2h 15m     ; refresh, retry
              4w         ; expire
              5m )       ; negative answers
          NS  ns1
          MX  10 mx1
      ns1 A   192.0.2.53
      mx1 A   192.0.2.25
      _mta-sts 5m TXT "v=STSv1; id=0;" ; by hand
          TXT "somebody's"
          HINFO "a;b" c
      $ORIGIN sub.acme.example.
      www A 192.0.2.80
      """;

  @TempDir Path folder;
  private Path file;
  private Handler<DnsRecordSet> handler;
  private final List<DnsRecordSet> held = new ArrayList<>();

  @BeforeEach
  void writeTheZone() throws Exception {
    file = Files.writeString(folder.resolve("acme.example.zone"), ZONE);
    handler = ZoneFileRecordSetsTest.handler(folder);
  }

  /** The zone after each of many edits. */
  private interface Checker {
    void check(String what) throws Exception;
  }

  @Test
  void bindLoadsTheZoneAfterEachEdit() throws Exception {
    Path checker = Programs.require("named-checkzone");
    edits(
        what -> {
          Programs.Said said =
              Programs.run(checker, "-D", "-o", "-", "acme.example", file.toString());
          assertThat(said.exit()).as("%s:%n%s", what, said.output()).isZero();
          assertThat(said.output()).as(what).doesNotContain("warning", "TTL semantics");
          assertDumped(said.output());
        });
  }

  @Test
  void knotAcceptsTheZoneAfterEachEdit() throws Exception {
    Path checker = Programs.require("kzonecheck");
    edits(
        what -> {
          Programs.Said said = Programs.run(checker, "-o", "acme.example", file.toString());
          assertThat(said.exit()).as("%s:%n%s", what, said.output()).isZero();
          assertThat(said.output()).as(what).doesNotContain("warning");
        });
  }

  private void edits(Checker checker) throws Exception {
    checker.check("as it was by hand");
    step(checker, null, txt("sub.acme.example", "v=STSv1; id=1;", "a\"b\\c;d", "x".repeat(700)));
    DnsRecordSet old = Ask.live(handler, txt("acme.example", "any")).resource();
    step(checker, old, old.with(300, List.of("v=STSv1; id=1;", "somebody's")));
    step(checker, held.get(1), held.get(1).with(3600, held.get(1).values()));
    step(checker, null, host("acme.example", RecordType.CNAME, "policies.cdn.example"));
    step(checker, null, host("sub.acme.example", RecordType.A, "192.0.2.1", "192.0.2.2"));
    step(checker, null, host("sub.acme.example", RecordType.AAAA, "2001:db8::1"));
    while (!held.isEmpty()) {
      step(checker, held.get(0), null);
    }
    assertThat(file).content().contains("; negative answers", "HINFO \"a;b\" c", "2026112");
  }

  private void step(Checker checker, @Nullable DnsRecordSet before, @Nullable DnsRecordSet after)
      throws Exception {
    Ask.done(Ask.write(handler, before, after, null));
    held.removeIf(set -> before != null && set.address().equals(before.address()));
    if (after != null) {
      held.add(after);
    }
    checker.check(before + " became " + after);
  }

  private void assertDumped(String dump) {
    for (DnsRecordSet set : held) {
      for (String value : set.values()) {
        String data =
            switch (set.type()) {
              case CNAME -> value + ".";
              case TXT -> value.length() > 255 ? value.substring(0, 255) : bind(value);
              case A, AAAA -> value;
            };
        assertThat(plain(dump))
            .contains("\n" + set.name() + ". " + set.ttl() + " IN " + set.type() + " ")
            .contains(data);
      }
    }
  }

  private static String bind(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  @Test
  void bindReadsWildFilesAsWeDo() throws Exception {
    Path checker = Programs.require("named-checkzone");
    long seed = Long.getLong("mtasts.seed", System.nanoTime());
    System.out.println("ZoneFileInteropIT seed " + seed);
    for (int i = 0; i < 60; i++) {
      Random random = new Random(seed + i);
      Files.writeString(file, new RandomZone(random).fill().text());
      List<Change<DnsRecordSet>> batch = new ArrayList<>();
      for (String domain : RandomZone.DOMAINS) {
        DnsRecordSet set = txt(domain, "v=STSv1; id=" + i + ";");
        DnsRecordSet live =
            Ask.read(handler, set) instanceof Reading.Live<DnsRecordSet> found
                ? found.resource()
                : null;
        batch.add(new Change<>(live, set, null, "random"));
      }
      String before = normal(checker, seed + i);

      handler.write(batch).values().forEach(Ask::done);

      String after = normal(checker, seed + i);
      assertThat(foreign(after)).as("seed %d", seed + i).isEqualTo(foreign(before));
      for (Change<DnsRecordSet> change : batch) {
        assertThat(after)
            .contains(change.subject().name() + ". 300 IN TXT \"v=STSv1; id=" + i + ";\"");
      }
    }
  }

  private String normal(Path checker, long seed) throws Exception {
    Programs.Said said =
        Programs.run(
            checker,
            "-i",
            "none",
            "-k",
            "ignore",
            "-D",
            "-o",
            "-",
            "acme.example",
            file.toString());
    assertThat(said.exit())
        .as("seed %d:%n%s%n%s", seed, said.output(), Files.readString(file))
        .isZero();
    return plain(said.output());
  }

  /** Single spaces; older versions escape the semicolon within quotes, newer do not. */
  private static String plain(String dump) {
    return dump.replaceAll("[ \t]+", " ").replace("\\;", ";");
  }

  /** Without TTLs: where those of one set differ, BIND chooses by how it has loaded the file. */
  private static List<String> foreign(String dump) {
    return dump.lines()
        .filter(line -> line.matches("\\S+ \\d+ IN .*"))
        .filter(line -> !line.matches("(?i)_mta-sts\\.\\S+ \\d+ IN TXT .*|\\S+ \\d+ IN SOA .*"))
        .map(line -> line.replaceFirst(" \\d+ IN ", " ").toLowerCase(Locale.ROOT))
        .sorted()
        .toList();
  }
}
