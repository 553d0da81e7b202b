package dev.mtasts.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.ledger.LedgerStore;
import dev.mtasts.ledger.Served;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.RecordType;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.MemoryWorld;
import dev.mtasts.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the ledger makes ours, and what it does not. */
class OwnershipTest {
  @TempDir Path folder;

  private final MemoryWorld world = new MemoryWorld();
  private final TestClock clock = new TestClock("2026-11-23T12:00:00Z");

  private Cli.Run run(String domain, String... args) throws IOException {
    String spec =
        """
        version: 1
        providers: { m: { type: memory }, n: { type: memory } }
        defaults:
          verify: false
          host: { provider: m }
          dns: { provider: m }
          tls_rpt: { rua: ["mailto:tlsrpt@acme.example"] }
          policy: { mode: testing, mx: [mx.acme.example], max_age: 1d }
        domains:
          acme.example: {\s""";
    Files.writeString(folder.resolve("mtasts.yaml"), spec + domain + " }\n");
    clock.pass(java.time.Duration.ofHours(1));
    return new Cli(folder, java.util.List.of(world)).clock(clock).run(args);
  }

  @Test
  void aFileThatSomeoneElsePutAfterOurUploadFailedIsNotOurs() throws IOException {
    Failure denied = new Failure(Failure.Kind.DENIED, "write a file", "no", "Ask.");
    world.failing.put("write acme.example/policy", denied);
    assertThat(run("", "apply", "-y").exit()).isEqualTo(1);
    world.failing.clear();
    world.files.put(MemoryWorld.location("acme.example"), "somebody else's\r\n");

    Cli.Run apply = run("", "apply", "-y");

    assertThat(apply.exit()).as(apply.toString()).isEqualTo(4);
    assertThat(apply.out()).contains("[not-ours]", "What is there now is then replaced.");
    assertThat(world.files).containsValue("somebody else's\r\n");
  }

  @Test
  void owningARecordAtOneProviderDoesNotMeanOwningItAtAnother() throws IOException {
    assertThat(run("", "apply", "-y").exit()).isZero();
    world.plant("_mta-sts.acme.example", RecordType.TXT, 300, "v=STSv1; id=theirs;");

    Cli.Run moved = run("dns: { provider: n }", "apply", "-y");

    assertThat(moved.exit()).as(moved.toString()).isEqualTo(4);
    assertThat(moved.out()).contains("[not-ours]", "v=STSv1; id=theirs;");
    assertThat(world.values("_mta-sts.acme.example", RecordType.TXT))
        .containsExactly("v=STSv1; id=theirs;");
  }

  @Test
  void aProviderMayBeRenamed() throws IOException {
    assertThat(run("", "apply", "-y").exit()).isZero();

    Cli.Run renamed =
        run(
            "host: { provider: n }, dns: { provider: n },"
                + " policy: { mode: testing, mx: [mx2.acme.example], max_age: 1d }",
            "apply",
            "-y");

    assertThat(renamed.exit()).as(renamed.toString()).isZero();
  }

  @Test
  void anAddressThatSomeoneElsePutBesideOursIsNotRemovedSilently() throws IOException {
    assertThat(run("host: { provider: m, address: { a: [192.0.2.1] } }", "apply", "-y").exit())
        .isZero();
    world.plant("mta-sts.acme.example", RecordType.A, 300, "192.0.2.1", "192.0.2.9");

    Cli.Run apply = run("host: { provider: m, address: { a: [192.0.2.1] } }", "apply", "-y");

    assertThat(apply.exit()).as(apply.toString()).isEqualTo(4);
    assertThat(apply.out()).contains("[not-ours]", "the ledger does not know it: 192.0.2.9");
    assertThat(world.values("mta-sts.acme.example", RecordType.A)).hasSize(2);
  }

