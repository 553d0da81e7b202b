package dev.mtasts.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.PolicyText;
import dev.mtasts.verify.Resolver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts of {@code examples}, each with a year of daily jobs: with libfaketime, and with a
 * name server that serves the zones which mtasts writes. After each job the files are put aside,
 * and what counts is what was in them on which day.
 */
@Tag("interop")
class LifeOfAPolicyIT {
  private static final Pattern RECORD = Pattern.compile("\"v=STSv1; id=(\\w+);\"");
  private static final int MINUTES = 8;

  @TempDir Path folder;

  private Path work;
  private Path days;

  @BeforeEach
  void prepare() throws IOException {
    Programs.require("faketime");
    work = Files.createDirectories(folder.resolve("work"));
    days = Files.createDirectories(folder.resolve("days"));
  }

  @Test
  void aRolloutGoesFromStageToStageAndNeverEarly() throws Exception {
    String said = year("rollout", "acme.example", "club.example", "news.example", "shop.example");

    assertThat(changes("acme.example"))
        .containsExactlyEntriesOf(
            ordered(
                "2026-01-01T09", "testing 86400",
                "2026-01-16T10", "enforce 86400",
                "2026-01-23T11", "enforce 604800",
                "2026-02-06T12", "enforce 15724800"));
    assertThat(changes("news.example"))
        .containsExactlyEntriesOf(
            ordered(
                "2026-01-01T09", "testing 86400",
                "2026-01-29T11", "enforce 86400",
                "2026-02-12T12", "enforce 2419200",
                "2026-04-09T13", "enforce 31449600"));
    assertThat(changes("shop.example"))
        .as("one of the wave's two domains a day")
        .containsExactlyEntriesOf(
            ordered(
                "2026-01-01T09", "testing 86400",
                "2026-01-30T12", "enforce 86400",
                "2026-02-13T13", "enforce 2419200",
                "2026-04-10T14", "enforce 31449600"));
    assertThat(changes("club.example"))
        .as("paused until June")
        .containsExactlyEntriesOf(
            ordered(
                "2026-01-01T09", "testing 86400",
                "2026-06-01T09", "enforce 86400",
                "2026-06-08T10", "enforce 604800",
                "2026-06-22T11", "enforce 15724800"));
    assertThat(day(said, "2026-01-15 10:00:00"))
        .contains("(held: DNS sends mail to mx3.acme.example, which no mx covers)")
        .contains("No changes.");
    assertThat(day(said, "2026-01-02 10:00:00")).contains("Forecast for 2026-01-20T00:00:00Z");
    assertThat(day(said, "2026-12-31 09:00:00")).contains("No changes. 12 unchanged.");
    assertThat(said).as("moments are told in seconds").doesNotContainPattern(":\\d\\d\\.\\d+Z");
  }

  @Test
  void aDomainThatLeftIsTakenBackFirstAndDeletedWhenNobodyRemembersIt() throws Exception {
    String said = year("retire", "acme.example", "shop.example");

    assertThat(changes("shop.example"))
        .containsExactlyEntriesOf(
            ordered(
                "2026-01-01T09", "enforce 15724800",
                "2026-03-01T09", "none 86400",
                "2026-08-31T09", "none 86400, no record",
                "2026-09-01T09", "nothing"));
    assertThat(changes("acme.example"))
        .containsExactlyEntriesOf(ordered("2026-01-01T09", "enforce 15724800"));
    assertThat(day(said, "2026-03-01 09:00:00")).contains("the record is deleted from 2026-08-30");
    assertThat(day(said, "2026-03-02 10:00:00")).contains("- record   _mta-sts.shop.example TXT");
    assertThat(day(said, "2026-08-30 08:00:00")).contains("No changes. 1 waiting");
    assertThat(Files.readString(days.resolve("2026-08-31T09/zones/shop.example.zone")))
        .as("host and reports stay until resolvers have forgotten the record")
        .contains("v=TLSRPTv1", "mta-sts.shop.example.");
    assertThat(Files.readString(work.resolve("zones/shop.example.zone")))
        .doesNotContain("v=TLSRPTv1", "mta-sts")
        .contains("in1.mx.hoster.example.");
    assertThat(Files.readString(work.resolve(".mtasts/state.json")))
        .contains("acme.example")
        .doesNotContain("shop.example");
  }

