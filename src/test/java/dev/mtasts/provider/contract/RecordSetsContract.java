package dev.mtasts.provider.contract;

import static dev.mtasts.provider.contract.Ask.change;
import static dev.mtasts.provider.contract.Ask.create;
import static dev.mtasts.provider.contract.Ask.done;
import static dev.mtasts.provider.contract.Ask.failed;
import static dev.mtasts.provider.contract.Ask.live;
import static dev.mtasts.provider.contract.Ask.moved;
import static dev.mtasts.provider.contract.Ask.read;
import static dev.mtasts.provider.contract.Ask.unread;
import static dev.mtasts.provider.contract.Ask.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every adapter that holds DNS record sets promises. */
public interface RecordSetsContract {
  /** A record that lives in the zone of the same name. */
  DnsRecordSet RECORD = txt("acme.example", "v=STSv1; id=20261101T090000Z;");

  /** Its next id. */
  DnsRecordSet NEXT = RECORD.with(300, List.of("v=STSv1; id=20261123T120000Z;"));

  /** Somebody else's text. */
  String FOREIGN = "docs-verification=4f1c \"quoted\" \\ back;slash";

  /** The world of the running test. */
  RecordWorld world();

  /** The MTA-STS record of {@code domain} with these values and a TTL of 300. */
  static DnsRecordSet txt(String domain, String... values) {
    DomainName name = new DomainName(domain);
    return new DnsRecordSet(
        new Address(name, Part.RECORD),
        name.recordName(),
        RecordType.TXT,
        300,
        List.of(values),
        null);
  }

  /** A set at the policy host of {@code domain}. */
  static DnsRecordSet host(String domain, RecordType type, String... values) {
    DomainName name = new DomainName(domain);
    return new DnsRecordSet(
        new Address(name, Part.valueOf("ADDRESS_" + type)),
        name.policyHost().text(),
        type,
        300,
        List.of(values),
        null);
  }

  private static DnsRecordSet in(@Nullable String zone, DnsRecordSet set) {
    return new DnsRecordSet(set.address(), set.name(), set.type(), set.ttl(), set.values(), zone);
  }

  private void foreign(String zone, DnsRecordSet set) {
    world().put(zone, set.name(), set.type(), set.ttl(), set.values());
  }

  private void assertHeld(String zone, DnsRecordSet set) {
    assertThat(world().get(zone, set.name(), set.type()))
        .as("%s in zone %s", set.place(), zone)
        .hasValueSatisfying(
            found -> {
              assertThat(found.ttl()).isEqualTo(set.ttl());
              assertThat(found.values()).containsExactlyInAnyOrderElementsOf(set.values());
            });
  }

  private void assertNotHeld(String zone, DnsRecordSet set) {
    assertThat(world().get(zone, set.name(), set.type())).as(set.place()).isEmpty();
  }

  private void assertReadsBack(DnsRecordSet set) {
    DnsRecordSet found = live(world().handler(), set).resource();
    assertThat(found.with(set.ttl(), set.values())).as("name, type, zone").isEqualTo(set);
    assertThat(found.ttl()).isEqualTo(set.ttl());
    assertThat(found.values()).containsExactlyInAnyOrderElementsOf(set.values());
  }

  /** Sets that are awkward to write or read. */
  static List<DnsRecordSet> awkwardSets() {
    return List.of(
        RECORD,
        txt("sub.acme.example", "v=STSv1; id=1;"),
        txt("acme.example", "semi;colon", "quote\"inside", "back\\slash", "$ORIGIN (@) * 'x' #"),
        txt("acme.example", " leading and trailing ", "two  spaces"),
        txt("acme.example", "x".repeat(255)),
        txt("acme.example", "y".repeat(256)),
        txt("acme.example", "a;b\"c\\".repeat(120)),
        txt("acme.example", "v=STSv1; id=1;", "v=STSv1; id=2;", FOREIGN),
        host("acme.example", RecordType.A, "192.0.2.1"),
        host("acme.example", RecordType.A, "192.0.2.7", "192.0.2.1", "198.51.100.255"),
        host("sub.acme.example", RecordType.AAAA, "2001:db8::1", "2001:db8:0:1::f"),
        host("acme.example", RecordType.CNAME, "policies.cdn.example"),
        host("acme.example", RecordType.CNAME, "mta-sts.other.example"));
  }