  @Test
  void ourOwnAddressesAreChangedWithoutAsking() throws IOException {
    run("host: { provider: m, address: { a: [192.0.2.1] } }", "apply", "-y");

    Cli.Run apply =
        run("host: { provider: m, address: { a: [192.0.2.1, 192.0.2.2] } }", "apply", "-y");

    assertThat(apply.exit()).as(apply.toString()).isZero();
    assertThat(world.values("mta-sts.acme.example", RecordType.A)).hasSize(2);
  }

  @Test
  void adoptingDoesNotGetAroundProtect() throws IOException {
    world.plant("mta-sts.acme.example", RecordType.A, 300, "192.0.2.9");

    Cli.Run apply =
        run(
            "adopt: true, protect: true, host: { provider: m, address: { cname: cdn.acme.example } }",
            "apply",
            "-y");

    assertThat(apply.exit()).as(apply.toString()).isEqualTo(4);
    assertThat(apply.out()).contains("[protected]");
    assertThat(world.values("mta-sts.acme.example", RecordType.A)).hasSize(1);
  }

  @Test
  void takingOverWritesNothingAndMakesTheLiveTextOurs() throws IOException {
    String file = "version: STSv1\nmode: testing\nmax_age: 86400\nmx: mx.acme.example\nid: other\n";
    String record = "v=STSv1;id=abc;x=1";
    String reports = "v=TLSRPTv1;rua=mailto:tlsrpt@acme.example";
    world.files.put(MemoryWorld.location("acme.example"), file);
    world.plant("_mta-sts.acme.example", RecordType.TXT, 77, "beside=1", record);
    world.plant("_smtp._tls.acme.example", RecordType.TXT, 77, reports);
    var before = java.util.Map.copyOf(world.records);

    Cli.Run apply = run("adopt: true", "apply", "-y");

    assertThat(apply.exit()).as(apply.toString()).isZero();
    assertThat(world.log).containsOnly("ledger");
    assertThat(world.records).isEqualTo(before);
    var entry =
        new LedgerStore(world.blobs, clock).load().ledger().entry(new DomainName("acme.example"));
    assertThat(entry.owned(Part.POLICY).orElseThrow().values()).containsExactly(file);
    assertThat(entry.owned(Part.RECORD).orElseThrow().values()).containsExactly(record);
    assertThat(entry.owned(Part.TLSRPT).orElseThrow().values()).containsExactly(reports);
    assertThat(entry.served()).hasSize(1);
    assertThat(entry.served().get(0).body()).isEqualTo(file);
    assertThat(entry.served().get(0).id().text()).isEqualTo("abc");
    assertThat(entry.served().get(0).announced()).isEqualTo(clock.instant());
    assertThat(entry.served().get(0).ttl()).isEqualTo(77);
    Cli.Run plan = run("", "plan", "--detailed-exitcode");
    assertThat(plan.exit()).as(plan.toString()).isZero();
    assertThat(plan.out()).contains("No changes. 3 unchanged.");
    assertThat(run("", "apply", "-y").exit()).isZero(); // The ledger keeps what the spec says.
    assertThat(run("", "plan").out()).isEqualTo("No changes. 3 unchanged.\n");
    assertThat(world.log).containsOnly("ledger");
  }

  @Test
  void ourFormIsPutBackUnderTheSameIdAndNothingIsLeftToLearn() throws IOException {
    assertThat(run("", "apply", "-y").exit()).isZero();
    String ours = String.valueOf(world.files.get(MemoryWorld.location("acme.example")));
    world.files.put(MemoryWorld.location("acme.example"), ours.replace("\r\n", "\n"));

    Cli.Run apply = run("", "apply", "-y");

    assertThat(apply.out()).contains("it was changed outside mtasts", "0 created, 1 updated");
    assertThat(world.files.get(MemoryWorld.location("acme.example"))).isEqualTo(ours);
    Cli.Run plan = run("", "plan", "--detailed-exitcode");
    assertThat(plan.exit()).as(plan.toString()).isZero();
    assertThat(plan.out()).doesNotContain("ledger");
  }