  /** Runs a script to its end; at every job the name server has what the files say. */
  private String year(String example, String... domains) throws Exception {
    Path original = Path.of("examples", example);
    Path zones = Files.createDirectories(work.resolve("zones"));
    for (String domain : domains) {
      String file = domain + ".zone";
      Files.copy(original.resolve("zones").resolve(file), zones.resolve(file));
    }
    try (NameServer dns =
        NameServer.anywhere(NameServer.Kind.KNOT, folder.resolve("dns"), zones, List.of(domains))) {
      Map<String, String> env = new HashMap<>();
      env.put("MTASTS", wrapped().toString());
      env.put("WORK", work.toString());
      env.put("RESOLVER", dns.server());
      Programs.Said said =
          Programs.run(
              MINUTES,
              env,
              Programs.require("sh"),
              original.resolve("year.sh").toAbsolutePath().toString());
      assertThat(said.exit()).as(said.output()).isZero();
      dns.load();
      for (String domain : domains) {
        List<String> served = Resolver.at(dns.server()).txt("_mta-sts." + domain).values();
        assertThat(served).isEqualTo(record(zones.resolve(domain + ".zone")));
      }
      return said.output();
    }
  }

  /** Our program, and then a copy of what it left, named after the hour that it saw. */
  private Path wrapped() throws IOException {
    Path program = folder.resolve("mtasts");
    Files.writeString(
        program,
        """
        #!/bin/sh
        %s -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '%s' dev.mtasts.Main "$@"
        code=$?
        day='%s'/$(date -u +%%Y-%%m-%%dT%%H)
        mkdir -p "$day" && cp -R '%s/public' '%s/zones' "$day"
        exit $code
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                days,
                work,
                work));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }

  /** What a domain published, from the job on that brought it. */
  private SortedMap<String, String> changes(String domain) throws IOException {
    List<Path> jobs;
    try (Stream<Path> all = Files.list(days)) {
      jobs = all.sorted().toList();
    }
    SortedMap<String, String> changes = new TreeMap<>();
    for (Path job : jobs) {
      String now = published(job, domain);
      if (changes.isEmpty() || !changes.get(changes.lastKey()).equals(now)) {
        changes.put(String.valueOf(job.getFileName()), now);
      }
    }
    return changes;
  }

  private static String published(Path job, String domain) throws IOException {
    Path file = job.resolve("public").resolve(domain).resolve(".well-known/mta-sts.txt");
    List<String> record = record(job.resolve("zones").resolve(domain + ".zone"));
    if (!Files.exists(file)) {
      assertThat(record).as("a record without a policy, %s", job).isEmpty();
      return "nothing";
    }
    PolicyText read = PolicyParser.parse(Files.readString(file));
    Policy policy = read.policy().orElseThrow();
    String text = policy.mode() + " " + policy.maxAge();
    if (record.isEmpty()) {
      return text + ", no record";
    }
    assertThat(record)
        .as("the record names the policy, %s", job)
        .containsExactly("v=STSv1; id=" + read.id().orElseThrow() + ";");
    return text;
  }

  private static List<String> record(Path zone) throws IOException {
    Matcher found = RECORD.matcher(Files.readString(zone, StandardCharsets.UTF_8));
    return found.results().map(one -> one.group().replace("\"", "")).collect(Collectors.toList());
  }

  private static SortedMap<String, String> ordered(String... pairs) {
    SortedMap<String, String> map = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /** What the script printed for one job. */
  private static String day(String said, String when) {
    int from = said.indexOf("\n==== " + when);
    assertThat(from).as("%s in %s", when, said).isNotNegative();
    int to = said.indexOf("\n==== ", from + 1);
    return said.substring(from, to < 0 ? said.length() : to);
  }
}
