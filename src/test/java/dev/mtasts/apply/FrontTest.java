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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From a bare domain to a policy behind HTTPS: certificate, its proof, host, address, file, record,
 * in this order, with the values that only the services know, and once each whoever dies on the
 * way.
 */
class FrontTest {
  @TempDir Path folder;

  private final MemoryWorld world = new MemoryWorld();
  private final TestClock clock = new TestClock("2026-11-23T12:00:00Z");

  @Test
  void everyPartWaitsForWhatItNeeds() throws IOException {
    spec("kind: distribution", "");

    assertThat(run("apply", "-y").exit()).isZero();

    assertThat(effects())
        .startsWith("certificate cert-1", "validation acme.example", "host host:acme.example")
        .contains("address-cname acme.example", "policy acme.example") // Side by side.
        .endsWith("record acme.example")
        .hasSize(6);
    assertThat(world.values("_proof.mta-sts.acme.example", RecordType.CNAME))
        .containsExactly("p-mta-sts.acme.example.ca.example");
    assertThat(world.values("mta-sts.acme.example", RecordType.CNAME))
        .containsExactly("d-acme.example.cdn.example");
    assertThat(run("plan", "--detailed-exitcode").exit()).isZero();
  }

  @Test
  void aPlanShowsAllStepsAndWhatOnlyApplyWillKnow() throws IOException {
    spec("kind: distribution", "");

    Cli.Run plan = run("plan");

    assertThat(plan.out())
        .containsSubsequence(
            "+ certificate memory CA mta-sts.acme.example",
            "+ validation (known after apply) CNAME",
            "+ host     host:acme.example   (after the certificate is issued)",
            "+ certificate = (known after apply)",
            "+ address-cname mta-sts.acme.example CNAME   (after the host is deployed)",
            "+ target   = (known after apply)",
            "+ policy   https://mta-sts.acme.example/",
            "+ record   _mta-sts.acme.example TXT   (after the host is deployed)");
    assertThat(run("plan", "--json").out())
        .contains("\"after_unknown\":{\"name\":true,\"values\":true}", "\"after_gate\":\"issued\"");
  }

  @Test
  void dnsWithAliasesGetsAddressesInPlaceOfACname() throws IOException {
    world.aliases = true;
    spec("kind: distribution", "");

    assertThat(run("apply", "-y").exit()).isZero();

    assertThat(world.records.get("mta-sts.acme.example A"))
        .isEqualTo(new MemoryWorld.Set(0, List.of("ALIAS d-acme.example.cdn.example")));
    assertThat(world.records.get("mta-sts.acme.example AAAA"))
        .isEqualTo(new MemoryWorld.Set(0, List.of("ALIAS d-acme.example.cdn.example")));
    assertThat(run("plan", "--detailed-exitcode").exit()).isZero();
  }

  @Test
  void aHostThatKeepsItsAddressComesBehindTheFile() throws IOException {
    spec("kind: edge", "");

    assertThat(run("apply", "-y").exit()).isZero();

    assertThat(effects())
        .containsExactly("policy acme.example", "host edge:acme.example", "record acme.example");
    assertThat(run("plan", "--detailed-exitcode").exit()).isZero();
  }

  @Test
  void recordsInTheWayOfAHostAreShownAndReplacedOnlyWhenAdopted() throws IOException {
    world.plant("mta-sts.acme.example", RecordType.A, 300, "192.0.2.7");
    spec("kind: edge", "");

    Cli.Run refused = run("apply", "-y");
    assertThat(refused.exit()).isEqualTo(4);
    assertThat(refused.out()).contains("already has DNS records: A 192.0.2.7", "[not-ours]");
    assertThat(effects()).isEmpty();

    spec("kind: edge", "adopt: true");
    assertThat(run("plan").out()).contains("+ replaces = A 192.0.2.7");
    assertThat(run("apply", "-y").exit()).isZero();
  }

  @Test
  void aHostThatSomebodyElseRunsIsNotTouchedUnlessAdopted() throws IOException {
    world.fronts.plantForeign("acme.example");
    spec("kind: distribution", "");

    Cli.Run refused = run("apply", "-y");
    assertThat(refused.exit()).isEqualTo(4);
    assertThat(refused.out()).contains("did not set up", "[not-ours]");

    spec("kind: distribution", "adopt: true");
    assertThat(run("apply", "-y").exit()).isZero();
    assertThat(effects()).contains("host host:acme.example");
  }

  @Test
  void aHostThatDriftedIsSetUpAgain() throws IOException {
    spec("kind: distribution", "");
    run("apply", "-y");
    world.fronts.drift("host:acme.example", "tls", "1.0");

    Cli.Run plan = run("plan");
    assertThat(plan.out()).contains("~ host ", "not set up as the spec wants", "= 1.0 -> 1.2");
    assertThat(run("apply", "-y").out()).contains("1 updated");
    assertThat(run("plan", "--detailed-exitcode").exit()).isZero();
  }