  @ParameterizedTest
  @MethodSource("awkwardSets")
  default void aCreatedSetReadsBackEqual(DnsRecordSet set) {
    Outcome.Done done = create(world().handler(), set);

    assertHeld("acme.example", set);
    assertReadsBack(set);
    Reading.Live<DnsRecordSet> live = live(world().handler(), set);
    assertThat(live.version()).isEqualTo(done.version());
    assertThat(live.marked()).isEqualTo(world().marks());
  }

  @ParameterizedTest
  @MethodSource("awkwardSets")
  default void aForeignSetReadsAsItIsAndUnmarked(DnsRecordSet set) {
    foreign("acme.example", set);

    assertReadsBack(set);
    assertThat(live(world().handler(), set).marked()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("awkwardSets")
  default void aSetIsDeletedWhole(DnsRecordSet set) {
    create(world().handler(), set);

    done(change(world().handler(), set, null));

    assertNotHeld("acme.example", set);
    assertThat(read(world().handler(), set)).isInstanceOf(Reading.Absent.class);
  }

  @Test
  default void aSetThatIsNotThereReadsAsAbsent() {
    assertThat(read(world().handler(), RECORD)).isInstanceOf(Reading.Absent.class);
  }

  @Test
  default void neighboursAreNotMistakenForTheSet() {
    DnsRecordSet asked = txt("b.acme.example", "v=STSv1; id=1;");
    foreign("acme.example", txt("a.acme.example", "before"));
    foreign("acme.example", txt("c.acme.example", "after"));
    foreign("acme.example", txt("x.b.acme.example", "below"));
    world().put("acme.example", "*.b.acme.example", RecordType.TXT, 300, List.of("wild"));
    world().put("acme.example", "b.acme.example", RecordType.TXT, 300, List.of("above"));
    world().put("acme.example", asked.name(), RecordType.A, 300, List.of("192.0.2.9"));

    assertThat(read(world().handler(), asked)).isInstanceOf(Reading.Absent.class);
  }

  @Test
  default void aCreationRepeatedAfterACrashIsDone() {
    create(world().handler(), RECORD);

    done(write(world().handler(), null, RECORD, null));

    assertHeld("acme.example", RECORD);
  }

  @Test
  default void anUpdateReplacesTheValues() {
    create(world().handler(), RECORD);

    done(change(world().handler(), RECORD, NEXT));

    assertHeld("acme.example", NEXT);
    assertReadsBack(NEXT);
  }

  @Test
  default void anUpdateRepeatedAfterACrashIsDone() {
    create(world().handler(), RECORD);
    String version = live(world().handler(), RECORD).version();
    done(write(world().handler(), RECORD, NEXT, version));

    done(write(world().handler(), RECORD, NEXT, version));

    assertHeld("acme.example", NEXT);
  }

  @Test
  default void theOrderOfValuesMeansNothing() {
    foreign("acme.example", RECORD.with(300, List.of("one", "two", "three")));

    done(
        change(
            world().handler(),
            RECORD.with(300, List.of("three", "one", "two")),
            RECORD.with(300, List.of("two", "four"))));

    assertHeld("acme.example", RECORD.with(300, List.of("four", "two")));
  }

  @Test
  default void anUpdateOfWhatHasMovedWritesNothing() {
    create(world().handler(), RECORD);
    String version = live(world().handler(), RECORD).version();
    DnsRecordSet byHand = RECORD.with(300, List.of("v=STSv1; id=byhand;"));
    foreign("acme.example", byHand);

    Outcome.Moved moved = moved(write(world().handler(), RECORD, NEXT, version));

    assertThat(moved.field()).isEqualTo("values");
    assertThat(moved.found()).contains("byhand");
    assertHeld("acme.example", byHand);
  }

  @Test
  default void aValueAddedByHandIsAMove() {
    create(world().handler(), RECORD);
    String version = live(world().handler(), RECORD).version();
    DnsRecordSet byHand = RECORD.with(300, List.of(RECORD.values().get(0), FOREIGN));
    foreign("acme.example", byHand);

    assertThat(moved(write(world().handler(), RECORD, NEXT, version)).field()).isEqualTo("values");

    assertHeld("acme.example", byHand);
  }

  @Test
  default void aTtlChangedByHandIsAMove() {
    create(world().handler(), RECORD);
    String version = live(world().handler(), RECORD).version();
    DnsRecordSet byHand = RECORD.with(3600, RECORD.values());
    foreign("acme.example", byHand);

    assertThat(moved(write(world().handler(), RECORD, NEXT, version)).field()).isEqualTo("ttl");

    assertHeld("acme.example", byHand);
  }

  @Test
  default void anUpdateOfWhatIsGoneWritesNothing() {
    moved(write(world().handler(), RECORD, NEXT, null));

    assertNotHeld("acme.example", RECORD);
  }

  @Test
  default void aCreationOverSomethingElseWritesNothing() {
    DnsRecordSet byHand = RECORD.with(300, List.of(FOREIGN));
    foreign("acme.example", byHand);

    moved(write(world().handler(), null, RECORD, null));

    assertHeld("acme.example", byHand);
  }

  @Test
  default void aDeletionOfWhatIsGoneAlreadyIsDone() {
    done(write(world().handler(), RECORD, null, null));

    assertNotHeld("acme.example", RECORD);
  }

  @Test
  default void aDeletionOfWhatHasMovedDeletesNothing() {
    DnsRecordSet byHand = RECORD.with(300, List.of(FOREIGN));
    foreign("acme.example", byHand);

    moved(write(world().handler(), RECORD, null, null));

    assertHeld("acme.example", byHand);
  }

  @Test
  default void foreignValuesOfTheSetStayWhereTheyAreListedAgain() {
    DnsRecordSet foreign = RECORD.with(300, List.of(FOREIGN, "another's"));
    foreign("acme.example", foreign);
    DnsRecordSet both = RECORD.with(300, List.of(FOREIGN, "another's", RECORD.values().get(0)));

    done(change(world().handler(), foreign, both));
    assertHeld("acme.example", both);
    done(change(world().handler(), both, foreign));

    assertHeld("acme.example", foreign);
  }

  @Test
  default void nothingElseInTheZoneChanges() {
    List<DnsRecordSet> others =
        List.of(
            txt("a.acme.example", FOREIGN, "second"),
            host("acme.example", RecordType.A, "192.0.2.1", "192.0.2.2"),
            host("a.acme.example", RecordType.CNAME, "www.acme.example"));
    others.forEach(set -> foreign("acme.example", set));
    world().put("acme.example", "acme.example", RecordType.TXT, 3600, List.of("v=spf1 -all"));
    world().put("acme.example", RECORD.name(), RecordType.AAAA, 3600, List.of("2001:db8::9"));

    create(world().handler(), RECORD);
    done(change(world().handler(), RECORD, NEXT));
    done(change(world().handler(), NEXT, null));

    others.forEach(set -> assertHeld("acme.example", set));
    assertThat(world().get("acme.example", "acme.example", RecordType.TXT))
        .contains(new RecordWorld.Found(3600, List.of("v=spf1 -all")));
    assertThat(world().get("acme.example", RECORD.name(), RecordType.AAAA))
        .contains(new RecordWorld.Found(3600, List.of("2001:db8::9")));
  }

  @Test
  default void aTtlCanBeChangedAlone() {
    create(world().handler(), RECORD);
    DnsRecordSet slower = RECORD.with(3600, RECORD.values());

    done(change(world().handler(), RECORD, slower));

    assertHeld("acme.example", slower);
  }

  @Test
  default void aTtlCanBeChangedForSeveralValues() {
    DnsRecordSet several = RECORD.with(300, List.of("one", "two", "three"));
    create(world().handler(), several);
    DnsRecordSet slower = RECORD.with(3600, List.of("one", "two", "four"));

    done(change(world().handler(), several, slower));

    assertHeld("acme.example", slower);
  }

  @Test
  default void setsOfOneNameAndDifferentTypesAreApart() {
    DnsRecordSet four = host("acme.example", RecordType.A, "192.0.2.1");
    DnsRecordSet six = host("acme.example", RecordType.AAAA, "2001:db8::1");

    Map<Address, Outcome> outcomes =
        world()
            .handler()
            .write(
                List.of(
                    new Change<>(null, four, null, "new"), new Change<>(null, six, null, "new")));
    outcomes.values().forEach(Ask::done);
    done(change(world().handler(), four, null));

    assertNotHeld("acme.example", four);
    assertHeld("acme.example", six);
  }

  @Test
  default void oneBatchReplacesAddressesByAnAlias() {
    DnsRecordSet alias = host("acme.example", RecordType.CNAME, "policies.cdn.example");
    DnsRecordSet four = host("acme.example", RecordType.A, "192.0.2.1");
    create(world().handler(), four);
    String version = live(world().handler(), four).version();

    Map<Address, Outcome> outcomes =
        world()
            .handler()
            .write(
                List.of(
                    new Change<>(null, alias, null, "moved"),
                    new Change<>(four, null, version, "moved")));

    done(outcomes.get(alias.address()));
    done(outcomes.get(four.address()));
    assertHeld("acme.example", alias);
    assertNotHeld("acme.example", four);
  }

  @Test
  default void anAliasBesideOtherDataIsRefused() {
    DnsRecordSet four = host("acme.example", RecordType.A, "192.0.2.1");
    DnsRecordSet alias = host("acme.example", RecordType.CNAME, "policies.cdn.example");
    foreign("acme.example", four);

    Map<Address, Outcome> outcomes =
        world()
            .handler()
            .write(
                List.of(
                    new Change<>(null, alias, null, "new"),
                    new Change<>(null, RECORD, null, "new")));

    done(outcomes.get(RECORD.address()));
    if (world().refusesCnameBesideData()) {
      assertThat(failed(outcomes.get(alias.address())).message()).contains(alias.name());
      assertNotHeld("acme.example", alias);
    }
    assertHeld("acme.example", four);
    assertHeld("acme.example", RECORD);
  }

  @Test
  default void theLongestSuffixIsTheZone() {
    DnsRecordSet set = txt("dept.other.example", "v=STSv1; id=1;");

    create(world().handler(), set);

    assertHeld("dept.other.example", set);
    assertNotHeld("other.example", set);
  }

  @Test
  default void aZoneThatTheUserSettledWins() {
    DnsRecordSet set = in("other.example", txt("dept.other.example", "v=STSv1; id=1;"));

    create(world().handler(), set);

    assertHeld("other.example", set);
    assertNotHeld("dept.other.example", set);
    assertReadsBack(set);
  }

  @Test
  default void aSuffixCountsOnlyAtALabelsBorder() {
    DnsRecordSet set = txt("notacme.example", "v=STSv1; id=1;");

    Failure failure = unread(read(world().handler(), set));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.MISSING);
  }

  @Test
  default void aNameWithoutAZoneIsUnreadAndSaysSo() {
    Failure failure = unread(read(world().handler(), txt("missing.example", "v=STSv1; id=1;")));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.MISSING);
    assertThat(failure.message()).contains("missing.example");
  }

