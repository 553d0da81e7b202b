package dev.mtasts.provider.cloudflare;

import static dev.mtasts.provider.contract.Ask.create;
import static dev.mtasts.provider.contract.Ask.read;
import static dev.mtasts.provider.contract.Ask.unread;
import static dev.mtasts.provider.contract.RecordSetsContract.RECORD;
import static dev.mtasts.provider.contract.RecordSetsContract.txt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.Wanted;
import dev.mtasts.testing.CloudflareStandIn;
import dev.mtasts.testing.CloudflareZone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ZonesTest {
  private CloudflareWorld world = new CloudflareWorld();

  @AfterEach
  void close() {
    world.close();
  }

  private static DnsRecordSet in(String zone, DnsRecordSet set) {
    return new DnsRecordSet(set.address(), set.name(), set.type(), set.ttl(), set.values(), zone);
  }

  private Failure unreadable(DnsRecordSet set) {
    return unread(read(world.handler(), set));
  }

  private void assertIn(CloudflareZone zone, DnsRecordSet set) {
    assertThat(zone.records(set.name(), "TXT")).as(zone.name()).hasSize(1);
  }

  private long zoneRequests() {
    return world.standIn.count(call -> call.path().equals("zones"));
  }

  @Test
  void aZoneGivenByIdIsFetchedAlone() {
    CloudflareZone zone = world.standIn.addZone("acme.example");

    create(world.handler(), in(zone.id(), RECORD));

    assertIn(zone, RECORD);
    assertThat(world.standIn.calls().get(0).path()).isEqualTo("zones/" + zone.id());
    assertThat(zoneRequests()).isZero();
  }

  @Test
  void aZoneGivenByAnUnknownIdIsMissing() {
    Failure failure = unreadable(in("0123456789abcdef0123456789abcdef", RECORD));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.MISSING);
    assertThat(failure.message()).contains("0123456789abcdef0123456789abcdef", "7003");
  }

  @Test
  void aZoneGivenByNameMayBeWrittenInAnyCaseAndWithADot() {
    CloudflareZone zone = world.standIn.addZone("acme.example");

    create(world.handler(), in("Acme.Example.", RECORD));

    assertIn(zone, RECORD);
  }

  @Test
  void aZoneThatTheApiNamesByItsULabelsIsFound() {
    CloudflareZone zone =
        world.standIn.addZone("xn--strae-oqa.example", z -> z.shownAs("straße.example"));
    DnsRecordSet set = txt("xn--strae-oqa.example", "v=STSv1; id=1;");

    create(world.handler(), set);
    create(world.handler(), in("xn--strae-oqa.example", txt("a.xn--strae-oqa.example", "x")));
    create(world.handler(), in(zone.id(), txt("b.xn--strae-oqa.example", "x")));

    assertIn(zone, set);
    assertThat(zone.ids()).hasSize(3);
  }

  @Test
  void aZoneThatTheApiNamesByItsULabelsIsFoundAmongMany() {
    for (int i = 0; i < 500; i++) {
      world.standIn.addZone("d" + i + ".example");
    }
    CloudflareZone zone =
        world.standIn.addZone("xn--bcher-kva.example", z -> z.shownAs("bücher.example"));

    create(world.handler(), in("xn--bcher-kva.example", txt("xn--bcher-kva.example", "x")));

    assertThat(zone.ids()).hasSize(1);
  }

  @Test
  void aZoneThatDoesNotHoldTheNameIsMissing() {
    world.standIn.addZone("other.example");

    Failure failure = unreadable(in("other.example", RECORD));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.MISSING);
    assertThat(failure.message()).contains("other.example", "does not hold");
  }

  @Test
  void amongZonesOfOneNameTheActiveOneCounts() {
    world.standIn.addZone("acme.example", zone -> zone.status("pending").account("acc2"));
    CloudflareZone active = world.standIn.addZone("acme.example");

    create(world.handler(), RECORD);
    create(world.handler(), in("acme.example", txt("sub.acme.example", "v=STSv1; id=1;")));

    assertThat(active.ids()).hasSize(2);
  }

  @Test
  void severalPendingZonesOfOneNameAreAmbiguous() {
    CloudflareZone one = world.standIn.addZone("acme.example", zone -> zone.status("pending"));
    CloudflareZone two = world.standIn.addZone("acme.example", zone -> zone.status("pending"));

    Failure suffix = unreadable(RECORD);
    Failure named = unreadable(in("acme.example", RECORD));

    assertThat(suffix.kind()).isEqualTo(Failure.Kind.AMBIGUOUS);
    assertThat(named.kind()).isEqualTo(Failure.Kind.AMBIGUOUS);
    assertThat(suffix.message()).contains(one.id(), two.id(), "'zone'");
  }

  @Test
  void aPendingZoneIsUsedWhereNothingElseFits() {
    CloudflareZone pending = world.standIn.addZone("acme.example", zone -> zone.status("pending"));

    create(world.handler(), RECORD);

    assertIn(pending, RECORD);
  }

  @Test
  void aPendingZoneBelowAnActiveOneIsAmbiguous() {
    world.standIn.addZone("acme.example");
    world.standIn.addZone("dept.acme.example", zone -> zone.status("pending"));

    Failure failure = unreadable(txt("dept.acme.example", "v=STSv1; id=1;"));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.AMBIGUOUS);
    assertThat(failure.message()).contains("dept.acme.example (id", "pending");
  }

  @Test
  void zonesThatResolversDoNotAskAreNoAnswer() {
    world.standIn.addZone("acme.example", zone -> zone.status("moved"));
    world.standIn.addZone("dept.acme.example", zone -> zone.type("partial"));

    Failure failure = unreadable(txt("dept.acme.example", "v=STSv1; id=1;"));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.MISSING);
    assertThat(failure.because()).contains("moved", "partial", "do not ask");
  }

  @Test
  void aMovedZoneDoesNotHideItsParent() {
    CloudflareZone parent = world.standIn.addZone("acme.example");
    world.standIn.addZone("dept.acme.example", zone -> zone.status("moved"));
    DnsRecordSet set = txt("dept.acme.example", "v=STSv1; id=1;");

    create(world.handler(), set);

    assertIn(parent, set);
  }

  @Test
  void theAccountNarrowsTheChoice() {
    world.close();
    world =
        new CloudflareWorld(CloudflareStandIn.TOKEN, new Settings(Map.of("account_id", "acc2")));
    world.standIn.addZone("acme.example", zone -> zone.status("pending").account("acc1"));
    CloudflareZone ours =
        world.standIn.addZone("acme.example", zone -> zone.status("pending").account("acc2"));

    create(world.handler(), RECORD);

    assertIn(ours, RECORD);
  }

  @Test
  void zonesAreListedOncePerRun() {
    for (int i = 0; i < 120; i++) {
      world.standIn.addZone("d" + i + ".example");
    }
    List<Wanted<DnsRecordSet>> wanted =
        java.util.stream.IntStream.range(0, 120)
            .mapToObj(i -> new Wanted<>(txt("d" + i + ".example", "v=STSv1; id=1;"), null))
            .toList();

    assertThat(world.handler().read(wanted).values()).hasOnlyElementsOfType(Reading.Absent.class);
    create(world.handler(), wanted.get(119).expected());

    assertThat(zoneRequests()).isEqualTo(3);
  }

  @Test
  void fewNamesInAnAccountOfManyZonesAreLookedUpOneByOne() {
    for (int i = 0; i < 500; i++) {
      world.standIn.addZone("d" + i + ".example");
    }
    DnsRecordSet set = txt("d77.example", "v=STSv1; id=1;");

    create(world.handler(), set);
    create(world.handler(), txt("sub.d77.example", "v=STSv1; id=1;"));

    assertIn(world.standIn.zone("d77.example"), set);
    // One page to learn that there are ten, then the candidates below the zone and the zone itself.
    assertThat(zoneRequests()).isEqualTo(1 + 2 + 2);
  }
}
