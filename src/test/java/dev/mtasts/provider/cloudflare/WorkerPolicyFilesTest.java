package dev.mtasts.provider.cloudflare;

import static dev.mtasts.provider.cloudflare.WorkerTesting.SCRIPT;
import static dev.mtasts.provider.cloudflare.WorkerTesting.creations;
import static dev.mtasts.provider.cloudflare.WorkerTesting.data;
import static dev.mtasts.provider.cloudflare.WorkerTesting.file;
import static dev.mtasts.provider.cloudflare.WorkerTesting.script;
import static dev.mtasts.provider.contract.Ask.change;
import static dev.mtasts.provider.contract.Ask.create;
import static dev.mtasts.provider.contract.Ask.done;
import static dev.mtasts.provider.contract.Ask.failed;
import static dev.mtasts.provider.contract.Ask.live;
import static dev.mtasts.provider.contract.Ask.read;
import static dev.mtasts.provider.contract.Ask.unread;
import static dev.mtasts.provider.contract.Ask.write;
import static dev.mtasts.provider.contract.PolicyFilesContract.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.contract.PolicyFilesContract;
import dev.mtasts.testing.CloudflareFault;
import dev.mtasts.testing.CloudflareScript;
import dev.mtasts.testing.CloudflareStandIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What only a Worker does; the rest is in the contract. */
final class WorkerPolicyFilesTest {
  private CloudflareWorld world = new CloudflareWorld();

