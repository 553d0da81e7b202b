package dev.mtasts.provider.aws;

import static dev.mtasts.provider.contract.PolicyFilesContract.BODY;
import static dev.mtasts.provider.contract.PolicyFilesContract.OTHER;
import static dev.mtasts.testing.FaultyProxy.method;
import static dev.mtasts.testing.FaultyProxy.s3Error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.Wanted;
import dev.mtasts.provider.contract.Ask;
import dev.mtasts.testing.FaultyProxy;
import dev.mtasts.testing.FaultyProxy.Fault;
import dev.mtasts.testing.S3Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a store and the way to it do on bad days, and what the adapter makes of it. */
final class S3BadDaysTest {
  private static final String KEY = "acme.example/.well-known/mta-sts.txt";

  private final S3Server server = S3Server.shared();
  private final FaultyProxy proxy = new FaultyProxy(server.endpoint());
  private final String bucket = server.newBucket();
  private final PolicyFile file = AwsTesting.file(bucket, "acme.example", BODY);
  private final Provider provider =
      AwsTesting.open(Map.of("endpoint", proxy.endpoint()), server.env());

  @AfterEach
  void close() {
    provider.close();
    proxy.close();
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, DENIED, s3:GetObject",
    "403, InvalidAccessKeyId, CREDENTIALS, Renew",
    "400, ExpiredToken, CREDENTIALS, Renew",
    "403, SignatureDoesNotMatch, CREDENTIALS, Renew",
    "404, NoSuchBucket, MISSING, Create the bucket",
    "400, AuthorizationHeaderMalformed, REFUSED, region",
    "503, SlowDown, THROTTLED, Wait",
    "429, TooManyRequests, THROTTLED, Wait",
    "500, InternalError, UNAVAILABLE, later",
    "404, '', REFUSED, Correct",
  })
  void anErrorOfAReadingIsSaidInTheUsersWords(
      int status, String code, Failure.Kind kind, String todo) {
    server.put(bucket, KEY, BODY);
    proxy.always(method("GET"), s3Error(status, code));

    Failure failure = Ask.unread(Ask.read(files(), file));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.todo()).contains(todo);
    assertThat(failure.because()).contains(code, Integer.toString(status));
    assertThat(failure.message()).contains(bucket).doesNotContain(S3Server.SECRET);
  }

  @Test
  void aBucketElsewhereIsToldWithItsRegion() {
    proxy.always(
        method("GET"),
        new Fault.Answer(
            301,
            "Content-Type: application/xml\r\nx-amz-bucket-region: eu-west-3\r\n",
            "<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>"));

    Failure failure = Ask.unread(Ask.read(files(), file));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.REFUSED);
    assertThat(failure.todo()).contains("region: eu-west-3");
  }

  @Test
  void oneBadAnswerIsForgottenWhenTheNextIsGood() {
    server.put(bucket, KEY, BODY);
    proxy.next(1, method("GET"), s3Error(500, "InternalError"));
    proxy.next(1, method("GET"), new Fault.HalfBody());

    assertThat(Ask.live(files(), file).resource().body()).isEqualTo(BODY);

    assertThat(proxy.count("GET")).isEqualTo(3);
  }

  @Test
  void anAnswerThatAlwaysEndsEarlyIsNotTakenForAFile() {
    server.put(bucket, KEY, BODY);
    proxy.always(method("GET"), new Fault.HalfBody());

    assertThat(Ask.unread(Ask.read(files(), file)).kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
  }

  @Test
  void silenceIsNotWaitedForForever() {
    proxy.always(method("GET"), new Fault.Silence());
    AwsFactory impatient = new AwsFactory(time -> {}, Duration.ofMillis(200), false);
    Settings settings = new Settings(Map.of("endpoint", proxy.endpoint()));
    Failure failure;
    try (Provider own = impatient.open("aws", settings, AwsTesting.surroundings(server.env()))) {
      failure = Ask.unread(Ask.read(own.files().orElseThrow(), file));
    }

    assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
    assertThat(failure.because()).containsIgnoringCase("timed out");
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() {
    proxy.close();

    assertThat(Ask.unread(Ask.read(files(), file)).kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
  }

  @Test
  void aWriteWhoseAnswerWasLostIsLookedUp() {
    proxy.always(method("PUT"), new Fault.LoseAnswer());

    Outcome.Done done = Ask.create(files(), file);

    assertThat(server.text(bucket, KEY)).contains(BODY);
    proxy.heal();
    assertThat(done.version()).isEqualTo(Ask.live(files(), file).version());
  }

  @Test
  void aWriteThatNeverArrivedIsAFailureAndChangesNothing() {
    server.put(bucket, KEY, BODY);
    PolicyFile before = Ask.live(files(), file).resource();
    proxy.always(method("PUT"), new Fault.Refuse());

    Failure failure = Ask.failed(Ask.change(files(), before, file.with(OTHER)));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
    assertThat(failure.tried()).contains("write s3://" + bucket);
    assertThat(server.text(bucket, KEY)).contains(BODY);
  }

  @ParameterizedTest
  @CsvSource({"403, AccessDenied, DENIED", "500, InternalError, UNAVAILABLE"})
  void aRefusedWriteIsAFailureAndChangesNothing(int status, String code, Failure.Kind kind) {
    proxy.always(method("PUT"), s3Error(status, code));

    Failure failure = Ask.failed(Ask.write(files(), null, file, null));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(server.text(bucket, KEY)).isEmpty();
  }

  @Test
  void aWriteDoesNotWaitForLeaveToSendItsFewOctets() {
    Ask.create(files(), file);

    assertThat(proxy.log()).noneMatch(r -> r.head().toLowerCase(Locale.ROOT).contains("expect:"));
  }

  @Test
  void aConflictIsTriedAgain() {
    proxy.next(2, method("PUT"), s3Error(409, "ConditionalRequestConflict"));

    Ask.create(files(), file);

    assertThat(server.text(bucket, KEY)).contains(BODY);
  }

  @Test
  void conflictsWithoutEndAreAFailure() {
    proxy.always(method("PUT"), s3Error(409, "ConditionalRequestConflict"));

    Ask.failed(Ask.write(files(), null, file, null));

    assertThat(proxy.count("PUT")).isEqualTo(5);
  }

  @Test
  void somebodyWhoWritesInBetweenIsNotOverwritten() {
    Ask.create(files(), file);
    proxy.next(1, method("PUT"), new Fault.After(() -> server.put(bucket, KEY, "theirs")));

    Ask.moved(Ask.change(files(), file, file.with(OTHER)));

    assertThat(server.text(bucket, KEY)).contains("theirs");
  }

  @Test
  void somebodyWhoCreatesInBetweenIsNotOverwritten() {
    proxy.next(1, method("PUT"), new Fault.After(() -> server.put(bucket, KEY, "theirs")));

    Ask.moved(Ask.write(files(), null, file, null));

    assertThat(server.text(bucket, KEY)).contains("theirs");
  }

  @Test
  void aStoreThatKnowsNoQuotedTagIsAskedWithoutQuotes() {
    Ask.create(files(), file);
    proxy.always(
        r -> r.method().equals("PUT") && r.head().matches("(?si).*\r\nif-match: ?\".*"),
        s3Error(412, "PreconditionFailed"));

    Ask.done(Ask.change(files(), file, file.with(OTHER)));

    assertThat(server.text(bucket, KEY)).contains(OTHER);
  }

  @Test
  void aStoreThatKnowsNoConditionIsWrittenRightAfterAReading() {
    Ask.create(files(), file);
    proxy.always(
        r -> r.method().equals("PUT") && r.head().matches("(?si).*\r\nif-match:.*"),
        s3Error(412, "PreconditionFailed"));

    Ask.done(Ask.change(files(), file, file.with(OTHER)));

    assertThat(server.text(bucket, KEY)).contains(OTHER);
    List<FaultyProxy.Request> log = proxy.log();
    assertThat(log.get(log.size() - 2).method()).isEqualTo("GET");
  }

  @Test
  void aDeletionWhoseAnswerWasLostIsLookedUp() {
    Ask.create(files(), file);
    proxy.always(method("DELETE"), new Fault.LoseAnswer());

    Ask.done(Ask.change(files(), file, null));

    assertThat(server.text(bucket, KEY)).isEmpty();
  }

  @Test
  void aBadBucketLeavesTheOthersReadable() {
    String other = server.newBucket();
    server.put(other, "b.example/.well-known/mta-sts.txt", OTHER);
    List<Wanted<PolicyFile>> wanted = new ArrayList<>();
    for (String domain : List.of("a.example", "c.example", "d.example")) {
      wanted.add(new Wanted<>(AwsTesting.file(bucket, domain, BODY), null));
    }
    PolicyFile good = AwsTesting.file(other, "b.example", BODY);
    wanted.add(new Wanted<>(good, null));
    proxy.always(r -> r.target().startsWith("/" + bucket), s3Error(403, "AccessDenied"));

    Map<Address, Reading<PolicyFile>> answers = files().read(wanted);

    assertThat(Ask.unread(answers.get(wanted.get(0).expected().address())).todo())
        .contains("s3:ListBucket", bucket);
    assertThat(answers.get(good.address())).isInstanceOf(Reading.Live.class);
  }

  @Test
  void aHugeForeignObjectIsNotReadWhole() {
    server.put(bucket, KEY, "x".repeat(3_000_000));

    Reading.Live<PolicyFile> live = Ask.live(files(), file);

    assertThat(live.resource().body().length()).isEqualTo(128 * 1024);
    Ask.done(Ask.write(files(), live.resource(), file, live.version()));
    assertThat(server.text(bucket, KEY)).contains(BODY);
  }

  @Test
  void twoHundredFilesAreWrittenSideBySideAndOneBadOneSpoilsNothing() {
    List<Change<PolicyFile>> batch = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      PolicyFile each = AwsTesting.file(bucket, "d" + i + ".example", BODY);
      batch.add(new Change<>(null, each, null, "new"));
    }
    proxy.always(
        r -> r.method().equals("PUT") && r.target().contains("/d77."),
        s3Error(403, "AccessDenied"));

    Map<Address, Outcome> outcomes = files().write(batch);

    assertThat(outcomes.values()).filteredOn(Outcome.Done.class::isInstance).hasSize(199);
    Ask.failed(outcomes.get(batch.get(77).address()));
  }

  private Handler<PolicyFile> files() {
    return provider.files().orElseThrow();
  }
}
