package dev.mtasts.provider.cloudflare;

import static dev.mtasts.provider.contract.Ask.create;
import static dev.mtasts.provider.contract.Ask.done;
import static dev.mtasts.provider.contract.Ask.failed;
import static dev.mtasts.provider.contract.Ask.moved;
import static dev.mtasts.provider.contract.Ask.write;
import static dev.mtasts.provider.contract.RecordSetsContract.NEXT;
import static dev.mtasts.provider.contract.RecordSetsContract.RECORD;
import static dev.mtasts.provider.contract.RecordSetsContract.host;
import static dev.mtasts.provider.contract.RecordSetsContract.txt;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.RecordType;
import dev.mtasts.testing.CloudflareFault;
import dev.mtasts.testing.CloudflareStandIn;
import dev.mtasts.testing.CloudflareZone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class CloudflareWriteTest {
  private final CloudflareWorld world = new CloudflareWorld();
  private final CloudflareZone zone = world.standIn.addZone("acme.example");

  @AfterEach
  void close() {
    world.close();
  }

  private static List<Change<DnsRecordSet>> creations(int count) {
    List<Change<DnsRecordSet>> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      changes.add(
          new Change<>(null, txt("d" + i + ".acme.example", "v=STSv1; id=1;"), null, "new"));
    }
    return changes;
  }

  private List<Integer> batchSizes() {
    return world.standIn.calls().stream()
        .filter(CloudflareStandIn.Call::isBatch)
        .map(call -> call.body())
        .map(body -> body.path("posts").size() + body.path("patches").size())
        .toList();
  }

  private long batches() {
    return world.standIn.count(CloudflareStandIn.Call::isBatch);
  }

  @Test
  void whatWeAddIsMarkedAndWhatOthersMadeIsLeftAsItIs() {
    ObjectNode theirs = zone.add(RECORD.name(), "TXT", 300, "\"theirs\"").put("comment", "ask Ada");
    theirs.putObject("settings").put("ipv4_only", false);
    JsonNode before = theirs.deepCopy();
    DnsRecordSet found = RECORD.with(300, List.of("theirs"));

    done(write(world.handler(), found, RECORD.with(300, List.of("theirs", "ours")), null));

    List<ObjectNode> records = zone.records(RECORD.name(), "TXT");
    assertThat(records.get(0)).isEqualTo(before);
    assertThat(records.get(1).path("comment").asText()).isEqualTo("managed by mtasts");
  }

  @Test
  void aValueThatChangesKeepsItsObject() {
    create(world.handler(), RECORD);
    String id = zone.ids().get(0);

    done(write(world.handler(), RECORD, NEXT, null));

    assertThat(zone.ids()).containsExactly(id);
  }

  @Test
  void ourOwnObjectChangesAndNotAForeignOneBesideIt() {
    zone.add(RECORD.name(), "TXT", 300, "\"aaa theirs\"").put("comment", "ask Ada");
    DnsRecordSet both = RECORD.with(300, List.of("aaa theirs", "v=STSv1; id=1;"));
    done(write(world.handler(), RECORD.with(300, List.of("aaa theirs")), both, null));
    String ours = zone.ids().get(1);

    done(write(world.handler(), both, NEXT, null));

    assertThat(zone.ids()).containsExactly(ours);
  }

  @Test
  void aSecondRecordGoesInTheBatchThatChangesTheFirst() {
    zone.add(RECORD.name(), "TXT", 300, "\"v=STSv1; id=1;\"");
    zone.add(RECORD.name(), "TXT", 300, "\"v=STSv1; id=2;\"");
    DnsRecordSet two = RECORD.with(300, List.of("v=STSv1; id=1;", "v=STSv1; id=2;"));

    done(write(world.handler(), two, NEXT, null));

    assertThat(zone.records(RECORD.name(), "TXT")).hasSize(1);
    assertThat(batches()).isEqualTo(1);
  }

  @Test
  void aCommentThatSomebodyWroteStaysOnAnAdoptedObject() {
    zone.add(RECORD.name(), "TXT", 300, "\"v=STSv1; id=1;\"").put("comment", "ask Ada");

    done(write(world.handler(), RECORD.with(300, List.of("v=STSv1; id=1;")), NEXT, null));

    assertThat(zone.records(RECORD.name(), "TXT").get(0).path("comment").asText())
        .isEqualTo("ask Ada");
  }

  @Test
  void aProxiedAddressStaysProxied() {
    DnsRecordSet before = host("acme.example", RecordType.A, "192.0.2.1");
    DnsRecordSet after = before.with(300, List.of("192.0.2.2", "192.0.2.3"));
    zone.add(before.name(), "A", 1, "192.0.2.1").put("proxied", true);

    done(write(world.handler(), before, after, null));

    assertThat(zone.records(before.name(), "A"))
        .hasSize(2)
        .allSatisfy(record -> assertThat(record.path("proxied").asBoolean()).isTrue());
  }

  @Test
  void aNewAddressIsNotProxied() {
    DnsRecordSet set = host("acme.example", RecordType.CNAME, "policies.cdn.example");

    create(world.handler(), set);

    assertThat(zone.records(set.name(), "CNAME").get(0).path("proxied").asBoolean()).isFalse();
  }

  @Test
  void aTextBesideAnAliasWouldBeHiddenAndIsNotWritten() {
    zone.add(RECORD.name(), "CNAME", 300, "sts.provider.example");

    Failure failure = failed(write(world.handler(), null, RECORD, null));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.REFUSED);
    assertThat(failure.message()).contains(RECORD.name(), "CNAME to sts.provider.example");
    assertThat(batches()).isZero();
  }

  @Test
  void aTextBesideAProxiedAliasIsWritten() {
    zone.add(RECORD.name(), "CNAME", 1, "sts.provider.example").put("proxied", true);

    create(world.handler(), RECORD);
  }

  @Test
  void aFreeZoneTakesTwoHundredRecordsABatch() {
    world.handler().write(creations(450)).values().forEach(outcome -> done(outcome));

    assertThat(batchSizes()).containsExactly(200, 200, 50);
  }

  @Test
  void otherPlansTakeMoreABatch() {
    zone.plan("pro");

    world.handler().write(creations(450)).values().forEach(outcome -> done(outcome));

    assertThat(batchSizes()).containsExactly(450);
  }

  @Test
  void aPlanThatIsNotShownCountsAsFree() {
    zone.plan(null);

    world.handler().write(creations(201)).values().forEach(outcome -> done(outcome));

    assertThat(batchSizes()).containsExactly(200, 1);
  }

  @Test
  void aLimitThatIsLowerThanThePlanSaidIsLearned() {
    zone.plan("pro");
    world.standIn.next(
        CloudflareStandIn.Call::isBatch, CloudflareFault.refused(400, 1015, "Too many records"));

    world.handler().write(creations(900)).values().forEach(outcome -> done(outcome));

    assertThat(batchSizes()).startsWith(900).filteredOn(size -> size > 200).hasSize(1);
  }

  @Test
  void changesAreNeverTornApartByABatchLimit() {
    List<String> many = IntStream.range(0, 70).mapToObj(i -> "192.0.2." + i).toList();
    List<Change<DnsRecordSet>> changes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      DnsRecordSet set = host("d" + i + ".acme.example", RecordType.A, many.toArray(String[]::new));
      changes.add(new Change<>(null, set, null, "new"));
    }

    world.handler().write(changes).values().forEach(outcome -> done(outcome));

    assertThat(batchSizes()).containsExactly(140, 140, 70);
  }

  @Test
  void theChangeAtFaultIsFoundAndTheOthersAreMade() {
    List<Change<DnsRecordSet>> changes = creations(199);
    DnsRecordSet bad = txt("bad.acme.example", "v=STSv1; id=1;").with(59, List.of("x"));
    changes.add(77, new Change<>(null, bad, null, "new"));

    Map<Address, Outcome> outcomes = world.handler().write(changes);

    Failure failure = failed(outcomes.remove(bad.address()));
    assertThat(failure.kind()).isEqualTo(Failure.Kind.REFUSED);
    assertThat(failure.message()).contains(bad.name(), "1004", "Invalid TTL");
    outcomes.values().forEach(outcome -> done(outcome));
    assertThat(zone.ids()).hasSize(199);
    // Halving asks about twice per halving; one by one it would be 200.
    assertThat(batches()).isLessThan(20);
  }

  @Test
  void aTokenThatMayOnlyReadFailsAllOfTheZoneAtOnce() {
    world.standIn.next(
        100,
        CloudflareStandIn.Call::isBatch,
        CloudflareFault.refused(403, 10000, "Authentication error"));

    Map<Address, Outcome> outcomes = world.handler().write(creations(250));

    assertThat(outcomes.values())
        .hasSize(250)
        .allSatisfy(o -> assertThat(failed(o).kind()).isEqualTo(Failure.Kind.DENIED));
    assertThat(failed(outcomes.values().iterator().next()).message())
        .contains("_mta-sts.d0.acme.example", "DNS:Edit");
    assertThat(batches()).isEqualTo(1);
  }

  @Test
  void aZoneThatVanishedIsMissing() {
    create(world.handler(), RECORD);
    world.standIn.removeZone("acme.example");

    Failure failure = failed(write(world.handler(), RECORD, NEXT, null));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.MISSING);
    assertThat(failure.message()).contains("acme.example");
  }

  static Stream<Arguments> lostAnswers() {
    return Stream.of(
        Arguments.of("applied, then dropped", CloudflareFault.lostAfterwards(), 1),
        Arguments.of("applied, half an answer", CloudflareFault.cut(), 1),
        Arguments.of("applied, empty answer", CloudflareFault.empty(), 1),
        Arguments.of("dropped before", CloudflareFault.lost(), 2),
        Arguments.of("500", CloudflareFault.refused(500, 1000, "Internal"), 2),
        Arguments.of("gateway page", CloudflareFault.page(504), 2),
        Arguments.of("429", CloudflareFault.throttled(3), 2));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lostAnswers")
  void aLostAnswerIsLookedUpBeforeAnythingIsSentAgain(
      String name, CloudflareFault fault, int posts) {
    zone.add(RECORD.name(), "TXT", 300, "\"theirs\"");
    world.standIn.next(CloudflareStandIn.Call::isBatch, fault);
    DnsRecordSet found = RECORD.with(300, List.of("theirs"));

    done(write(world.handler(), found, RECORD.with(300, List.of("theirs", "ours")), null));

    assertThat(zone.records(RECORD.name(), "TXT")).hasSize(2);
    assertThat(batches()).isEqualTo(posts);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lostAnswers")
  void aLostAnswerToADeletionIsLookedUpToo(String name, CloudflareFault fault, int posts) {
    create(world.handler(), RECORD);
    world.standIn.forget();
    world.standIn.next(CloudflareStandIn.Call::isBatch, fault);

    done(write(world.handler(), RECORD, null, null));

    assertThat(zone.ids()).isEmpty();
    assertThat(batches()).isEqualTo(posts);
  }

  @Test
  void anAnswerThatStaysAwayIsAFailureAfterThreeAttempts() {
    world.standIn.next(9, CloudflareStandIn.Call::isBatch, CloudflareFault.lost());

    Failure failure = failed(write(world.handler(), null, RECORD, null));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
    assertThat(failure.message()).contains(RECORD.name());
    assertThat(batches()).isEqualTo(3);
  }

  @Test
  void whereNobodyCanTellWhatBecameOfItThatIsAFailure() {
    world.standIn.next(CloudflareStandIn.Call::isBatch, CloudflareFault.lostAfterwards());
    world.standIn.next(CloudflareStandIn.Call::listsRecords, CloudflareFault.meanwhile(() -> {}));
    world.standIn.next(9, CloudflareStandIn.Call::listsRecords, CloudflareFault.lost());

    Failure failure = failed(write(world.handler(), null, RECORD, null));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
  }

  @Test
  void somebodyWhoMadeTheSameRecordMeanwhileIsWelcome() {
    world.standIn.next(
        CloudflareStandIn.Call::isBatch,
        CloudflareFault.meanwhile(
            () -> zone.add(RECORD.name(), "TXT", 300, TxtContent.quote(RECORD.values().get(0)))));

    done(write(world.handler(), null, RECORD, null));

    assertThat(zone.ids()).hasSize(1);
  }

  @Test
  void somebodyWhoRemovedTheRecordMeanwhileMovedTheWorld() {
    create(world.handler(), RECORD);
    world.standIn.next(
        CloudflareStandIn.Call::isBatch,
        CloudflareFault.meanwhile(() -> zone.clear(RECORD.name(), "TXT")));

    Outcome.Moved moved = moved(write(world.handler(), RECORD, NEXT, null));

    assertThat(moved.found()).isEqualTo("no record");
    assertThat(zone.ids()).isEmpty();
  }

  @Test
  void aRecordGoneFromALargeBatchDoesNotHurtTheOthers() {
    world.handler().write(creations(40));
    List<Change<DnsRecordSet>> updates = new ArrayList<>();
    for (Change<DnsRecordSet> made : creations(40)) {
      DnsRecordSet before = made.subject();
      updates.add(
          new Change<>(before, before.with(300, List.of("v=STSv1; id=2;")), null, "new id"));
    }
    world.standIn.next(
        CloudflareStandIn.Call::isBatch,
        CloudflareFault.meanwhile(() -> zone.clear("_mta-sts.d7.acme.example", "TXT")));

    Map<Address, Outcome> outcomes = world.handler().write(updates);

    moved(outcomes.remove(updates.get(7).address()));
    outcomes.values().forEach(outcome -> done(outcome));
  }

  @Test
  void anAliasWhereAddressesStandIsRefusedInCloudflaresWords() {
    zone.add("mta-sts.acme.example", "A", 300, "192.0.2.1");
    DnsRecordSet alias = host("acme.example", RecordType.CNAME, "policies.cdn.example");

    Failure failure = failed(write(world.handler(), null, alias, null));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.REFUSED);
    assertThat(failure.message()).contains(alias.name(), "81053");
  }

  @Test
  void changesOfSeveralZonesGoToTheirOwn() {
    CloudflareZone other = world.standIn.addZone("other.example");
    DnsRecordSet there = txt("other.example", "v=STSv1; id=1;");

    world
        .handler()
        .write(
            List.of(
                new Change<>(null, RECORD, null, "new"), new Change<>(null, there, null, "new")))
        .values()
        .forEach(outcome -> done(outcome));

    assertThat(zone.records(RECORD.name(), "TXT")).hasSize(1);
    assertThat(other.records(there.name(), "TXT")).hasSize(1);
    assertThat(batches()).isEqualTo(2);
  }
}
