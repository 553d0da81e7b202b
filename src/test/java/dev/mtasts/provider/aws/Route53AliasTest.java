package dev.mtasts.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.contract.Ask;
import dev.mtasts.testing.Route53StandIn;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Aliases: to a distribution they are written, all others only kept or deleted. */
final class Route53AliasTest {
  private static final DomainName DOMAIN = new DomainName("acme.example");
  private static final String HOST = "mta-sts.acme.example";
  private static final DnsRecordSet A = set(Part.ADDRESS_A, RecordType.A, "d1.cloudfront.net");
  private static final DnsRecordSet AAAA =
      set(Part.ADDRESS_AAAA, RecordType.AAAA, "d1.cloudfront.net");
  private static final DnsRecordSet BALANCER =
      set(Part.ADDRESS_A, RecordType.A, "lb.eu-central-1.elb.amazonaws.com");

  private final Route53StandIn route53 = new Route53StandIn();
  private final String zone = route53.zone("acme.example");
  private final Provider provider =
      AwsTesting.openTrusting(Map.of("route53_endpoint", route53.endpoint()), AwsTesting.KEYS);

  @AfterEach
  void close() {
    provider.close();
    route53.close();
  }

  @Test
  void bothAddressesBecomeAliasesToADistribution() {
    Map<Address, Outcome> outcomes =
        records()
            .write(List.of(new Change<>(null, A, null, "new"), new Change<>(null, AAAA, null, "")));

    outcomes.values().forEach(Ask::done);
    assertThat(route53.get(zone, HOST, "A"))
        .hasValue(Map.entry(-1L, List.of("d1.cloudfront.net.")));
    assertThat(Ask.live(records(), A).resource()).isEqualTo(A);
    assertThat(Ask.live(records(), AAAA).resource()).isEqualTo(AAAA);
    Ask.create(records(), A);
  }

  @Test
  void anAliasFollowsToAnotherDistribution() {
    Ask.create(records(), A);
    DnsRecordSet next = set(Part.ADDRESS_A, RecordType.A, "d2.cloudfront.net");

    Ask.done(Ask.change(records(), A, next));

    assertThat(Ask.live(records(), A).resource()).isEqualTo(next);
    assertThat(Ask.moved(Ask.write(records(), A, null, null)).found())
        .isEqualTo("ALIAS d2.cloudfront.net");
  }

  @Test
  void anAddressMakesRoomForAnAliasInOneTransaction() {
    route53.set(zone, HOST, "A", 300, "192.0.2.1");
    DnsRecordSet before = Ask.live(records(), A).resource();

    Ask.done(Ask.change(records(), before, A));

    assertThat(Ask.live(records(), A).resource()).isEqualTo(A);
    assertThat(route53.count("ChangeResourceRecordSets")).isEqualTo(1);
  }

  @Test
  void aCnameMakesRoomForBothAliasesInOneTransaction() {
    route53.set(zone, HOST, "CNAME", 300, "d1.cloudfront.net.");
    DnsRecordSet cname =
        new DnsRecordSet(
            new Address(DOMAIN, Part.ADDRESS_CNAME),
            HOST,
            RecordType.CNAME,
            300,
            List.of("d1.cloudfront.net"),
            null);

    records()
        .write(
            List.of(
                new Change<>(null, A, null, "new"),
                new Change<>(null, AAAA, null, "new"),
                new Change<>(cname, null, null, "gone")))
        .values()
        .forEach(Ask::done);

    assertThat(route53.get(zone, HOST, "CNAME")).isEmpty();
    assertThat(Ask.live(records(), AAAA).resource()).isEqualTo(AAAA);
  }

  @Test
  void anAliasIsDeletedAsItIs() {
    for (String target : List.of("d1.cloudfront.net", "lb.eu-central-1.elb.amazonaws.com")) {
      route53.alias(zone, HOST, "A", target);
      DnsRecordSet before = Ask.live(records(), A).resource();

      Ask.done(Ask.change(records(), before, null));

      assertThat(route53.get(zone, HOST, "A")).isEmpty();
    }
  }

  @Test
  void anAliasThatWasNotReadInThisRunIsReadBeforeItIsDeleted() {
    route53.alias(zone, HOST, "A", "lb.eu-central-1.elb.amazonaws.com");

    Ask.done(Ask.write(records(), BALANCER, null, null));

    assertThat(route53.get(zone, HOST, "A")).isEmpty();
    Ask.done(Ask.write(records(), BALANCER, null, null));
  }

  @Test
  void anotherAliasThanThePlannedOneIsNotDeleted() {
    route53.alias(zone, HOST, "A", "d2.cloudfront.net");

    assertThat(Ask.moved(Ask.write(records(), A, null, null)))
        .isEqualTo(
            new Outcome.Moved("values", "ALIAS d1.cloudfront.net", "ALIAS d2.cloudfront.net"));
    assertThat(route53.get(zone, HOST, "A")).isPresent();
  }

  @Test
  void anAliasToAnythingElseIsNotWritten() {
    Failure failure = Ask.failed(Ask.write(records(), null, BALANCER, null));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.REFUSED);
    assertThat(failure.because()).contains("cloudfront.net only");
    assertThat(route53.count("ChangeResourceRecordSets")).isZero();

    route53.alias(zone, HOST, "A", "lb.eu-central-1.elb.amazonaws.com");
    Ask.done(Ask.write(records(), null, BALANCER, null));
  }

  @Test
  void aRefusedAliasHarmsNobodyElse() {
    Map<Address, Outcome> outcomes =
        records()
            .write(
                List.of(
                    new Change<>(null, BALANCER, null, "new"),
                    new Change<>(null, AAAA, null, "new")));

    Ask.failed(Objects.requireNonNull(outcomes.get(BALANCER.address())));
    Ask.done(Objects.requireNonNull(outcomes.get(AAAA.address())));
  }

  @Test
  void anAliasIsOneAddressRecordWithoutATtl() {
    Failure ttl = Ask.failed(Ask.write(records(), null, A.with(300, A.values()), null));
    Failure two =
        Ask.failed(
            Ask.write(records(), null, A.with(0, List.of(A.values().get(0), "192.0.2.1")), null));

    assertThat(ttl.because()).contains("TTL of 0");
    assertThat(two.because()).contains("one A or AAAA record");
  }

  private Handler<DnsRecordSet> records() {
    return provider.records().orElseThrow();
  }

  private static DnsRecordSet set(Part part, RecordType type, String target) {
    return new DnsRecordSet(
        new Address(DOMAIN, part), HOST, type, 0, List.of(DnsRecordSet.ALIAS + target), null);
  }
}
