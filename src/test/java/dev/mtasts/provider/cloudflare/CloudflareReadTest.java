package dev.mtasts.provider.cloudflare;

import static dev.mtasts.provider.contract.Ask.live;
import static dev.mtasts.provider.contract.Ask.read;
import static dev.mtasts.provider.contract.Ask.unread;
import static dev.mtasts.provider.contract.RecordSetsContract.RECORD;
import static dev.mtasts.provider.contract.RecordSetsContract.host;
import static dev.mtasts.provider.contract.RecordSetsContract.txt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.Wanted;
import dev.mtasts.testing.CloudflareFault;
import dev.mtasts.testing.CloudflareStandIn;
import dev.mtasts.testing.CloudflareZone;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class CloudflareReadTest {
  private final CloudflareWorld world = new CloudflareWorld();
  private final CloudflareZone zone = world.standIn.addZone("acme.example");

  @AfterEach
  void close() {
    world.close();
  }

  private List<Wanted<DnsRecordSet>> wanted(int domains) {
    return IntStream.range(0, domains)
        .mapToObj(i -> new Wanted<>(txt("d" + i + ".acme.example", "v=STSv1; id=1;"), null))
        .toList();
  }

  @Test
  void ofDifferentTtlsTheLowestCountsAndAutoIsFiveMinutes() {
    zone.add(RECORD.name(), "TXT", 3600, "\"one\"");
    zone.add(RECORD.name(), "TXT", 1, "\"two\"");

    assertThat(live(world.handler(), RECORD).resource().ttl()).isEqualTo(1);

    zone.add(RECORD.name(), "TXT", 120, "\"three\"");

    assertThat(live(world.handler(), RECORD).resource().ttl()).isEqualTo(120);
  }

  @Test
  void theTtlOfAProxiedRecordIsNotOursToCompare() {
    DnsRecordSet set = host("acme.example", RecordType.A, "192.0.2.1");
    zone.add(set.name(), "A", 1, "192.0.2.1").put("proxied", true);

    assertThat(live(world.handler(), set).resource()).isEqualTo(set);
  }

  @Test
  void anAddressInAnotherSpellingIsTheSameAddress() {
    DnsRecordSet set = host("acme.example", RecordType.AAAA, "2001:DB8:0::0:1");
    zone.add(set.name(), "AAAA", 300, "2001:db8::1");

    assertThat(live(world.handler(), set).resource()).isEqualTo(set);
  }

  @Test
  void aSetIsMarkedWhereOneOfItsValuesIsOurs() {
    zone.add(RECORD.name(), "TXT", 300, "\"theirs\"").put("comment", "ask Ada");

    assertThat(live(world.handler(), RECORD).marked()).isFalse();

    zone.add(RECORD.name(), "TXT", 300, "\"ours\"").put("comment", "managed by mtasts, see wiki");

    assertThat(live(world.handler(), RECORD).marked()).isTrue();
  }

  @Test
  void severalNamesOfAZoneTakeOneListing() {
    world.handler().read(wanted(30));

    assertThat(world.standIn.count(CloudflareStandIn.Call::listsRecords)).isEqualTo(1);
  }

  @Test
  void aListingOfSeveralPagesIsReadToItsEnd() {
    IntStream.range(0, 11_000)
        .forEach(i -> zone.add("r" + i + ".acme.example", "A", 300, "192.0.2.1"));
    List<Wanted<DnsRecordSet>> wanted = wanted(30);
    wanted.forEach(each -> zone.add(each.expected().name(), "TXT", 300, "\"v=STSv1; id=1;\""));

    assertThat(world.handler().read(wanted).values())
        .hasSize(30)
        .hasOnlyElementsOfType(Reading.Live.class);
    assertThat(world.standIn.count(CloudflareStandIn.Call::listsRecords)).isEqualTo(3);
  }

  @Test
  void aZoneOfManyPagesIsAskedNameByName() {
    IntStream.range(0, 20_001)
        .forEach(i -> zone.add("r" + i + ".acme.example", "A", 300, "192.0.2.1"));
    List<Wanted<DnsRecordSet>> wanted = wanted(3);
    wanted.forEach(each -> zone.add(each.expected().name(), "TXT", 300, "\"v=STSv1; id=1;\""));

    assertThat(world.handler().read(wanted).values()).hasOnlyElementsOfType(Reading.Live.class);
    assertThat(world.standIn.count(call -> call.query().containsKey("name.exact"))).isEqualTo(3);
    assertThat(world.standIn.count(CloudflareStandIn.Call::listsRecords)).isEqualTo(4);
  }

  @Test
  void aListingThatShiftsWhileItIsReadIsReadAgain() {
    IntStream.range(0, 5_001)
        .forEach(i -> zone.add("r" + i + ".acme.example", "A", 300, "192.0.2.1"));
    List<Wanted<DnsRecordSet>> wanted = wanted(2);
    DnsRecordSet last = wanted.get(1).expected();
    world.standIn.next(
        call -> "2".equals(call.query().get("page")),
        CloudflareFault.meanwhile(() -> zone.clear("r0.acme.example", "A")));
    zone.add(last.name(), "TXT", 300, "\"v=STSv1; id=1;\"");

    Map<Address, Reading<DnsRecordSet>> readings = world.handler().read(wanted);

    assertThat(readings.get(last.address())).isInstanceOf(Reading.Live.class);
    assertThat(world.standIn.count(CloudflareStandIn.Call::listsRecords)).isGreaterThan(2);
  }

  static Stream<Arguments> passingFaults() {
    return Stream.of(
        Arguments.of("500", CloudflareFault.refused(500, 1000, "Internal")),
        Arguments.of("503 page", CloudflareFault.page(503)),
        Arguments.of("dropped", CloudflareFault.lost()),
        Arguments.of("dropped late", CloudflareFault.lostAfterwards()),
        Arguments.of("half", CloudflareFault.cut()),
        Arguments.of("empty", CloudflareFault.empty()),
        Arguments.of("429", CloudflareFault.throttled(7)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("passingFaults")
  void whatPassesIsSatOut(String name, CloudflareFault fault) {
    world.put("acme.example", RECORD.name(), RecordType.TXT, 300, RECORD.values());
    world.standIn.next(2, CloudflareStandIn.Call::listsRecords, fault);

    assertThat(live(world.handler(), RECORD).resource()).isEqualTo(RECORD);
    assertThat(world.standIn.count(CloudflareStandIn.Call::listsRecords)).isEqualTo(3);
  }

  static Stream<Arguments> lastingFaults() {
    return Stream.of(
        Arguments.of(
            Failure.Kind.UNAVAILABLE, CloudflareFault.refused(500, 1000, "Internal"), "HTTP 500"),
        Arguments.of(Failure.Kind.UNAVAILABLE, CloudflareFault.page(502), "HTTP 502"),
        Arguments.of(Failure.Kind.UNAVAILABLE, CloudflareFault.lost(), "IOException"),
        Arguments.of(Failure.Kind.UNAVAILABLE, CloudflareFault.empty(), "empty"),
        Arguments.of(Failure.Kind.THROTTLED, CloudflareFault.throttled(9), "10429"),
        Arguments.of(Failure.Kind.THROTTLED, CloudflareFault.throttled(86_400), "10429"),
        Arguments.of(Failure.Kind.THROTTLED, CloudflareFault.words(429), "HTTP 429"),
        Arguments.of(
            Failure.Kind.DENIED,
            CloudflareFault.refused(403, 10000, "Authentication error"),
            "10000"),
        Arguments.of(Failure.Kind.DENIED, CloudflareFault.page(403), "HTTP 403"),
        Arguments.of(
            Failure.Kind.CREDENTIALS,
            CloudflareFault.refused(401, 1000, "Invalid API Token"),
            "Invalid API Token"),
        Arguments.of(
            Failure.Kind.CREDENTIALS,
            CloudflareFault.refused(400, 6003, "Invalid request headers"),
            "6003"),
        Arguments.of(
            Failure.Kind.MISSING, CloudflareFault.refused(404, 7003, "Could not route"), "7003"),
        Arguments.of(
            Failure.Kind.REFUSED, CloudflareFault.refused(409, 1200, "Conflict"), "Conflict"),
        Arguments.of(Failure.Kind.REFUSED, CloudflareFault.page(302), "HTTP 302"));
  }

  @ParameterizedTest
  @MethodSource("lastingFaults")
  void whatLastsIsAFailureThatNamesTheZone(
      Failure.Kind kind, CloudflareFault fault, String because) {
    world.standIn.next(9, CloudflareStandIn.Call::listsRecords, fault);

    Failure failure = unread(read(world.handler(), RECORD));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.tried()).contains("acme.example");
    assertThat(failure.because()).contains(because);
  }

  @Test
  void oneBadZoneLeavesTheOthersReadable() {
    world.standIn.addZone("other.example");
    world.standIn.next(
        call -> call.path().contains(zone.id()),
        CloudflareFault.refused(403, 10000, "Authentication error"));
    DnsRecordSet other = txt("other.example", "v=STSv1; id=1;");

    Map<Address, Reading<DnsRecordSet>> readings =
        world.handler().read(List.of(new Wanted<>(RECORD, null), new Wanted<>(other, null)));

    assertThat(unread(readings.get(RECORD.address())).kind()).isEqualTo(Failure.Kind.DENIED);
    assertThat(readings.get(other.address())).isInstanceOf(Reading.Absent.class);
  }

  @Test
  void anUnusableTokenFailsAllWithOneRequest() {
    try (CloudflareWorld locked =
        new CloudflareWorld("x".repeat(40), dev.mtasts.provider.Settings.NONE)) {
      Map<Address, Reading<DnsRecordSet>> readings = locked.handler().read(wanted(20));

      assertThat(readings.values())
          .hasSize(20)
          .allSatisfy(r -> assertThat(unread(r).kind()).isEqualTo(Failure.Kind.CREDENTIALS));
      assertThat(locked.standIn.calls()).hasSize(1);
    }
  }

  @Test
  void silentZonesAreNotAllWaitedFor() {
    IntStream.range(0, 20).forEach(i -> world.standIn.addZone("z" + i + ".example"));
    world.standIn.next(1_000, CloudflareStandIn.Call::listsRecords, CloudflareFault.lost());
    List<Wanted<DnsRecordSet>> wanted =
        IntStream.range(0, 20)
            .mapToObj(i -> new Wanted<>(txt("z" + i + ".example", "v=STSv1; id=1;"), null))
            .toList();

    assertThat(world.handler().read(wanted).values())
        .hasSize(20)
        .allSatisfy(r -> assertThat(unread(r).kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
    assertThat(world.standIn.count(CloudflareStandIn.Call::listsRecords)).isEqualTo(3 * 4);
  }
}
