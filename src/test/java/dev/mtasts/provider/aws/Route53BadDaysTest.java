package dev.mtasts.provider.aws;

import static dev.mtasts.provider.contract.RecordSetsContract.NEXT;
import static dev.mtasts.provider.contract.RecordSetsContract.RECORD;
import static dev.mtasts.provider.contract.RecordSetsContract.host;
import static dev.mtasts.provider.contract.RecordSetsContract.txt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.Wanted;
import dev.mtasts.provider.contract.Ask;
import dev.mtasts.testing.Route53StandIn;
import dev.mtasts.testing.Route53StandIn.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What Route 53 does beyond good weather, and what the adapter makes of it. */
final class Route53BadDaysTest {
  private static final String NAME = "_mta-sts.acme.example";

  private final Route53StandIn route53 = new Route53StandIn();
  private final String zone = route53.zone("acme.example");
  private final List<Duration> slept = new ArrayList<>();
  private final Provider provider =
      new AwsFactory(
              time -> {
                route53.elapse(time);
                synchronized (slept) {
                  slept.add(time);
                }
              },
              Duration.ofSeconds(5),
              true)
          .open(
              "aws",
              new Settings(Map.of("route53_endpoint", route53.endpoint())),
              AwsTesting.surroundings(AwsTesting.KEYS));

  @AfterEach
  void close() {
    provider.close();
    route53.close();
  }

