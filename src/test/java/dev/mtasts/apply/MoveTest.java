package dev.mtasts.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.RecordType;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.MemoryWorld;
import dev.mtasts.testing.PolicyHost;
import dev.mtasts.testing.TestCa;
import dev.mtasts.testing.TestClock;
import dev.mtasts.testing.TestDns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @Test
  void theAddressStaysUntilTheNewPlaceServesTheSameBytes() throws IOException {
    TestCa ca = TestCa.create();
    TestCa.Leaf leaf = ca.leaf("mta-sts.acme.example");
    String root = ca.writePem(folder).toString();
    try (TestDns dns = TestDns.start().address("mta-sts.acme.example", "127.0.0.1");
        PolicyHost here = PolicyHost.start(leaf);
        PolicyHost there = PolicyHost.start(leaf, "127.0.0.2", here.port())) {
      here.answer("acme.example", () -> PolicyHost.text(file("acme.example")).build());
      there.answer("acme.example", () -> PolicyHost.text("another").build());
      Cli cli = new Cli(folder, List.of(world)).clock(clock).httpsPort(here.port());
      String[] apply = {
        "apply", "-y", "--wait", "0s", "--resolver", dns.server(), "--ca-file", root
      };
      write("{ a: [127.0.0.1] }", "");
      assertThat(cli.run(apply).exit()).isZero();
      write("{ a: [127.0.0.2] }", "place: other, ");

      Cli.Run closed = cli.run(apply);

      assertThat(closed.exit()).as(closed.toString()).isEqualTo(1);
      assertThat(closed.out())
          .contains("127.0.0.2 to serve the policy of acme.example", "it serves another policy")
          .contains("No address was touched");
      assertThat(world.values("mta-sts.acme.example", RecordType.A)).containsExactly("127.0.0.1");
      there.answer("acme.example", () -> PolicyHost.text(file("other")).build());
      assertThat(cli.run(apply).exit()).isZero();
      assertThat(world.values("mta-sts.acme.example", RecordType.A)).containsExactly("127.0.0.2");
    }
  }

  @Test
  void nothingIsDeletedWhilePublicDnsLeadsToTheOldPlace() throws IOException {
    TestCa ca = TestCa.create();
    TestCa.Leaf leaf = ca.leaf("mta-sts.acme.example");
    String root = ca.writePem(folder).toString();
    try (TestDns dns = TestDns.start().address("mta-sts.acme.example", "127.0.0.1");
        PolicyHost here = PolicyHost.start(leaf);
        PolicyHost there = PolicyHost.start(leaf, "127.0.0.2", here.port())) {
      here.answer("acme.example", () -> PolicyHost.text(file("acme.example")).build());
      there.answer("acme.example", () -> PolicyHost.text(file("other")).build());
      Cli cli = new Cli(folder, List.of(world)).clock(clock).httpsPort(here.port());
      String[] apply = {
        "apply", "-y", "--wait", "0s", "--resolver", dns.server(), "--ca-file", root
      };
      write("{ a: [127.0.0.1] }", "");
      assertThat(cli.run(apply).exit()).isZero();
      write("{ a: [127.0.0.2] }", "place: other, ");
      assertThat(cli.run(apply).exit()).isZero();
      clock.pass(Duration.ofHours(25));

      Cli.Run closed = cli.run(apply);

      assertThat(closed.exit()).as(closed.toString()).isEqualTo(1);
      assertThat(closed.out())
          .contains("public DNS to lead mta-sts.acme.example to 127.0.0.2", "to 127.0.0.1")
          .contains("the old one stays");
      assertThat(file("acme.example")).isEqualTo(file("other")).isNotEmpty();
      dns.remove("mta-sts.acme.example").address("mta-sts.acme.example", "127.0.0.2");
      assertThat(cli.run(apply).exit()).isZero();
      assertThat(world.files).containsOnlyKeys("memory:other");
    }
  }

  /** What somebody makes of the host block between two runs of a move. */
  @ParameterizedTest
  @ValueSource(strings = {"place: other", "place: other, address: { a: [192.0.2.1] }"})
  void aMoveIsNotOverBecauseTheAddressLeftTheSpecOrWasTurnedBack(String host) throws IOException {
    begin("web");
    spec("other", "1d");
    Failure denied = new Failure(Failure.Kind.DENIED, "write the record", "no", "Ask.");
    world.failing.put("write acme.example/address-a", denied);
    assertThat(run("apply", "-y").exit()).isEqualTo(1);
    assertThat(world.values("mta-sts.acme.example", RecordType.A)).containsExactly("192.0.2.1");
    world.failing.clear();
    Path file = folder.resolve("mtasts.yaml");
    Files.writeString(file, Files.readString(file).replace(OTHER, host));

    Cli.Run refused = run("apply", "-y");

    assertThat(refused.exit()).as(refused.toString()).isEqualTo(4);
    assertThat(refused.out()).contains("[host-move]", "is on its way from memory:acme.example");
    clock.pass(Duration.ofDays(3));
    assertThat(run("apply", "-y").exit()).isEqualTo(4);
    assertThat(world.files).containsKey(MemoryWorld.location("acme.example"));

    spec("other", "1d");
    succeeds("as it was meant", "apply", "-y");
    clock.pass(Duration.ofHours(25));
    succeeds("cleaned up", "apply", "-y");
    onlyIsLeft("other", host);
  }

  @Test
  void whatIsYetToMoveIsNotDestroyedWhereTheSpecWantsIt() throws IOException {
    begin("web");
    spec("cdn", "1d");

    Cli.Run refused = run("destroy", "acme.example", "-y", "--allow", "destroy");

    assertThat(refused.exit()).as(refused.toString()).isEqualTo(4);
    assertThat(refused.out()).contains("Put the host block back as it was");
    assertThat(served()).isEqualTo(body);
  }

  private String file(String place) {
    return world.files.getOrDefault(MemoryWorld.location(place), "");
  }

  private void write(String address, String place) throws IOException {
    String text =
        head().replace("  verify: false\n", "")
            + "  acme.example: { policy: { mode: none, max_age: 1d, mx: [mx.acme.example] }, host: {"
            + " provider: m, "
            + place
            + "address: "
            + address
            + " } }\n";
    Files.writeString(folder.resolve("mtasts.yaml"), text);
  }

  @Test
  void whoMovesOutOfASharedHostKeepsItsNameThereUntilNobodyIsLedThere() throws IOException {
    String acme = "  acme.example: " + domain("shared", "1d", "");
    Path file = folder.resolve("mtasts.yaml");
    Files.writeString(file, head() + acme + "  shop.example: " + domain("shared", "1d", ""));
    succeeds("begin", "apply", "-y");
    Files.writeString(file, head() + acme + "  shop.example: " + domain("cdn", "1d", ""));

    succeeds("move", "apply", "-y");
    assertThat(run("plan", "--json").out()).doesNotContain("would no longer answer");
    assertThat(names("host:all")).containsExactly("mta-sts.acme.example", "mta-sts.shop.example");

    clock.pass(Duration.ofHours(25));
    succeeds("over", "apply", "-y");
    succeeds("over", "apply", "-y");
    assertThat(names("host:all")).containsExactly("mta-sts.acme.example");
    assertThat(world.files).containsOnlyKeys("room:all/acme.example", "room:shop.example");
    assertThat(run("plan").out()).contains("No changes");
  }

  private List<String> names(String host) {
    return world.fronts.names(host);
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
