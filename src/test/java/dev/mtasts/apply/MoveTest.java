package dev.mtasts.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.RecordType;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.MemoryWorld;
import dev.mtasts.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A policy moves to another place, whoever dies on the way: wherever resolvers may lead a sender,
 * it finds the same bytes, and the record is not touched.
 */
class MoveTest {
  private static final String WEB = "address: { a: [192.0.2.1] }";
  private static final String OTHER = "place: other, address: { a: [192.0.2.2] }";
  private static final String CDN = "kind: distribution";
  private static final String SHARED = "kind: distribution, share: all";
  private static final String EDGE = "kind: edge";

  @TempDir Path folder;

  private final MemoryWorld world = new MemoryWorld();
  private final TestClock clock = new TestClock("2026-11-23T12:00:00Z");
  private String body = "";
  private List<String> record = List.of();

  @ParameterizedTest
  @CsvSource({
    "web, cdn, true",
    "web, cdn, false",
    "web, other, true",
    "cdn, web, true",
    "cdn, edge, false",
    "cdn, shared, true",
    "shared, cdn, false"
  })
  void aMoveThatDiesAnywhereIsFinishedAndCleanedUp(String from, String to, boolean before)
      throws IOException {
    int crashes = 0;
    for (int step = 1; ; step++) {
      begin(from);
      world.afterEach(this::sendersFindThePolicy);
      spec(to, "1d");
      world.dieAt(step, before);
      run("apply", "-y");
      if (!world.revive()) {
        break;
      }
      crashes++;
      String why = from + " to " + to + ", died " + (before ? "before" : "after") + " " + step;
      succeeds(why, "apply", "-y");
      assertThat(run("plan").out()).as(why).contains("the old place", "is kept");
      clock.pass(Duration.ofHours(24).plusSeconds(300));
      succeeds(why, "apply", "-y");
      succeeds(why, "plan", "--detailed-exitcode");
      assertThat(run("plan").out()).as(why).contains("No changes").doesNotContain("old place");
      onlyIsLeft(to, why);
    }
    assertThat(crashes).isGreaterThanOrEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aCleanUpThatDiesAnywhereIsFinished(boolean before) throws IOException {
    int crashes = 0;
    for (int step = 1; ; step++) {
      begin("cdn");
      spec("web", "1d");
      succeeds("move", "apply", "-y");
      clock.pass(Duration.ofHours(25));
      world.afterEach(this::sendersFindThePolicy);
      world.dieAt(step, before);
      run("apply", "-y");
      if (!world.revive()) {
        break;
      }
      crashes++;
      String why = "died " + (before ? "before" : "after") + " " + step;
      succeeds(why, "apply", "-y");
      assertThat(run("plan").out()).as(why).contains("No changes").doesNotContain("old place");
      onlyIsLeft("web", why);
    }
    assertThat(crashes).isGreaterThanOrEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aChangeOfMindOnTheWayLeavesWhatWasThere(boolean before) throws IOException {
    for (int step = 1; ; step++) {
      begin("web");
      world.afterEach(this::sendersFindThePolicy);
      spec("cdn", "1d");
      world.dieAt(step, before);
      run("apply", "-y");
      if (!world.revive()) {
        break;
      }
      String why = "died " + (before ? "before" : "after") + " " + step;
      spec("web", "1d");
      succeeds(why, "apply", "-y");
      clock.pass(Duration.ofHours(25));
      succeeds(why, "apply", "-y");
      succeeds(why, "plan", "--detailed-exitcode");
      assertThat(world.values("mta-sts.acme.example", RecordType.A)).containsExactly("192.0.2.1");
      onlyIsLeft("web", why);
    }
  }

  @Test
  void anAddressThatSomebodyTurnsBackBeginsTheWaitAnew() throws IOException {
    begin("web");
    spec("cdn", "1d");
    succeeds("move", "apply", "-y");
    clock.pass(Duration.ofHours(25));
    world.records.remove("mta-sts.acme.example CNAME");
    world.plant("mta-sts.acme.example", RecordType.A, 300, "192.0.2.1");

    assertThat(run("apply", "-y", "--allow", "not-ours").exit()).isZero();

    assertThat(world.files).containsKey(MemoryWorld.location("acme.example"));
    assertThat(run("plan").out()).contains("is kept");
  }

  @Test
  void aFileThatSomebodyChangedAtTheOldPlaceStays() throws IOException {
    begin("web");
    spec("cdn", "1d");
    succeeds("move", "apply", "-y");
    clock.pass(Duration.ofHours(25));
    world.files.put(MemoryWorld.location("acme.example"), "theirs");

    Cli.Run run = run("apply", "-y");

    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(run.out()).contains("memory:acme.example is not what mtasts put there");
    assertThat(world.files).containsEntry(MemoryWorld.location("acme.example"), "theirs");
    assertThat(run("plan").out()).doesNotContain("old place", "not what mtasts");
  }

  @Test
  void aProtectedDomainKeepsItsOldPlace() throws IOException {
    begin("web");
    spec("cdn", "1d", "protect: true, allow: [protected]");
    succeeds("move", "apply", "-y");
    spec("cdn", "1d", "protect: true");
    clock.pass(Duration.ofHours(25));

    assertThat(run("plan").out()).contains("held: the domain is protected");
    succeeds("kept", "apply", "-y");

    assertThat(world.files).containsKey(MemoryWorld.location("acme.example"));
  }

  @Test
  void aDomainThatLeavesTheSpecOnItsWayTakesItsOldPlaceAlong() throws IOException {
    begin("web");
    spec("cdn", "1d");
    succeeds("move", "apply", "-y");
    Files.writeString(
        folder.resolve("mtasts.yaml"), head() + "  shop.example: " + domain("web2", "1d", ""));

    for (int hour = 0; hour < 24 * 4; hour += 6) {
      succeeds("hour " + hour, "apply", "-y", "--allow", "all-domains-gone");
      clock.pass(Duration.ofHours(6));
    }

    assertThat(world.files).containsOnlyKeys("memory:shop.example");
    assertThat(world.fronts.hosts).isEmpty();
    assertThat(world.fronts.certificates).isEmpty();
    assertThat(world.records.keySet()).noneMatch(name -> name.contains("acme.example"));
  }

  @Test
  void aFileThatCannotBeWrittenKeepsTheAddressWhereItIs() throws IOException {
    begin("web");
    spec("cdn", "1d");
    Failure denied = new Failure(Failure.Kind.DENIED, "write the file", "no", "Ask.");
    world.failing.put("write acme.example/policy", denied);

    assertThat(run("apply", "-y").exit()).isEqualTo(1);

    assertThat(world.values("mta-sts.acme.example", RecordType.A)).containsExactly("192.0.2.1");
    world.failing.clear();
    succeeds("again", "apply", "-y");
  }

  /** Published at {@code from}, nothing else anywhere. */
  private void begin(String from) throws IOException {
    world.afterEach(() -> {});
    world.files.clear();
    world.records.clear();
    world.fronts.certificates.clear();
    world.fronts.hosts.clear();
    world.log.clear();
    world.blobs.remove(Blobs.Key.LEDGER);
    spec(from, "1d");
    succeeds("begin", "apply", "-y");
    body = served();
    record = world.values("_mta-sts.acme.example", RecordType.TXT);
    assertThat(body).contains("mode: testing");
  }

  private void sendersFindThePolicy() {
    assertThat(served()).isEqualTo(body);
    assertThat(world.values("_mta-sts.acme.example", RecordType.TXT)).isEqualTo(record);
  }

  /** What a sender gets whose resolver knows the addresses of now. */
  private String served() {
    if (world.fronts.hosts.containsKey("edge:acme.example")) {
      return world.files.getOrDefault("edge-file:acme.example", "nothing");
    }
    List<String> cname = world.values("mta-sts.acme.example", RecordType.CNAME);
    if (!cname.isEmpty()) {
      boolean shared = cname.contains("d-all.cdn.example");
      boolean stands = world.fronts.hosts.containsKey(shared ? "host:all" : "host:acme.example");
      String file = shared ? "room:all/acme.example" : "room:acme.example";
      return stands ? world.files.getOrDefault(file, "nothing") : "no host";
    }
    List<String> a = world.values("mta-sts.acme.example", RecordType.A);
    String file = a.contains("192.0.2.2") ? "memory:other" : "memory:acme.example";
    // Between two records of one change, resolvers go on with what they have.
    return a.isEmpty() ? body : world.files.getOrDefault(file, "nothing");
  }

  private void onlyIsLeft(String place, String why) {
    assertThat(world.files).as(why).hasSize(1).containsValue(body);
    boolean host = !place.equals("web") && !place.equals("other");
    assertThat(world.fronts.hosts).as(why).hasSize(host ? 1 : 0);
    boolean certificate = host && !place.equals("edge");
    assertThat(world.fronts.certificates).as(why).hasSize(certificate ? 1 : 0);
    assertThat(world.records.keySet().stream().filter(name -> name.startsWith("_proof.")))
        .as(why)
        .hasSize(certificate ? 1 : 0);
  }

  private void succeeds(String why, String... args) {
    world.blobs.remove(Blobs.Key.LOCK);
    Cli.Run run = run(args);
    assertThat(run.exit()).as("%s: %s", why, run).isZero();
  }

  private Cli.Run run(String... args) {
    return new Cli(folder, List.of(world)).clock(clock).run(args);
  }

  private void spec(String place, String maxAge) throws IOException {
    spec(place, maxAge, "");
  }

  private void spec(String place, String maxAge, String more) throws IOException {
    Files.writeString(
        folder.resolve("mtasts.yaml"), head() + "  acme.example: " + domain(place, maxAge, more));
  }

  private static String head() {
    return "version: 1\nproviders: { m: { type: memory } }\n"
        + "defaults:\n  dns: { provider: m }\n  verify: false\ndomains:\n";
  }

  private static String domain(String place, String maxAge, String more) {
    String host =
        switch (place) {
          case "web" -> WEB;
          case "web2" -> "address: { a: [192.0.2.9] }";
          case "other" -> OTHER;
          case "shared" -> SHARED;
          case "edge" -> EDGE;
          default -> CDN;
        };
    return "{ policy: { mode: testing, mx: [mx.acme.example], max_age: "
        + maxAge
        + " }, host: { provider: m, "
        + host
        + " }"
        + (more.isEmpty() ? "" : ", " + more)
        + " }\n";
  }
}