  private Handler<DnsRecordSet> records() {
    return provider.records().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "DENIED, DENIED, route53:ListHostedZones",
    "EXPIRED, CREDENTIALS, Renew",
    "BROKEN, UNAVAILABLE, later",
    "LOST_REQUEST, UNAVAILABLE, network",
  })
  void whatConcernsAllFailsAllWithOneFailureAndWithoutAskingForEach(
      Fault fault, Failure.Kind kind, String todo) {
    route53.next(100, "ListHostedZones", fault);

    Map<Address, Reading<DnsRecordSet>> answers =
        records()
            .read(
                List.of(
                    new Wanted<>(RECORD, null),
                    new Wanted<>(txt("sub.acme.example", "v=STSv1; id=1;"), null)));

    Failure failure = Ask.unread(answers.get(RECORD.address()));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.todo()).contains(todo);
    assertThat(answers.values()).containsOnly(new Reading.Unread<>(failure));
    assertThat(failure.message()).doesNotContain("canary");
    // Three attempts; HttpURLConnection silently doubles one whose connection broke.
    assertThat(route53.count("ListHostedZones")).isLessThanOrEqualTo(6);
  }

  @Test
  void aZoneThatMayNotBeReadLeavesTheOthersReadable() {
    String other = route53.zone("other.example");
    route53.text(other, "_mta-sts.other.example", 300, List.of("v=STSv1; id=1;"));
    route53.text(zone, NAME, 300, RECORD.values());
    route53.next(1, "ListResourceRecordSets", Fault.DENIED);
    DnsRecordSet elsewhere = txt("other.example", "v=STSv1; id=1;");

    Map<Address, Reading<DnsRecordSet>> answers =
        records().read(List.of(new Wanted<>(RECORD, null), new Wanted<>(elsewhere, null)));

    assertThat(answers.values()).hasAtLeastOneElementOfType(Reading.Live.class);
    assertThat(answers.values()).hasAtLeastOneElementOfType(Reading.Unread.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"THROTTLING", "PRIOR_REQUEST"})
  void aServiceThatAsksForPatienceGetsIt(Fault fault) {
    route53.next(7, "ChangeResourceRecordSets", fault);

    Ask.create(records(), RECORD);

    assertThat(slept).contains(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void aServiceThatIsNeverReadyIsToldSo() {
    route53.next(1_000, "ChangeResourceRecordSets", Fault.THROTTLING);

    Failure failure = Ask.failed(Ask.write(records(), null, RECORD, null));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.THROTTLED);
    assertThat(failure.tried()).contains(NAME, zone);
  }

  @Test
  void aWriteIsAllowedOnlyWithItsPermission() {
    route53.next(1, "ChangeResourceRecordSets", Fault.DENIED);

    Failure failure = Ask.failed(Ask.write(records(), null, RECORD, null));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.DENIED);
    assertThat(failure.todo()).contains("route53:ChangeResourceRecordSets", "hostedzone/" + zone);
  }

  @Test
  void aWriteWhoseAnswerWasLostIsLookedUp() {
    route53.next(100, "ChangeResourceRecordSets", Fault.LOST_ANSWER);

    Ask.create(records(), RECORD);

    assertThat(held()).isEqualTo(RECORD.values());
  }

  @Test
  void aWriteWhoseFirstAnswerWasLostIsNotTakenForAConflict() {
    Ask.create(records(), RECORD);
    route53.next(1, "ChangeResourceRecordSets", Fault.LOST_ANSWER);

    Ask.done(Ask.change(records(), RECORD, NEXT));

    assertThat(held()).isEqualTo(NEXT.values());
  }

  @Test
  void aWriteThatNeverArrivedIsAFailureAndChangesNothing() {
    Ask.create(records(), RECORD);
    route53.next(100, "ChangeResourceRecordSets", Fault.LOST_REQUEST);

    Failure failure = Ask.failed(Ask.change(records(), RECORD, NEXT));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
    assertThat(held()).isEqualTo(RECORD.values());
  }

  @Test
  void aZoneThatVanishesIsMissing() {
    Ask.create(records(), RECORD);
    route53.removeZone(zone);

    Failure failure = Ask.failed(Ask.write(records(), RECORD, NEXT, null));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.MISSING);
    assertThat(failure.message()).contains(zone);
  }

  @Test
  void twoZonesOfOneNameAreForTheUserToSettle() {
    String second = route53.zone("acme.example");

    Failure failure = Ask.unread(Ask.read(records(), RECORD));
    DnsRecordSet settled =
        new DnsRecordSet(
            RECORD.address(), RECORD.name(), RecordType.TXT, 300, RECORD.values(), second);
    Ask.create(records(), settled);

    assertThat(failure.kind()).isEqualTo(Failure.Kind.AMBIGUOUS);
    assertThat(failure.message()).contains(zone, second, "dns.zone");
    assertThat(route53.get(second, NAME, "TXT")).isPresent();
    assertThat(route53.get(zone, NAME, "TXT")).isEmpty();
  }

  @Test
  void aZoneMayBeSettledByTheIdAsTheServiceWritesIt() {
    DnsRecordSet settled =
        new DnsRecordSet(
            RECORD.address(),
            RECORD.name(),
            RecordType.TXT,
            300,
            RECORD.values(),
            "/hostedzone/" + zone);

    Ask.create(records(), settled);

    assertThat(held()).isEqualTo(RECORD.values());
  }

  @Test
  void aSettledZoneThatDoesNotHoldTheNameIsSaidSo() {
    String other = route53.zone("other.example");
    DnsRecordSet wrong =
        new DnsRecordSet(
            RECORD.address(), RECORD.name(), RecordType.TXT, 300, RECORD.values(), other);

    assertThat(Ask.unread(Ask.read(records(), wrong)).because()).contains("not within");
  }

  @Test
  void aRoutingPolicyIsToldAndNotTouched() {
    route53.weighted(zone, NAME, "TXT", "blue", "\"v=STSv1; id=1;\"");
    route53.weighted(zone, NAME, "TXT", "green", "\"v=STSv1; id=2;\"");

    Failure failure = Ask.unread(Ask.read(records(), RECORD));
    Failure refused = Ask.failed(Ask.write(records(), null, RECORD, null));

    assertThat(failure.message()).contains(NAME, "blue", "routing policy");
    assertThat(refused).isEqualTo(failure);
  }

  @Test
  void anAliasReadsAsForeignAndMayBeReplaced() {
    route53.alias(zone, "mta-sts.acme.example", "A", "d111.cloudfront.net");
    DnsRecordSet wanted = host("acme.example", RecordType.A, "192.0.2.1");

    DnsRecordSet alias = Ask.live(records(), wanted).resource();
    Ask.done(Ask.write(records(), alias, wanted, null));

    assertThat(alias.values()).containsExactly("ALIAS d111.cloudfront.net");
    assertThat(route53.get(zone, "mta-sts.acme.example", "A"))
        .contains(Map.entry(300L, List.of("192.0.2.1")));
  }

  @Test
  void anAliasIsReplacedByAnAdapterThatHasNeverReadIt() {
    route53.alias(zone, "mta-sts.acme.example", "A", "d111.cloudfront.net");
    DnsRecordSet wanted = host("acme.example", RecordType.A, "192.0.2.1");
    DnsRecordSet alias = wanted.with(0, List.of("ALIAS d111.cloudfront.net"));

    Ask.done(Ask.write(records(), alias, wanted, null));

    assertThat(route53.get(zone, "mta-sts.acme.example", "A"))
        .contains(Map.entry(300L, List.of("192.0.2.1")));
  }

  @Test
  void aTextBehindACnameIsRefusedWhenItIsRead() {
    route53.set(zone, NAME, "CNAME", 300, "elsewhere.example.");

    assertThat(Ask.unread(Ask.read(records(), RECORD)).because()).contains("CNAME");
  }

  @Test
  void valuesOfOthersKeepTheVerySpellingTheyHave() {
    String theirs = "\"two \" \"str\\151ngs\"";
    route53.set(zone, NAME, "TXT", 300, theirs);
    DnsRecordSet found = Ask.live(records(), RECORD).resource();

    Ask.done(
        Ask.write(
            records(),
            found,
            found.with(300, List.of("two strings", RECORD.values().get(0))),
            null));

    assertThat(route53.get(zone, NAME, "TXT").orElseThrow().getValue())
        .containsExactly(theirs, "\"v=STSv1; id=20261101T090000Z;\"");
  }

  @Test
  void anAddressInAnotherSpellingIsTheSameAddress() {
    route53.set(zone, "mta-sts.acme.example", "AAAA", 300, "2001:0DB8:0:0:1:0:0:1");

    assertThat(
            Ask.live(records(), host("acme.example", RecordType.AAAA, "::1")).resource().values())
        .containsExactly("2001:db8::1:0:0:1");
  }

  @Test
  void namesWithEscapesAreReadAround() {
    route53.set(zone, "*.acme.example", "TXT", 300, "\"wild\"");
    route53.set(zone, "a b.acme.example", "TXT", 300, "\"odd\"");

    assertThat(Ask.read(records(), RECORD)).isInstanceOf(Reading.Absent.class);
  }

  @Test
  void aChangeIsWaitedForWithGrowingPauses() {
    route53.insyncAfter(4);

    Ask.create(records(), RECORD);

    assertThat(route53.count("GetChange")).isEqualTo(5);
    assertThat(slept)
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8));
  }

  @Test
  void aChangeThatNeverSpreadsIsDoneAllTheSame() {
    route53.insyncAfter(Integer.MAX_VALUE);

    Ask.create(records(), RECORD);

    assertThat(held()).isEqualTo(RECORD.values());
    assertThat(route53.count("GetChange")).isBetween(10L, 60L);
  }

  @Test
  void notBeingAllowedToAskForAChangeTakesNothingBack() {
    route53.next(100, "GetChange", Fault.DENIED);

    Ask.create(records(), RECORD);

    assertThat(route53.count("GetChange")).isEqualTo(1);
  }

  @Test
  void oneBatchAndOnePollServeAWholeZone() {
    List<Change<DnsRecordSet>> batch = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      batch.add(new Change<>(null, txt("d" + i + ".acme.example", "v=STSv1; id=1;"), null, "new"));
    }

    records().write(batch).values().forEach(Ask::done);

    assertThat(route53.log()).hasSize(3);
  }

  @Test
  void batchesStayWithinTheLimitsOfTheService() {
    List<Change<DnsRecordSet>> creations = new ArrayList<>();
    List<Change<DnsRecordSet>> updates = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      DnsRecordSet old = txt("d" + i + ".acme.example", "x".repeat(60));
      creations.add(new Change<>(null, old, null, "new"));
      updates.add(new Change<>(old, old.with(300, List.of("y".repeat(60))), null, "next"));
    }

    records().write(creations).values().forEach(Ask::done);
    records().write(updates).values().forEach(Ask::done);

    // 700 values of 62 characters are more than 32,000; deletions count as creations do.
    assertThat(route53.count("ChangeResourceRecordSets")).isEqualTo(2 + 3);
  }

  @Test
  void theChangeAtFaultIsFoundInALargeBatch() {
    List<Change<DnsRecordSet>> batch = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      batch.add(new Change<>(null, txt("d" + i + ".acme.example", "v=STSv1; id=1;"), null, "new"));
    }
    route53.set(zone, "_mta-sts.d77.acme.example", "CNAME", 300, "elsewhere.example.");

    Map<Address, Outcome> outcomes = records().write(batch);

    assertThat(outcomes.values()).filteredOn(Outcome.Done.class::isInstance).hasSize(299);
    Failure failure = Ask.failed(outcomes.get(batch.get(77).address()));
    assertThat(failure.kind()).isEqualTo(Failure.Kind.REFUSED);
    assertThat(failure.message()).contains("_mta-sts.d77.acme.example", "CNAME");
    // Halving, and one look at the zone: not one request per change.
    assertThat(route53.log()).hasSizeLessThan(40);
  }

  @Test
  void anAliasThatCannotComeLeavesTheAddressInPlace() {
    DnsRecordSet address = host("acme.example", RecordType.A, "192.0.2.1");
    DnsRecordSet alias = host("acme.example", RecordType.CNAME, "cdn.example");
    Ask.create(records(), address);
    route53.set(zone, "mta-sts.acme.example", "AAAA", 300, "2001:db8::1");

    Map<Address, Outcome> outcomes =
        records()
            .write(
                List.of(
                    new Change<>(address, null, null, "moved"),
                    new Change<>(null, alias, null, "moved")));

    outcomes.values().forEach(Ask::failed);
    assertThat(route53.get(zone, "mta-sts.acme.example", "A")).isPresent();
  }

  @Test
  void anEmulatorThatMayTakeAnythingIsReadRightBeforeAWrite() {
    route53.text(zone, NAME, 300, RECORD.values());
    try (Provider careful =
        AwsTesting.open(Map.of("route53_endpoint", route53.endpoint()), AwsTesting.KEYS)) {
      Handler<DnsRecordSet> handler = careful.records().orElseThrow();

      Ask.moved(Ask.write(handler, null, NEXT, null));
      Ask.done(Ask.write(handler, RECORD, NEXT, null));
    }

    assertThat(route53.count("ChangeResourceRecordSets")).isEqualTo(1);
    assertThat(held()).isEqualTo(NEXT.values());
  }

  @Test
  void theQuotaIsFilledAndNotExceeded() {
    route53.quota(50, 10);
    List<Wanted<DnsRecordSet>> wanted = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      route53.zone("d" + i + ".example");
      wanted.add(new Wanted<>(txt("d" + i + ".example", "v=STSv1; id=1;"), null));
    }

    Map<Address, Reading<DnsRecordSet>> answers = records().read(wanted);

    assertThat(answers.values()).hasOnlyElementsOfType(Reading.Absent.class);
    assertThat(route53.count("ListResourceRecordSets")).isEqualTo(120);
  }

  @Test
  void aFewNamesInALargeZoneAreAskedForByName() {
    for (int i = 0; i < 2_000; i++) {
      route53.set(zone, "h" + i + ".acme.example", "A", 300, "192.0.2.1");
    }
    DnsRecordSet absent = txt("h77.acme.example", "v=STSv1; id=1;");
    route53.text(zone, NAME, 300, RECORD.values());

    Map<Address, Reading<DnsRecordSet>> answers =
        records().read(List.of(new Wanted<>(RECORD, null), new Wanted<>(absent, null)));

    assertThat(answers.get(RECORD.address())).isInstanceOf(Reading.Live.class);
    assertThat(answers.get(absent.address())).isInstanceOf(Reading.Absent.class);
    assertThat(route53.count("ListResourceRecordSets")).isEqualTo(2);
  }

  @Test
  void aNeighbourThatAPageCutsInTwoIsAskedForAgain() {
    for (int i = 0; i < 400; i++) {
      route53.set(zone, "0" + i + ".acme.example", "A", 300, "192.0.2.1");
    }
    for (int i = 0; i < 298; i++) {
      route53.set(zone, "m" + i + ".acme.example", "A", 300, "192.0.2.1");
    }
    DnsRecordSet first = txt("a.acme.example", "v=STSv1; id=1;");
    DnsRecordSet last = txt("z.acme.example", "v=STSv1; id=2;");
    route53.text(zone, first.name(), 300, first.values());
    // The page that begins at the first name ends between these two.
    route53.set(zone, last.name(), "A", 300, "192.0.2.1");
    route53.text(zone, last.name(), 300, last.values());

    Map<Address, Reading<DnsRecordSet>> answers =
        records().read(List.of(new Wanted<>(first, null), new Wanted<>(last, null)));

    assertThat(answers.get(first.address())).isEqualTo(new Reading.Live<>(first, null, false));
    assertThat(answers.get(last.address())).isEqualTo(new Reading.Live<>(last, null, false));
    assertThat(route53.count("ListResourceRecordSets")).isEqualTo(2);
  }

  @Test
  void aNameWithMoreSetsThanAPageIsReadWhole() {
    for (int i = 0; i < 1_300; i++) {
      route53.set(zone, "h" + i + ".acme.example", "A", 300, "192.0.2.1");
    }
    for (int i = 0; i < 320; i++) {
      route53.weighted(zone, NAME, "A", "w" + i, "192.0.2.1");
    }
    route53.text(zone, NAME, 300, RECORD.values());

    assertThat(Ask.live(records(), RECORD).resource()).isEqualTo(RECORD);
  }

  private List<String> held() {
    return route53.get(zone, NAME, "TXT").orElseThrow().getValue().stream()
        .map(Route53StandIn::decoded)
        .toList();
  }
}