  @Test
  void aProofThatSomebodyRemovedIsPutBackForTheRenewal() throws IOException {
    spec("kind: distribution", "");
    run("apply", "-y");
    world.records.remove("_proof.mta-sts.acme.example CNAME");

    assertThat(run("apply", "-y").out()).contains("acme.example/validation created");
  }

  @Test
  void whatARunDidNotSeeTheEndOfIsToldAndAwaitedByTheNext() throws IOException {
    spec("kind: distribution", "");
    Failure denied = new Failure(Failure.Kind.DENIED, "make a host", "no", "Ask.");
    world.failing.put("write acme.example/host", denied);
    assertThat(run("apply", "-y").exit()).isEqualTo(1);
    world.failing.clear();
    clearLooks();

    Cli.Run plan = run("plan");
    assertThat(plan.out())
        .contains("waiting for the certificate of mta-sts.acme.example: pending since 2026-");
    assertThat(run("plan", "--json").out()).contains("\"waiting\":[{\"domain\":\"acme.example\"");
    assertThat(run("apply", "-y").exit()).isZero();
    assertThat(world.fronts.certificates).hasSize(1);
  }

  @Test
  void aGateThatDoesNotOpenEndsTheLaneWithWhatIsUnharmed() throws IOException {
    spec("kind: distribution", "");
    world.fronts.patience = 2;
    Cli.Run run = run("apply", "-y", "--wait", "0s");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "Waited 0 s for the certificate of mta-sts.acme.example",
            "pending since",
            "Nothing that senders see was touched");
  }

  @Test
  void domainsThatShareAHostHaveOneCertificateAndOneHost() throws IOException {
    write("{ provider: m, kind: distribution, share: all }", "", "acme.example", "shop.example");

    assertThat(run("apply", "-y").exit()).isZero();

    assertThat(world.fronts.certificates).hasSize(1);
    assertThat(world.fronts.hosts).containsOnlyKeys("host:all");
    assertThat(effects().stream().filter(what -> what.startsWith("host "))).hasSize(1);
    assertThat(run("plan", "--detailed-exitcode").exit()).isZero();

    write(
        "{ provider: m, kind: distribution, share: all }",
        "",
        "acme.example",
        "blog.example",
        "shop.example");
    Cli.Run one = run("apply", "-y", "--domain", "acme.example");
    assertThat(one.exit()).isEqualTo(4);
    assertThat(one.out()).contains("blog.example", "shop.example", "share");
    assertThat(run("apply", "-y").exit()).isZero();
    assertThat(run("plan", "--detailed-exitcode").exit()).isZero();
  }

  @Test
  void aDomainThatLeavesTheSpecKeepsItsPlaceBehindASharedHost() throws IOException {
    write("{ provider: m, kind: distribution, share: all }", "", "acme.example", "shop.example");
    run("apply", "-y");
    int before = effects().size();

    write("{ provider: m, kind: distribution, share: all }", "", "acme.example");
    assertThat(run("apply", "-y").exit()).isZero();

    assertThat(effects().subList(before, effects().size()))
        .containsExactly("policy shop.example", "record shop.example");
    assertThat(world.files.values()).filteredOn(text -> text.contains("mode: none")).hasSize(1);
  }

  @Test
  void whoOwnsOneHostDoesNotOwnAStrangersAtAnotherPlace() throws IOException {
    spec("kind: distribution, share: all", "");
    run("apply", "-y");
    world.fronts.plantForeign("acme.example");
    spec("kind: distribution", "");

    Cli.Run refused = run("apply", "-y", "--allow", "host-move");

    assertThat(refused.exit()).as(refused.toString()).isEqualTo(4);
    assertThat(refused.out()).contains("did not set up", "[not-ours]");
  }

  @Test
  void anAddressInUseMovesOnlyToWhereTheFileIsAlready() throws IOException {
    spec("kind: memory, address: { a: [192.0.2.1] }", "");
    run("apply", "-y");
    spec("kind: distribution", "");
    Failure denied = new Failure(Failure.Kind.DENIED, "write the file", "no", "Ask.");
    world.failing.put("write acme.example/policy", denied);

    Cli.Run failed = run("apply", "-y", "--allow", "host-move");

    assertThat(failed.exit()).as(failed.toString()).isEqualTo(1);
    assertThat(world.values("mta-sts.acme.example", RecordType.A)).containsExactly("192.0.2.1");
    assertThat(world.values("mta-sts.acme.example", RecordType.CNAME)).isEmpty();
    world.failing.clear();
    assertThat(run("apply", "-y", "--allow", "host-move").exit()).isZero();
    assertThat(world.values("mta-sts.acme.example", RecordType.CNAME))
        .containsExactly("d-acme.example.cdn.example");
    assertThat(run("plan", "--detailed-exitcode", "--allow", "host-move").exit()).isZero();
  }

  @Test
  void anApprovalOutlivesTheIssuingOfTheCertificateThatItWaitsFor() throws IOException {
    spec("kind: distribution", "");
    Failure denied = new Failure(Failure.Kind.DENIED, "make a host", "no", "Ask.");
    world.failing.put("write acme.example/host", denied);
    run("apply", "-y");
    world.failing.clear();
    clearLooks();
    String digest = digest(run("plan", "--out", "p.json", "--json"));
    Cli.Run later = run("plan", "--json");
    while (later.out().contains("\"gate\":\"issued\"")) {
      later = run("plan", "--json");
    }

    assertThat(digest(later)).isEqualTo(digest);
    Cli.Run apply = run("apply", "p.json");
    assertThat(apply.exit()).as(apply.toString()).isZero();
  }

  private static String digest(Cli.Run plan) {
    return plan.out().replaceAll("(?s).*\"digest\":\"([^\"]*)\".*", "$1");
  }

  @Test
  void aPlaceThatSomebodyWroteIntoTheLedgerByHandIsNoCrash() throws IOException {
    spec("kind: distribution", "");
    run("apply", "-y");
    String text = world.blobs.get(Blobs.Key.LEDGER).orElseThrow().text();
    world.blobs.plant(
        Blobs.Key.LEDGER, text.replace("_proof.mta-sts.acme.example CNAME", "somewhere"));

    assertThat(run("plan", "--detailed-exitcode").exit()).isZero();
  }

  @Test
  void anAddressInTheSpecOfAHostThatBringsItsOwnIsAProblem() throws IOException {
    spec("kind: distribution, address: { a: [192.0.2.1] }", "");

    assertThat(run("validate").exit()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "distribution, true",
    "distribution, false",
    "edge, true",
    "edge, false",
    "shared, true",
    "shared, false"
  })
  void aRunThatDiesAnywhereIsFinishedByTheNextWithoutASecondOfAnything(String kind, boolean before)
      throws IOException {
    String host =
        kind.equals("shared")
            ? "{ provider: m, kind: distribution, share: all }"
            : "{ provider: m, kind: " + kind + " }";
    int crashes = 0;
    for (int step = 1; ; step++) {
      world.files.clear();
      world.records.clear();
      world.fronts.certificates.clear();
      world.fronts.hosts.clear();
      world.log.clear();
      world.blobs.remove(Blobs.Key.LEDGER);
      write(host, "", "acme.example", "shop.example");

      world.dieAt(step, before);
      run("apply", "-y");
      if (!world.revive()) {
        break;
      }
      crashes++;
      String why = kind + " died " + (before ? "before" : "after") + " effect " + step;
      Cli.Run again = run("apply", "-y");
      assertThat(again.exit()).as("%s: %s", why, again).isZero();
      assertThat(run("plan", "--detailed-exitcode").exit()).as(why).isZero();
      List<String> made =
          effects().stream()
              .filter(what -> what.startsWith("host ") || what.startsWith("certificate "))
              .toList();
      assertThat(made).as(why).doesNotHaveDuplicates();
      assertThat(world.fronts.hosts).as(why).hasSize(kind.equals("shared") ? 1 : 2);
      assertThat(made.stream().filter(what -> what.startsWith("certificate ")))
          .as(why)
          .hasSize(kind.equals("edge") ? 0 : kind.equals("shared") ? 1 : 2);
    }
    assertThat(crashes).isGreaterThanOrEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"distribution", "edge"})
  void aLostLedgerChangesNothingOnTheWire(String kind) throws IOException {
    spec("kind: " + kind, "");
    run("apply", "-y");
    world.blobs.remove(Blobs.Key.LEDGER);
    int before = effects().size();

    assertThat(run("apply", "-y").exit()).isZero();

    assertThat(effects()).hasSize(before);
    assertThat(run("plan", "--detailed-exitcode").exit()).isZero();
  }

  private void clearLooks() {
    world.fronts.unissue();
  }

  private List<String> effects() {
    return world.log.stream().filter(what -> !what.equals("ledger")).toList();
  }

  private Cli.Run run(String... args) {
    return new Cli(folder, List.of(world)).clock(clock).run(args);
  }

  private void spec(String host, String more) throws IOException {
    write("{ provider: m, " + host + " }", more, "acme.example");
  }

  private void write(String host, String more, String... domains) throws IOException {
    StringBuilder text = new StringBuilder("version: 1\nproviders: { m: { type: memory } }\n");
    text.append("defaults:\n  host: " + host + "\n  dns: { provider: m }\n  verify: false\n");
    text.append("  " + more + "\ndomains:\n");
    for (String domain : domains) {
      text.append("  " + domain);
      text.append(": { policy: { mode: testing, mx: [mx.acme.example], max_age: 1d } }\n");
    }
    Files.writeString(folder.resolve("mtasts.yaml"), text);
  }
}