  @BeforeEach
  void addZone() {
    world.standIn.addZone("acme.example");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void become(CloudflareWorld other) {
    world.close();
    world = other;
  }

  @Test
  void anUploadMarksTheScriptAndKeepsWhatOthersAddedToIt() {
    PolicyFile file = file("acme.example");
    create(world.files(), file);
    CloudflareScript script = script(world, SCRIPT);
    assertThat(script.tags()).containsExactly(ScriptForm.MARK);
    assertThat(script.bindings()).containsExactly(ScriptForm.BINDING);
    script.bind("kv_namespace", "CACHE");
    script.bind("secret_text", "KEY");
    script.bind("plain_text", "NOTE");
    script.tag("team-mail");
    script.logpush(true);

    done(change(world.files(), file, file.with(OTHER)));

    CloudflareScript again = script(world, SCRIPT);
    assertThat(again.bindings())
        .containsExactlyInAnyOrder(ScriptForm.BINDING, "CACHE", "KEY", "NOTE");
    assertThat(again.tags()).containsExactlyInAnyOrder(ScriptForm.MARK, "team-mail");
    assertThat(again.logpush()).isTrue();
  }

  @Test
  void aScriptThatIsNotOursIsNeitherReadNorReplaced() {
    world.standIn.workers().addForeign(SCRIPT);
    PolicyFile file = file("acme.example");

    Failure read = unread(read(world.files(), file));
    Failure written = failed(write(world.files(), null, file, null));

    assertThat(read.kind()).isEqualTo(Failure.Kind.REFUSED);
    assertThat(read.message()).contains("script mta-sts ", "'script' in the 'host' block");
    assertThat(written).isEqualTo(read);
    assertThat(world.standIn.count(CloudflareStandIn.Call::isUpload)).isZero();
  }

  @Test
  void aScriptThatAppearsBetweenTheListingAndTheUploadIsNotReplaced() {
    PolicyFile file = file("acme.example");
    world.standIn.next(
        call -> call.path().endsWith("/settings"),
        CloudflareFault.meanwhile(() -> world.standIn.workers().addForeign(SCRIPT)));

    assertThat(failed(write(world.files(), null, file, null)).kind())
        .isEqualTo(Failure.Kind.REFUSED);
    assertThat(script(world, SCRIPT).bindings()).isEmpty();
  }

  @Test
  void withoutItsTagTheBindingTellsThatAScriptIsOurs() {
    PolicyFile file = file("acme.example");
    create(world.files(), file);
    script(world, SCRIPT).hideTags();

    assertThat(live(world.files(), file).resource()).isEqualTo(file);
  }

  @Test
  void theLastPolicyLeavesAnEmptyScript() {
    PolicyFile file = file("acme.example");
    create(world.files(), file);

    done(change(world.files(), file, null));

    assertThat(data(world, SCRIPT)).isEqualTo(PolicyData.NONE);
    create(world.files(), file);
    assertThat(world.standIn.workers().names()).containsExactly(SCRIPT);
  }

  @Test
  void aDataModuleThatCannotBeReadIsSaidAndLeftAlone() {
    PolicyFile file = file("acme.example");
    create(world.files(), file);
    script(world, SCRIPT).edit(WorkerCode.DATA, "mine now");

    Failure read = unread(read(world.files(), file));

    assertThat(read.message()).contains(SCRIPT, WorkerCode.DATA, "Roll the script back");
    assertThat(failed(write(world.files(), file, file.with(OTHER), null))).isEqualTo(read);
    assertThat(script(world, SCRIPT).module(WorkerCode.DATA)).isEqualTo("mine now");
  }

  @Test
  void aNameThatNoScriptCanHaveIsRefusedBeforeAnyRequest() {
    PolicyFile wish = file("acme.example");
    String location = "worker:../../zones/mta-sts.acme.example";
    PolicyFile bad = new PolicyFile(wish.address(), location, wish.body(), "");

    assertThat(unread(read(world.files(), bad)).message()).contains("Correct 'script'");
    assertThat(failed(write(world.files(), null, bad, null)).kind())
        .isEqualTo(Failure.Kind.REFUSED);
    assertThat(world.standIn.calls()).isEmpty();
  }

  @Test
  void aRefusedUploadFailsAllThatWereInIt() {
    world.standIn.next(
        CloudflareStandIn.Call::isUpload,
        CloudflareFault.refused(400, 10027, "Your Worker exceeded the size limit"));

    Map<?, Outcome> outcomes =
        world.files().write(creations(List.of(file("a.acme.example"), file("b.acme.example"))));

    assertThat(outcomes).hasSize(2);
    assertThat(outcomes.values())
        .allSatisfy(outcome -> assertThat(failed(outcome).because()).contains("10027"));
    assertThat(world.standIn.count(CloudflareStandIn.Call::isUpload)).isOne();
  }

  @Test
  void withoutPermissionTheMessageSaysWhichOneIsMissing() {
    world.standIn.next(
        call -> call.path().endsWith("/scripts"),
        CloudflareFault.refused(403, 10000, "Authentication error"));

    Failure failure = unread(read(world.files(), file("acme.example")));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.DENIED);
    assertThat(failure.todo()).contains("Workers Scripts:Edit");
  }

  static Stream<CloudflareFault> silences() {
    return Stream.of(
        CloudflareFault.lost(),
        CloudflareFault.lostAfterwards(),
        CloudflareFault.empty(),
        CloudflareFault.cut(),
        CloudflareFault.page(502));
  }

  @ParameterizedTest
  @MethodSource("silences")
  void anUploadWhoseAnswerIsLostIsLookedUp(CloudflareFault silence) {
    PolicyFile file = file("acme.example");
    world.standIn.next(CloudflareStandIn.Call::isUpload, silence);

    Outcome.Done done = create(world.files(), file);

    assertThat(live(world.files(), file).version()).isEqualTo(done.version());
    assertThat(data(world, SCRIPT).hosts()).hasSize(1);
  }

  @Test
  void anUploadThatIsLostEveryTimeFails() {
    world.standIn.next(9, CloudflareStandIn.Call::isUpload, CloudflareFault.lost());

    Failure failure = failed(write(world.files(), null, file("acme.example"), null));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
    assertThat(world.standIn.count(CloudflareStandIn.Call::isUpload)).isEqualTo(3);
  }

