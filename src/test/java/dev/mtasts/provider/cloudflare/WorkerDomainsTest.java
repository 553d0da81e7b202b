package dev.mtasts.provider.cloudflare;

import static dev.mtasts.provider.cloudflare.WorkerTesting.SCRIPT;
import static dev.mtasts.provider.cloudflare.WorkerTesting.creations;
import static dev.mtasts.provider.cloudflare.WorkerTesting.file;
import static dev.mtasts.provider.cloudflare.WorkerTesting.front;
import static dev.mtasts.provider.cloudflare.WorkerTesting.host;
import static dev.mtasts.provider.contract.Ask.create;
import static dev.mtasts.provider.contract.Ask.done;
import static dev.mtasts.provider.contract.Ask.failed;
import static dev.mtasts.provider.contract.Ask.live;
import static dev.mtasts.provider.contract.Ask.moved;
import static dev.mtasts.provider.contract.Ask.read;
import static dev.mtasts.provider.contract.Ask.unread;
import static dev.mtasts.provider.contract.Ask.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.Wanted;
import dev.mtasts.testing.CloudflareFault;
import dev.mtasts.testing.CloudflareStandIn;
import dev.mtasts.testing.CloudflareZone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WorkerDomainsTest {
  private static final String HOST = "mta-sts.acme.example";

  private CloudflareWorld world = new CloudflareWorld();
  private final CloudflareZone zone = world.standIn.addZone("acme.example");

  @AfterEach
  void close() {
    world.close();
  }

  private Map<String, String> attached() {
    return world.standIn.workers().attached();
  }

  @Test
  void theFrontIsTheCustomDomainAfterTheFile() {
    Front front = front("acme.example");

    assertThat(front.certificate()).isEmpty();
    assertThat(front.fileFirst()).isTrue();
    assertThat(front.ownAddress()).isTrue();
    assertThat(front.host().location()).isEqualTo("worker:mta-sts/" + HOST);
    assertThat(front.host().names()).containsExactly(HOST);
    assertThat(front.host().settings()).isEqualTo(Map.of("script", SCRIPT));
    assertThat(front.host().target()).isEqualTo(HOST + ".cdn.cloudflare.net");
  }

  @Test
  void anAttachedHostReadsBackAsWanted() {
    create(world.files(), file("acme.example"));
    PolicyHost wish = host("acme.example");
    assertThat(read(world.hosts(), wish)).isInstanceOf(Reading.Absent.class);

    Outcome.Done done = create(world.hosts(), wish);

    Reading.Live<PolicyHost> live = live(world.hosts(), wish);
    assertThat(live.resource().sameAs(wish)).isTrue();
    assertThat(live.resource().target()).isEqualTo(wish.target());
    assertThat(live.resource().deployed()).isTrue();
    assertThat(live.resource().state()).contains(SCRIPT, "certificate 00000000-");
    assertThat(live.marked()).isTrue();
    assertThat(done.made()).isEqualTo(live.resource());
    assertThat(zone.records(HOST, "AAAA")).hasSize(1);
  }

  @Test
  void aCreationRepeatedAfterACrashIsDone() {
    create(world.files(), file("acme.example"));
    create(world.hosts(), host("acme.example"));

    create(world.hosts(), host("acme.example"));

    assertThat(world.standIn.count(CloudflareStandIn.Call::attaches)).isOne();
  }

  @Test
  void aHostOfAnotherScriptIsShownAndTakenOnlyWhenItIsTheBefore() {
    create(world.files(), file("acme.example"));
    world.standIn.workers().addForeign("blog");
    world.standIn.workers().attachForeign(zone, HOST, "blog");
    PolicyHost wish = host("acme.example");

    Reading.Live<PolicyHost> foreign = live(world.hosts(), wish);
    assertThat(foreign.marked()).isFalse();
    assertThat(foreign.resource().settings()).isEqualTo(Map.of("script", "blog"));
    assertThat(foreign.resource().sameAs(wish)).isFalse();

    assertThat(moved(write(world.hosts(), null, wish, null)).found()).isEqualTo("blog");
    moved(write(world.hosts(), wish, null, null));
    assertThat(attached()).containsEntry(HOST, "blog");

    done(write(world.hosts(), foreign.resource(), wish, null));
    assertThat(attached()).isEqualTo(Map.of(HOST, SCRIPT));
  }

  @Test
  void recordsInTheWayAreReplacedOnlyWhereTheChangeSaysSo() {
    create(world.files(), file("acme.example"));
    zone.add(HOST, "CNAME", 300, "old.example");
    PolicyHost wish = host("acme.example");
    assertThat(read(world.hosts(), wish)).isInstanceOf(Reading.Absent.class);

    Failure failure = failed(write(world.hosts(), null, wish, null));
    assertThat(failure.kind()).isEqualTo(Failure.Kind.AMBIGUOUS);
    assertThat(failure.message()).contains("100117", HOST, "'adopt'");
    assertThat(zone.records(HOST, "CNAME")).hasSize(1);

    done(write(world.hosts(), null, wish.replacing("CNAME old.example"), null));
    assertThat(zone.records(HOST, "CNAME")).isEmpty();
    assertThat(live(world.hosts(), wish).resource().sameAs(wish)).isTrue();
  }

  @Test
  void recordsThatTheServiceWillNotReplaceAreForTheUserToDelete() {
    create(world.files(), file("acme.example"));
    world.standIn.next(
        CloudflareStandIn.Call::attaches,
        CloudflareFault.refused(409, 100117, "Hostname already has externally managed records"));

    PolicyHost wish = host("acme.example").replacing("A 192.0.2.1");
    Failure failure = failed(write(world.hosts(), null, wish, null));

    assertThat(failure.todo()).contains("delete the records at " + HOST);
  }

  @Test
  void aDetachedHostIsGoneWithItsRecord() {
    create(world.files(), file("acme.example"));
    PolicyHost wish = host("acme.example");
    create(world.hosts(), wish);

    done(write(world.hosts(), wish, null, null));

    assertThat(read(world.hosts(), wish)).isInstanceOf(Reading.Absent.class);
    assertThat(zone.records(HOST, "AAAA")).isEmpty();
    done(write(world.hosts(), wish, null, null));
  }

  @Test
  void aHostThatIsGoneIsNotChanged() {
    create(world.files(), file("acme.example"));
    PolicyHost wish = host("acme.example");
    PolicyHost before = wish.replacing("anything");

    Outcome.Moved moved = moved(write(world.hosts(), before, wish, null));

    assertThat(moved.found()).isEqualTo("no custom domain");
    assertThat(attached()).isEmpty();
  }

  @Test
  void withoutAPolicyNothingIsAttached() {
    Failure failure = failed(write(world.hosts(), null, host("acme.example"), null));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.MISSING);
    assertThat(failure.message()).contains("holds no policy");
    assertThat(attached()).isEmpty();
  }

  static Stream<CloudflareFault> silences() {
    return WorkerPolicyFilesTest.silences();
  }

  @ParameterizedTest
  @MethodSource("silences")
  void anAttachmentWhoseAnswerIsLostIsLookedUp(CloudflareFault silence) {
    create(world.files(), file("acme.example"));
    world.standIn.next(CloudflareStandIn.Call::attaches, silence);

    create(world.hosts(), host("acme.example"));

    assertThat(attached()).isEqualTo(Map.of(HOST, SCRIPT));
  }

  @ParameterizedTest
  @MethodSource("silences")
  void aDetachmentWhoseAnswerIsLostIsLookedUp(CloudflareFault silence) {
    create(world.files(), file("acme.example"));
    PolicyHost wish = host("acme.example");
    create(world.hosts(), wish);
    world.standIn.next(call -> call.method().equals("DELETE"), silence);

    done(write(world.hosts(), wish, null, null));

    assertThat(attached()).isEmpty();
  }

  @Test
  void anAttachmentThatIsLostEveryTimeFails() {
    create(world.files(), file("acme.example"));
    world.standIn.next(9, CloudflareStandIn.Call::attaches, CloudflareFault.lost());

    Failure failure = failed(write(world.hosts(), null, host("acme.example"), null));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
    assertThat(world.standIn.count(CloudflareStandIn.Call::attaches)).isEqualTo(3);
  }

  @Test
  void oneRefusedHostLeavesTheOthersAttached() {
    List<String> domains = List.of("a.acme.example", "b.acme.example", "c.acme.example");
    world.files().write(creations(domains.stream().map(WorkerTesting::file).toList()));
    zone.add("mta-sts.b.acme.example", "A", 300, "192.0.2.1");

    Map<?, Outcome> outcomes =
        world.hosts().write(creations(domains.stream().map(WorkerTesting::host).toList()));

    assertThat(outcomes).hasSize(3);
    failed(outcomes.get(host("b.acme.example").address()));
    assertThat(attached()).containsOnlyKeys("mta-sts.a.acme.example", "mta-sts.c.acme.example");
  }

  @Test
  void aListingThatIsCutIsCompletedByName() {
    List<String> domains = List.of("a.acme.example", "b.acme.example", "c.acme.example");
    List<PolicyFile> files = domains.stream().map(WorkerTesting::file).toList();
    List<PolicyHost> hosts = domains.stream().map(WorkerTesting::host).toList();
    world.files().write(creations(files));
    world.hosts().write(creations(hosts));
    world.standIn.workers().mostListed(1);

    List<Wanted<PolicyHost>> wanted = hosts.stream().map(host -> new Wanted<>(host, null)).toList();

    assertThat(world.hosts().read(wanted).values())
        .hasSize(3)
        .hasOnlyElementsOfType(Reading.Live.class);
  }

  @Test
  void aZoneWhoseDnsIsElsewhereCanStillBeServed() {
    world.standIn.addZone("cname.example", made -> made.type("partial"));
    create(world.files(), file("cname.example"));

    create(world.hosts(), host("cname.example"));

    assertThat(attached()).containsKey("mta-sts.cname.example");
  }

  @Test
  void aZoneThatIsNotActiveYetIsSaidByThePlan() {
    world.standIn.addZone("new.example", made -> made.status("pending"));

    Failure failure = unread(read(world.files(), file("new.example")));

    assertThat(failure.message()).contains("mta-sts.new.example", "pending");
  }

  @Test
  void aHostIsAttachedToTheShardThatHoldsItsPolicy() {
    world.close();
    world = new CloudflareWorld(CloudflareStandIn.TOKEN, Settings.NONE, Map.of(), 1);
    List<String> domains = List.of("a.example", "b.example");
    domains.forEach(world.standIn::addZone);
    List<PolicyHost> hosts = new ArrayList<>();
    domains.forEach(domain -> hosts.add(host(domain)));
    world.files().write(creations(domains.stream().map(WorkerTesting::file).toList()));

    world.hosts().write(creations(hosts)).values().forEach(outcome -> done(outcome));

    assertThat(attached())
        .isEqualTo(Map.of("mta-sts.a.example", "mta-sts", "mta-sts.b.example", "mta-sts-2"));
    assertThat(live(world.hosts(), hosts.get(1)).resource().sameAs(hosts.get(1))).isTrue();
    assertThat(live(world.hosts(), hosts.get(1)).marked()).isTrue();
  }
}
