package dev.mtasts.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Wanted;
import dev.mtasts.provider.contract.Ask;
import dev.mtasts.testing.AcmStandIn;
import dev.mtasts.testing.FaultyProxy.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AcmCertificatesTest {
  private static final String HOST = "mta-sts.acme.example";

  private final HostingWorld world = new HostingWorld();
  private final Certificate wish = world.front("acme.example").certificate().orElseThrow();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aCertificateIsAskedForWithItsProofs() {
    world.acm.hideProofs(3);

    Certificate made = made(Ask.create(world.certificates(), wish));

    assertThat(made.proofs())
        .containsExactly(
            new Certificate.Proof(HOST, AcmStandIn.proofName(HOST), AcmStandIn.proofTarget(HOST)));
    assertThat(made.issued()).isFalse();
    assertThat(made.state()).isEqualTo("PENDING_VALIDATION since 2026-11-01T09:00:00Z");
    assertThat(world.acm.arns()).containsExactly(made.id());
    assertThat(world.acm.tags(made.id())).containsExactly(Map.entry("mtasts", HOST));
    assertThat(Ask.live(world.certificates(), wish)).isEqualTo(live(made));
  }

  @Test
  void itIsIssuedOnceDnsHasTheProof() {
    Certificate made = made(Ask.create(world.certificates(), wish));
    assertThat(Ask.live(world.certificates(), wish).resource().issued()).isFalse();

    world.prove(made);

    Certificate issued = Ask.live(world.certificates(), wish).resource();
    assertThat(issued.issued()).isTrue();
    assertThat(issued.state()).isEqualTo("ISSUED since 2026-11-01T09:01:00Z");
    assertThat(issued.proofs()).isEqualTo(made.proofs());
  }

  @Test
  void aRepeatedWishIsTheSameCertificate() {
    Certificate made = made(Ask.create(world.certificates(), wish));
    world.restart();

    assertThat(made(Ask.create(world.certificates(), wish))).isEqualTo(made);
    assertThat(world.acm.count("RequestCertificate")).isEqualTo(1);
  }

  @Test
  void aLostAnswerIsNoSecondCertificate() {
    world.acmProxy.next(1, r -> r.head().contains("RequestCertificate"), new Fault.LoseAnswer());

    Ask.create(world.certificates(), wish);

    assertThat(world.acm.arns()).hasSize(1);
  }

  @Test
  void aStrangersCertificateIsLeftAlone() {
    String theirs = world.acm.foreign("RSA_2048", HOST);
    assertThat(Ask.read(world.certificates(), wish)).isEqualTo(new Reading.Absent<>());

    Certificate made = made(Ask.create(world.certificates(), wish));

    assertThat(made.id()).isNotEqualTo(theirs);
    assertThat(Ask.live(world.certificates(), wish).resource().id()).isEqualTo(made.id());
  }

  @Test
  void oursIsFoundWhateverItsKeyAndWhereverItIsListed() {
    world.acm.pageSize(2);
    for (int i = 0; i < 5; i++) {
      world.acm.foreign("EC_prime256v1", "d" + i + ".example");
    }
    Certificate made = made(Ask.create(world.certificates(), wish));

    assertThat(Ask.live(world.certificates(), wish).resource()).isEqualTo(made);
    assertThat(world.acm.count("ListCertificates")).isEqualTo(3 + 3);
  }

  @Test
  void aDeadCertificateIsAbsentAndGivesWayToANewOne() {
    Certificate dead = made(Ask.create(world.certificates(), wish));
    for (String status : List.of("VALIDATION_TIMED_OUT", "FAILED", "EXPIRED", "REVOKED")) {
      world.acm.status(dead.id(), status);
      assertThat(Ask.read(world.certificates(), wish)).isEqualTo(new Reading.Absent<>());

      Certificate next = made(Ask.create(world.certificates(), wish));

      assertThat(world.acm.arns()).containsExactly(next.id());
      assertThat(next.id()).isNotEqualTo(dead.id());
      dead = next;
    }
  }

  @Test
  void theShortestNameIsTheCommonName() {
    String label = "a".repeat(60);
    Certificate many =
        world
            .shared(label + ".example", "shop.example", "acme.example")
            .certificate()
            .orElseThrow();

    Certificate made = made(Ask.create(world.certificates(), many));

    assertThat(world.acm.commonName(made.id())).isEqualTo(HOST);
    assertThat(made.proofs()).hasSize(3);
  }

  @Test
  void aNameTooLongForACommonNameIsToldBeforeAnythingIsAsked() {
    Certificate longName = world.front("a".repeat(60) + ".example").certificate().orElseThrow();

    Failure read = Ask.unread(Ask.read(world.certificates(), longName));
    Failure written = Ask.failed(Ask.write(world.certificates(), null, longName, null));

    assertThat(read.because()).contains("64 octets");
    assertThat(written).isEqualTo(read);
    assertThat(read.todo()).contains("host.share");
    assertThat(world.acm.count("RequestCertificate")).isZero();
  }

  @Test
  void aQuotaOfNamesIsToldWithTheWayOut() {
    world.acm.quota(1);

    Failure failure =
        Ask.failed(
            Ask.write(
                world.certificates(),
                null,
                world.shared("acme.example", "shop.example").certificate().orElseThrow(),
                null));

    assertThat(failure.because()).contains("LimitExceededException");
    assertThat(failure.todo()).contains("quota");
  }

  @Test
  void proofsThatNeverComeAreToldAndTheCertificateIsTakenUpLater() {
    world.acm.hideProofs(30);

    Failure failure = Ask.failed(Ask.write(world.certificates(), null, wish, null));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
    assertThat(failure.because()).contains(world.acm.arns().get(0));
    Ask.create(world.certificates(), wish);
    assertThat(world.acm.arns()).hasSize(1);
  }

  @Test
  void severalAddressesWithTheSameNamesHaveOneCertificate() {
    Certificate one = world.shared("acme.example", "shop.example").certificate().orElseThrow();
    Certificate other = world.shared("shop.example", "acme.example").certificate().orElseThrow();

    Map<Address, Outcome> outcomes =
        world
            .certificates()
            .write(
                List.of(
                    new Change<>(null, one, null, "new"), new Change<>(null, other, null, "new")));

    assertThat(made(outcomes.get(one.address())))
        .isEqualTo(made(outcomes.get(other.address())).at(one.address()));
    assertThat(world.acm.arns()).hasSize(1);
  }

  @Test
  void itIsDeletedWhenNothingHasItAnyMore() {
    Certificate made = made(Ask.create(world.certificates(), wish));

    Ask.done(Ask.change(world.certificates(), made, null));

    assertThat(world.acm.arns()).isEmpty();
    Ask.done(Ask.write(world.certificates(), made, null, null));
  }

  @Test
  void oneThatIsInUseStaysAndThatIsTold() {
    PolicyHost host = world.set(world.front("acme.example"));
    Certificate live = Ask.live(world.certificates(), wish).resource();

    Failure failure = Ask.failed(Ask.change(world.certificates(), live, null));

    assertThat(failure.because()).contains("ResourceInUseException");
    assertThat(world.acm.arns()).containsExactly(host.certificate());
  }

  @Test
  void anotherThanThePlannedOneIsNotDeleted() {
    Certificate old = made(Ask.create(world.certificates(), wish));
    world.acm.status(old.id(), "FAILED");
    Certificate next = made(Ask.create(world.certificates(), wish));

    assertThat(Ask.moved(Ask.write(world.certificates(), old, null, null)).found())
        .isEqualTo(next.id());
  }

  @Test
  void fiftyKnownCertificatesTakeOneRequest() {
    List<Change<Certificate>> changes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Certificate each = world.front("d" + i + ".example").certificate().orElseThrow();
      changes.add(new Change<>(null, each, null, "new"));
    }
    List<Certificate> all = new ArrayList<>();
    world.certificates().write(changes).values().forEach(outcome -> all.add(made(outcome)));
    all.forEach(world::prove);
    List<Wanted<Certificate>> wanted = new ArrayList<>();
    for (Reading<Certificate> each : read(all).values()) {
      wanted.add(new Wanted<>(((Reading.Live<Certificate>) each).resource(), null));
    }
    world.clearLogs();

    Map<Address, Reading<Certificate>> known = world.certificates().read(wanted);

    wanted.forEach(
        w -> assertThat(known.get(w.expected().address())).isEqualTo(live(w.expected())));
    assertThat(world.requests()).isEqualTo(1);

    world.clearLogs();
    read(all);
    // With the id alone, no tags are asked for.
    assertThat(world.requests()).isEqualTo(1 + 50);
  }

  @Test
  void throttlingIsWaitedForAndADenialNamesTheAction() {
    world.acmProxy.next(3, r -> true, refusal(400, "ThrottlingException", "Rate exceeded"));
    Ask.create(world.certificates(), wish);

    world.acmProxy.always(r -> true, refusal(400, "AccessDeniedException", "not authorized"));
    Failure failure = Ask.unread(Ask.read(world.certificates(), wish));

    assertThat(failure.message()).doesNotContain("canary");
    assertThat(failure.kind()).isEqualTo(Failure.Kind.DENIED);
    assertThat(failure.todo()).contains("acm:ListCertificates");
  }

  private Map<Address, Reading<Certificate>> read(List<Certificate> all) {
    return world.certificates().read(all.stream().map(each -> new Wanted<>(each, null)).toList());
  }

  private static Fault refusal(int status, String code, String message) {
    return new Fault.Answer(
        status,
        "Content-Type: application/x-amz-json-1.1\r\n",
        "{\"__type\":\"" + code + "\",\"message\":\"" + message + "\"}");
  }

  private static Reading<Certificate> live(Certificate certificate) {
    return new Reading.Live<>(certificate, certificate.id(), true);
  }

  private static Certificate made(@Nullable Outcome outcome) {
    return (Certificate) Objects.requireNonNull(Ask.done(Objects.requireNonNull(outcome)).made());
  }
}