  @Test
  void hostsAreSpreadOverShardsByZoneAndStayWhereTheyAre() {
    become(new CloudflareWorld(CloudflareStandIn.TOKEN, Settings.NONE, Map.of(), 2));
    world.standIn.workers().addForeign("mta-sts-2");
    List<PolicyFile> files = new ArrayList<>();
    for (String zone : List.of("a.example", "b.example", "c.example", "d.example", "e.example")) {
      world.standIn.addZone(zone);
      files.add(file(zone));
      files.add(file("deep." + zone));
    }

    world.files().write(creations(files)).values().forEach(outcome -> done(outcome));

    assertThat(world.standIn.workers().names())
        .containsExactly("mta-sts", "mta-sts-2", "mta-sts-3", "mta-sts-4");
    assertThat(data(world, "mta-sts").hosts()).hasSize(4);
    assertThat(data(world, "mta-sts-3").hosts()).hasSize(4);
    assertThat(data(world, "mta-sts-4").hosts()).hasSize(2);
    for (PolicyFile file : files) {
      assertThat(live(world.files(), file).resource()).isEqualTo(file);
    }

    done(change(world.files(), files.get(0), null));
    done(change(world.files(), files.get(1), null));
    PolicyFile last = files.get(8);
    done(change(world.files(), last, last.with(OTHER)));
    create(world.files(), files.get(0));

    assertThat(data(world, "mta-sts-4").hosts())
        .containsEntry("mta-sts.e.example", new PolicyData.Hosted("e.example", OTHER, true));
    assertThat(data(world, "mta-sts").hosts()).containsKey("mta-sts.a.example");
    String version = live(world.files(), last).version();
    assertThat(version).startsWith("mta-sts-4@");
    assertThat(((Reading.Live<PolicyFile>) read(world.files(), last, version)).version())
        .isEqualTo(version);
  }

  @Test
  void tenThousandPoliciesAreFarBelowTheSizeLimit() {
    TreeMap<String, PolicyData.Hosted> hosts = new TreeMap<>();
    for (int i = 0; i < 10_000; i++) {
      String body = PolicyFilesContract.BODY.replace("20261101T090000Z", "20261101T" + (90000 + i));
      hosts.put(
          "mta-sts.customer-" + i + ".example",
          new PolicyData.Hosted("customer-" + i + ".example", body, true));
    }
    CloudflareScript script = world.standIn.workers().addForeign(SCRIPT);
    script.tag(ScriptForm.MARK);

    script.edit(WorkerCode.DATA, new PolicyData(hosts).text());

    assertThat(script.compressed()).isLessThan(500_000);
  }

  @Test
  void theAccountIsThatOfTheZonesWhereItIsTheOnlyOne() {
    world.standIn.addZone("other.example", zone -> zone.account("acc2"));

    create(world.files(), file("acme.example"));
    assertThat(world.standIn.calls())
        .anyMatch(call -> call.path().startsWith("accounts/" + WorkerTesting.ACCOUNT));

    become(new CloudflareWorld());
    world.standIn.addZone("acme.example");
    world.standIn.addZone("other.example", zone -> zone.account("acc2"));
    Map<?, Outcome> outcomes =
        world.files().write(creations(List.of(file("acme.example"), file("other.example"))));
    assertThat(outcomes.values())
        .allSatisfy(
            outcome -> assertThat(failed(outcome).message()).contains("acc2", "'account_id'"));
  }

  @Test
  void theAccountCanBeConfigured() {
    String token = CloudflareStandIn.TOKEN;
    Settings settings = new Settings(Map.of("account_id", "acc3"));
    for (CloudflareWorld configured :
        List.of(
            new CloudflareWorld(token, settings),
            new CloudflareWorld(
                token, Settings.NONE, Map.of("CLOUDFLARE_ACCOUNT_ID", "acc3"), 1_000))) {
      try (configured) {
        configured.standIn.addZone("acme.example", zone -> zone.account("acc3"));
        create(configured.files(), file("acme.example"));
        assertThat(configured.standIn.calls())
            .filteredOn(CloudflareStandIn.Call::isUpload)
            .allMatch(call -> call.path().startsWith("accounts/acc3/"))
            .hasSize(1);
      }
    }
  }
}
