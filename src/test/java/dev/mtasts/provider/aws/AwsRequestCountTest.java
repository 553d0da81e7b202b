package dev.mtasts.provider.aws;

import static dev.mtasts.provider.contract.PolicyFilesContract.BODY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.Wanted;
import dev.mtasts.provider.contract.Ask;
import dev.mtasts.testing.FaultyProxy;
import dev.mtasts.testing.Route53StandIn;
import dev.mtasts.testing.S3Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many requests it takes to see that nothing is to be done: what a run costs at any size. */
final class AwsRequestCountTest {
  private static final int DOMAINS = 1_000;
  private static final S3Server SERVER = S3Server.shared();
  private static final FaultyProxy S3 = new FaultyProxy(SERVER.endpoint());
  private static final String BUCKET = SERVER.newBucket();

  private final Route53StandIn route53 = new Route53StandIn();
  private final Provider provider =
      AwsTesting.open(
          Map.of("endpoint", S3.endpoint(), "route53_endpoint", route53.endpoint()), SERVER.env());

  @BeforeAll
  static void upload() {
    try (Provider provider =
        AwsTesting.openTrusting(Map.of("endpoint", SERVER.endpoint()), SERVER.env())) {
      List<Change<PolicyFile>> changes = new ArrayList<>();
      for (int i = 0; i < DOMAINS; i++) {
        changes.add(new Change<>(null, file(i), null, "new"));
      }
      provider.files().orElseThrow().write(changes).values().forEach(Ask::done);
    }
  }

  @BeforeEach
  void forget() {
    S3.clearLog();
  }

  @AfterEach
  void close() {
    provider.close();
    route53.close();
  }

  @AfterAll
  static void closeProxy() {
    S3.close();
  }

  @Test
  void aThousandDomainsInOneZoneAndOneBucketTakeNineRequests() {
    String zone = route53.zone("example");
    for (int i = 0; i < DOMAINS; i++) {
      serve(zone, i);
    }

    assertThatAllIsLiveAndEqual();

    assertThat(S3.log()).hasSize(1);
    assertThat(route53.count("ListHostedZones")).isEqualTo(1);
    assertThat(route53.count("ListResourceRecordSets")).isEqualTo(7); // 2,002 sets, 300 a page.
    assertThat(S3.log().size() + route53.log().size()).isEqualTo(9);
  }

  @Test
  void aThousandZonesTakeOneRequestEachAndElevenMore() {
    for (int i = 0; i < DOMAINS; i++) {
      serve(route53.zone("d" + i + ".example"), i);
    }

    assertThatAllIsLiveAndEqual();

    assertThat(S3.log()).hasSize(1);
    assertThat(route53.count("ListHostedZones")).isEqualTo(10);
    assertThat(route53.count("ListResourceRecordSets")).isEqualTo(DOMAINS);
    assertThat(S3.log().size() + route53.log().size()).isEqualTo(DOMAINS + 11);
  }

  @Test
  void oneDomainTakesThreeRequests() {
    serve(route53.zone("d0.example"), 0);

    provider.files().orElseThrow().read(List.of(new Wanted<>(file(0), null)));
    provider
        .records()
        .orElseThrow()
        .read(List.of(new Wanted<>(record(0), null), new Wanted<>(report(0), null)));

    assertThat(S3.log().size() + route53.log().size()).isEqualTo(3);
  }

  private void assertThatAllIsLiveAndEqual() {
    List<Wanted<DnsRecordSet>> sets = new ArrayList<>();
    List<Wanted<PolicyFile>> files = new ArrayList<>();
    for (int i = 0; i < DOMAINS; i++) {
      sets.add(new Wanted<>(record(i), null));
      sets.add(new Wanted<>(report(i), null));
      files.add(new Wanted<>(file(i), null));
    }
    Map<Address, Reading<DnsRecordSet>> records = provider.records().orElseThrow().read(sets);
    Map<Address, Reading<PolicyFile>> policies = provider.files().orElseThrow().read(files);
    for (Wanted<DnsRecordSet> each : sets) {
      assertThat(records.get(each.expected().address()))
          .isEqualTo(new Reading.Live<>(each.expected(), null, false));
    }
    for (Wanted<PolicyFile> each : files) {
      assertThat(policies.get(each.expected().address())).isInstanceOf(Reading.Live.class);
    }
  }

  private void serve(String zone, int i) {
    for (DnsRecordSet set : List.of(record(i), report(i))) {
      route53.text(zone, set.name(), set.ttl(), set.values());
    }
  }

  private static DomainName domain(int i) {
    return new DomainName("d" + i + ".example");
  }

  private static PolicyFile file(int i) {
    return AwsTesting.file(BUCKET, domain(i).text(), BODY);
  }

  private static DnsRecordSet record(int i) {
    DomainName name = domain(i);
    return txt(new Address(name, Part.RECORD), name.recordName(), "v=STSv1; id=20261101T090000Z;");
  }

  private static DnsRecordSet report(int i) {
    DomainName name = domain(i);
    return txt(
        new Address(name, Part.TLSRPT), name.tlsRptName(), "v=TLSRPTv1; rua=mailto:a@b.example");
  }

  private static DnsRecordSet txt(Address address, String name, String value) {
    return new DnsRecordSet(address, name, RecordType.TXT, 300, List.of(value), null);
  }
}