  @Test
  void aFileThatWasTakenOverAndIsThenEditedIsPutBackUnderANewId() throws IOException {
    String file = "version: STSv1\nmode: testing\nmax_age: 86400\nmx: mx.acme.example\n";
    world.files.put(MemoryWorld.location("acme.example"), file);
    world.plant("_mta-sts.acme.example", RecordType.TXT, 77, "v=STSv1;id=abc");
    assertThat(run("adopt: true", "apply", "-y").exit()).isZero();
    world.files.put(MemoryWorld.location("acme.example"), file.replace("testing", "enforce"));

    assertThat(run("", "apply", "-y").exit()).isZero();

    assertThat(world.files.get(MemoryWorld.location("acme.example")))
        .startsWith("version: STSv1\r\nmode: testing\r\n")
        .contains("id: 20261123T");
    assertThat(world.values("_mta-sts.acme.example", RecordType.TXT).get(0))
        .startsWith("v=STSv1; id=20261123T");
  }

  @Test
  void aRecordWhoseIdBelongedToAnotherPolicyOfOursIsNoAnnouncementOfThisOne() throws IOException {
    assertThat(run("policy: { mode: enforce }", "apply", "-y").exit()).isZero();
    String id = world.values("_mta-sts.acme.example", RecordType.TXT).get(0);
    String file = "version: STSv1\nmode: testing\nmax_age: 86400\nmx: mx.acme.example\n";
    world.files.put(MemoryWorld.location("acme.example"), file);

    assertThat(run("adopt: true", "apply", "-y").exit()).isZero();

    assertThat(world.values("_mta-sts.acme.example", RecordType.TXT)).doesNotContain(id).hasSize(1);
    assertThat(run("", "plan", "--detailed-exitcode").exit()).isZero();
  }

  @Test
  void whatWasPutBackByHandIsInPlaceAgainForTheLedger() throws IOException {
    assertThat(run("", "apply", "-y").exit()).isZero();
    String ours = world.files.getOrDefault(MemoryWorld.location("acme.example"), "");
    String theirs = ours.replace("testing", "enforce");
    world.files.put(MemoryWorld.location("acme.example"), theirs);
    // Between the ledger's note and the upload somebody undoes it.
    world.afterEach(() -> world.files.put(MemoryWorld.location("acme.example"), ours));
    assertThat(run("", "apply", "-y").exit()).isEqualTo(5);
    assertThat(lastServed()).as("what senders may have met").isEqualTo(theirs);
    assertThat(world.files).containsValue(ours);

    world.afterEach(() -> {});
    assertThat(run("", "apply", "-y").exit()).isZero();

    assertThat(world.files).containsValue(ours);
    assertThat(lastServed()).isEqualTo(ours);
    assertThat(top().announced()).as("named by the record, as ever").isNotNull();
    assertThat(run("", "plan", "--detailed-exitcode").exit()).isZero();
  }

  private String lastServed() {
    return top().body();
  }

  private Served top() {
    return new LedgerStore(world.blobs, clock)
        .load()
        .ledger()
        .entry(new DomainName("acme.example"))
        .history()
        .top()
        .orElseThrow();
  }

  @Test
  void theOrderOfMxIsFormToo() throws IOException {
    assertThat(run("policy: { mx: [a.acme.example, b.acme.example] }", "apply", "-y").exit())
        .isZero();

    Cli.Run plan =
        run("policy: { mx: [b.acme.example, a.acme.example] }", "plan", "--detailed-exitcode");
    Cli.Run byContent =
        run("id: content, policy: { mx: [b.acme.example, a.acme.example] }", "apply", "-y");
    Cli.Run again =
        run(
            "id: content, policy: { mx: [a.acme.example, b.acme.example] }",
            "plan",
            "--detailed-exitcode");

    assertThat(plan.exit()).as(plan.toString()).isZero();
    assertThat(byContent.exit()).as(byContent.toString()).isZero();
    assertThat(again.exit()).as(again.toString()).isZero();
  }
}
