package dev.mtasts.provider.aws;

import static dev.mtasts.provider.contract.PolicyFilesContract.BODY;
import static dev.mtasts.provider.contract.PolicyFilesContract.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Wanted;
import dev.mtasts.testing.FaultyProxy;
import dev.mtasts.testing.FaultyProxy.Fault;
import dev.mtasts.testing.S3Server;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class S3ListingTest {
  private final S3Server server = S3Server.shared();
  private final FaultyProxy proxy = new FaultyProxy(server.endpoint());
  private final String bucket = server.newBucket();
  private final Provider provider =
      AwsTesting.open(Map.of("endpoint", proxy.endpoint()), server.env());

  private final PolicyFile a = AwsTesting.file(bucket, "a.example", BODY);
  private final PolicyFile b = AwsTesting.file(bucket, "b.example", BODY);
  private final PolicyFile c = AwsTesting.file(bucket, "c.example", BODY);
  private final PolicyFile d = AwsTesting.file(bucket, "d.example", BODY);

  @AfterEach
  void close() {
    provider.close();
    proxy.close();
  }

  @Test
  void whatTheListingShowsUnchangedIsNotFetched() {
    put(a, BODY);
    put(b, OTHER);
    put(c, "somebody else's");
    String version = Md5.hex(OTHER);

    Map<Address, Reading<PolicyFile>> answers =
        read(new Wanted<>(a, null), new Wanted<>(b, version), new Wanted<>(c, version), none(d));

    // a by its digest, b by its version though the body is another than expected.
    assertThat(live(answers, a)).isEqualTo(BODY);
    assertThat(live(answers, b)).isEqualTo(BODY);
    assertThat(live(answers, c)).isEqualTo("somebody else's");
    assertThat(answers.get(d.address())).isInstanceOf(Reading.Absent.class);
    assertThat(proxy.log()).hasSize(2);
    assertThat(proxy.log().get(1).target()).contains("c.example");
  }

  @Test
  void aListingWithoutEndInForeignObjectsIsGivenUp() {
    put(a, BODY);
    put(c, OTHER);
    proxy.always(
        request -> request.target().contains("list-type=2"),
        new Fault.Answer(
            200,
            "Content-Type: application/xml\r\n",
            "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>more"
                + "</NextContinuationToken><Contents><Key>0</Key><ETag>\"0\"</ETag></Contents>"
                + "</ListBucketResult>"));

    Map<Address, Reading<PolicyFile>> answers = read(none(a), none(b), none(c));

    assertThat(live(answers, a)).isEqualTo(BODY);
    assertThat(answers.get(b.address())).isInstanceOf(Reading.Absent.class);
    assertThat(live(answers, c)).isEqualTo(OTHER);
    assertThat(proxy.log()).hasSize(1 + 3);
  }

  @Test
  void aListingThatIsCutWithoutAWayOnHidesNothing() {
    put(b, OTHER);
    proxy.always(
        request -> request.target().contains("list-type=2"),
        new Fault.Answer(
            200,
            "Content-Type: application/xml\r\n",
            "<ListBucketResult><IsTruncated>true</IsTruncated><NextMarker>0</NextMarker>"
                + "<Contents><Key>0</Key><ETag>\"0\"</ETag></Contents></ListBucketResult>"));

    Map<Address, Reading<PolicyFile>> answers = read(none(a), none(b), none(c));

    assertThat(live(answers, b)).isEqualTo(OTHER);
    assertThat(answers.get(a.address())).isInstanceOf(Reading.Absent.class);
  }

  @Test
  void aPrefixIsWhatAllKeysBeginWith() {
    assertThat(S3Listing.commonPrefix(List.of("x/a/1", "x/a/2", "x/ab"))).isEqualTo("x/a");
    assertThat(S3Listing.commonPrefix(List.of("a", "b"))).isEmpty();
    assertThat(S3Listing.commonPrefix(List.of())).isEmpty();
  }

  @SafeVarargs
  private Map<Address, Reading<PolicyFile>> read(Wanted<PolicyFile>... wanted) {
    return provider.files().orElseThrow().read(List.of(wanted));
  }

  private static Wanted<PolicyFile> none(PolicyFile file) {
    return new Wanted<>(file, null);
  }

  private void put(PolicyFile file, String body) {
    server.put(bucket, S3Location.parse(file.location()).key(), body);
  }

  private static String live(Map<Address, Reading<PolicyFile>> answers, PolicyFile file) {
    Reading<PolicyFile> reading = Objects.requireNonNull(answers.get(file.address()));
    assertThat(reading).isInstanceOf(Reading.Live.class);
    return ((Reading.Live<PolicyFile>) reading).resource().body();
  }
}