  @Test
  default void aSettledZoneThatIsNotThereIsUnreadAndSaysWhich() {
    Failure failure = unread(read(world().handler(), in("missing.example", RECORD)));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.MISSING);
    assertThat(failure.message()).contains("missing.example");
  }

  @Test
  default void everyAddressAskedForIsAnswered() {
    DnsRecordSet absent = txt("sub.acme.example", "v=STSv1; id=1;");
    DnsRecordSet elsewhere = txt("dept.other.example", "v=STSv1; id=1;");
    DnsRecordSet lost = txt("missing.example", "v=STSv1; id=1;");
    foreign("acme.example", RECORD);
    foreign("dept.other.example", elsewhere);

    Map<Address, Reading<DnsRecordSet>> answers =
        world()
            .handler()
            .read(
                List.of(
                    new Wanted<>(lost, null),
                    new Wanted<>(absent, null),
                    new Wanted<>(RECORD, null),
                    new Wanted<>(elsewhere, null)));

    assertThat(answers)
        .containsOnlyKeys(lost.address(), absent.address(), RECORD.address(), elsewhere.address());
    assertThat(answers.get(lost.address())).isInstanceOf(Reading.Unread.class);
    assertThat(answers.get(absent.address())).isInstanceOf(Reading.Absent.class);
    assertThat(answers.get(RECORD.address())).isInstanceOf(Reading.Live.class);
    assertThat(answers.get(elsewhere.address())).isInstanceOf(Reading.Live.class);
    assertThat(world().handler().read(List.of())).isEmpty();
    assertThat(world().handler().write(List.of())).isEmpty();
  }

  @Test
  default void oneBadItemLeavesTheOthersOfTheBatchDone() {
    DnsRecordSet lost = txt("missing.example", "v=STSv1; id=1;");
    DnsRecordSet taken = txt("taken.acme.example", "v=STSv1; id=1;");
    DnsRecordSet elsewhere = txt("dept.other.example", "v=STSv1; id=1;");
    foreign("acme.example", taken.with(300, List.of(FOREIGN)));

    List<Change<DnsRecordSet>> batch = new ArrayList<>();
    for (DnsRecordSet set : List.of(lost, taken, RECORD, elsewhere)) {
      batch.add(new Change<>(null, set, null, "new"));
    }
    Map<Address, Outcome> outcomes = world().handler().write(batch);

    done(outcomes.get(RECORD.address()));
    done(outcomes.get(elsewhere.address()));
    moved(outcomes.get(taken.address()));
    Failure failure = failed(outcomes.get(lost.address()));
    assertThat(failure.kind()).isEqualTo(Failure.Kind.MISSING);
    assertThat(failure.message()).contains("missing.example");
    assertHeld("acme.example", RECORD);
    assertHeld("dept.other.example", elsewhere);
    assertHeld("acme.example", taken.with(300, List.of(FOREIGN)));
  }

  @Test
  default void manyChangesGoInOneBatch() {
    List<Change<DnsRecordSet>> batch = new ArrayList<>();
    List<Wanted<DnsRecordSet>> wanted = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      DnsRecordSet set = txt("d" + i + ".acme.example", "v=STSv1; id=" + i + ";");
      batch.add(new Change<>(null, set, null, "new"));
      wanted.add(new Wanted<>(set, null));
    }

    world().handler().write(batch).values().forEach(Ask::done);

    Map<Address, Reading<DnsRecordSet>> answers = world().handler().read(wanted);
    for (Wanted<DnsRecordSet> each : wanted) {
      assertHeld("acme.example", each.expected());
      assertThat(answers.get(each.expected().address())).isInstanceOf(Reading.Live.class);
    }
  }

  @Test
  default void aReadingIsNeverFromAnEarlierLook() {
    assertThat(read(world().handler(), RECORD)).isInstanceOf(Reading.Absent.class);
    foreign("acme.example", RECORD);
    assertReadsBack(RECORD);
    foreign("acme.example", NEXT);

    assertReadsBack(NEXT);
  }
}
