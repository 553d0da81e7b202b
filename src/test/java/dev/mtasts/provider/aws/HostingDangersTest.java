package dev.mtasts.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.contract.Ask;
import dev.mtasts.testing.FaultyProxy.Fault;
import dev.mtasts.testing.S3Server;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** What a host must not do to what others have, and must not rely on. */
final class HostingDangersTest {
  private final HostingWorld world = new HostingWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({
    "endpoint, https://acc.r2.cloudflarestorage.com, r2.cloudflarestorage.com",
    "region, cn-north-1, cn-north-1",
    "region, us-gov-west-1, us-gov-west-1"
  })
  void cloudFrontIsNotSetUpBeforeABucketThatItCannotReach(String key, String value, String told) {
    try (Provider other =
        AwsTesting.open(
            Map.of(key, key.equals("endpoint") ? URI.create(value) : value),
            S3Server.shared().env())) {
      PolicyHost wish = world.front("acme.example").host();

      Failure failure = Ask.unread(Ask.read(other.hosts().orElseThrow(), wish));

      assertThat(failure.kind()).isEqualTo(Failure.Kind.REFUSED);
      assertThat(failure.message()).contains(told);
    }
  }

  @Test
  void aStrangersDistributionWithOtherNamesTooIsNotTakenOver() {
    world.set(world.shared("acme.example", "shop.example"));
    world.cloudFront.untag("E00001TEST");
    world.cloudFront.edit("E00001TEST", "mtasts cloudfront:mail", "by hand");
    PolicyHost wish = world.certified(world.front("acme.example"));

    Failure read = Ask.unread(Ask.read(world.hosts(), wish));
    Failure written = Ask.failed(Ask.write(world.hosts(), wish, wish, null));

    assertThat(read.because()).contains("E00001TEST").contains("mta-sts.shop.example");
    assertThat(written).isEqualTo(read);
    assertThat(world.cloudFront.config("E00001TEST")).contains("mta-sts.shop.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme.example", "two words", "", "a/b"})
  void aShareIsNoDomainForBothWouldHaveTheSameLocation(String share) {
    assertThatThrownBy(() -> world.front(Map.of("share", share), "shop.example"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("share");
  }

  @Test
  void anOpenBucketInWhichSomethingIsIsNotClosed() {
    S3Server.shared().client().createBucket(b -> b.bucket(world.bucket));
    S3Server.shared()
        .client()
        .putObject(b -> b.bucket(world.bucket).key("index.html"), RequestBody.fromString("hello"));
    PolicyHost wish = world.certified(world.front("acme.example"));

    Failure failure = Ask.failed(Ask.write(world.hosts(), null, wish, null));

    assertThat(failure.because()).contains("not closed to the public");
    assertThat(failure.todo()).contains("create_bucket: false");
    assertThat(world.s3.log()).noneMatch(line -> line.startsWith("PUT"));
    assertThat(world.cloudFront.ids()).isEmpty();
  }

  @Test
  void ourBucketIsClosedAgainAlthoughItHoldsPolicies() {
    PolicyHost made = world.set(world.front("acme.example"));
    S3Server.shared()
        .client()
        .putObject(
            b -> b.bucket(world.bucket).key("acme.example/.well-known/mta-sts.txt"),
            RequestBody.fromString("version: STSv1"));
    world.s3.forget(world.bucket, "publicAccessBlock");

    Ask.done(Ask.change(world.hosts(), Ask.live(world.hosts(), made).resource(), made));

    assertThat(world.s3.has(world.bucket, "publicAccessBlock")).isTrue();
  }

  @Test
  void aBucketOfAnotherAccountIsNotTakenForOurs() {
    S3Server.shared().client().createBucket(b -> b.bucket(world.bucket));
    world.s3.owner(world.bucket, "999988887777");
    PolicyHost wish = world.certified(world.front("acme.example"));

    Failure failure = Ask.failed(Ask.write(world.hosts(), null, wish, null));

    assertThat(failure.message()).contains(world.bucket).contains("another account");
    assertThat(world.s3.log()).noneMatch(line -> line.startsWith("PUT"));
  }

  @Test
  void aListOfPrincipalsMayHoldEverybodyAnywhere() {
    S3Server.shared().client().createBucket(b -> b.bucket(world.bucket));
    world.s3.policy(
        world.bucket,
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"111122223333\",\"*\"]},"
            + "\"Action\":\"s3:GetObject\"}]}");
    PolicyHost wish = world.certified(world.front("acme.example"));

    assertThat(Ask.failed(Ask.write(world.hosts(), null, wish, null)).because())
        .contains("everybody");
  }

  @Test
  @Timeout(20)
  void aFunctionThatNeverShowsAsPublishedIsGivenUp() {
    PolicyHost wish = world.certified(world.shared("acme.example", "shop.example"));
    world.cloudFrontProxy.always(
        r -> r.target().contains("Stage=LIVE"),
        new Fault.Answer(
            404,
            "Content-Type: text/xml\r\n",
            "<ErrorResponse><Error><Code>NoSuchFunctionExists</Code><Message>no</Message></Error>"
                + "</ErrorResponse>"));

    Failure failure = Ask.failed(Ask.write(world.hosts(), null, wish, null));

    assertThat(failure.tried()).contains("mtasts-folders");
  }

  @Test
  void aQuotaIsNamedAsOne() {
    PolicyHost wish = world.certified(world.front("acme.example"));
    world.cloudFrontProxy.always(
        r -> r.target().contains("WithTags"),
        new Fault.Answer(
            400,
            "Content-Type: text/xml\r\n",
            "<ErrorResponse><Error><Code>TooManyDistributions</Code><Message>no</Message></Error>"
                + "</ErrorResponse>"));

    assertThat(Ask.failed(Ask.write(world.hosts(), null, wish, null)).todo()).contains("quota");
  }
}
