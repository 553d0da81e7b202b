package dev.mtasts.provider.aws;

import static dev.mtasts.provider.contract.PolicyFilesContract.BODY;
import static dev.mtasts.provider.contract.RecordSetsContract.RECORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.HostKind;
import dev.mtasts.provider.Option;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.contract.Ask;
import dev.mtasts.testing.FaultyProxy;
import dev.mtasts.testing.Route53StandIn;
import dev.mtasts.testing.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AwsFactoryTest {
  private final S3Server server = S3Server.shared();
  private final FaultyProxy s3 = new FaultyProxy(server.endpoint());
  private final Route53StandIn route53 = new Route53StandIn();

  @AfterEach
  void close() {
    s3.close();
    route53.close();
  }

  @Test
  void itDeclaresWhatTheSpecMaySay() {
    assertThat(AwsTesting.FACTORY.type()).isEqualTo("aws");
    assertThat(AwsTesting.FACTORY.servesDns()).isTrue();
    assertThat(AwsTesting.FACTORY.options())
        .extracting(Option::name)
        .containsExactly(
            "region",
            "profile",
            "endpoint",
            "route53_endpoint",
            "acm_endpoint",
            "cloudfront_endpoint");
    assertThat(AwsTesting.FACTORY.servesAliases()).isTrue();
    assertThat(AwsTesting.FACTORY.hosts())
        .extracting(HostKind::kind)
        .containsExactly("s3", "cloudfront");
    assertThat(AwsTesting.FACTORY.options()).noneMatch(Option::required);
    assertThat(AwsTesting.FACTORY.stateBackend().orElseThrow().backend()).isEqualTo("s3");
  }

  @Test
  void aFileLiesWhereItsKeyTemplateSays() {
    HostKind kind = AwsTesting.FACTORY.hosts().get(0);
    Settings host = new Settings(Map.of("bucket", "b", "key", "sts/{domain}.txt"));

    assertThat(kind.locator().locate(new DomainName("acme.example"), Settings.NONE, host))
        .isEqualTo("s3://b/sts/acme.example.txt");
    assertThat(AwsTesting.file("b", "acme.example", BODY).location())
        .isEqualTo("s3://b/acme.example/.well-known/mta-sts.txt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"})
  void anEndpointOfTheEnvironmentIsUsedForS3(String variable) {
    PolicyFile file = AwsTesting.file(server.newBucket(), "acme.example", BODY);
    Map<String, String> env = env(variable, s3.endpoint().toString());

    try (Provider provider = AwsTesting.open(Map.of(), env)) {
      Ask.create(provider.files().orElseThrow(), file);
    }

    assertThat(s3.log()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_ROUTE_53"})
  void anEndpointOfTheEnvironmentIsUsedForRoute53(String variable) {
    route53.zone("acme.example");
    Map<String, String> env = env(variable, route53.endpoint().toString());

    try (Provider provider = AwsTesting.open(Map.of(), env)) {
      Ask.create(provider.records().orElseThrow(), RECORD);
    }

    assertThat(route53.log()).isNotEmpty();
  }

  @Test
  void endpointsOfTheEnvironmentAreUsedForHostsAndCertificates() {
    try (HostingWorld world = new HostingWorld()) {
      Map<String, String> env = new HashMap<>(server.env());
      env.put("AWS_ENDPOINT_URL_S3", world.s3.endpoint().toString());
      env.put("AWS_ENDPOINT_URL_ACM", world.acm.endpoint().toString());
      env.put("AWS_ENDPOINT_URL_CLOUDFRONT", world.cloudFront.endpoint().toString());
      Front front = world.front("acme.example");

      try (Provider provider = AwsTesting.open(Map.of(), env)) {
        Certificate wish = front.certificate().orElseThrow();
        Ask.read(provider.certificates().orElseThrow(), wish);
        Ask.read(provider.hosts().orElseThrow(), front.host());
      }

      assertThat(world.acm.log()).containsExactly("ListCertificates");
      assertThat(world.cloudFront.log()).containsExactly("ListDistributions");
    }
  }

  @Test
  void theSpecWinsOverTheEnvironment() {
    PolicyFile file = AwsTesting.file(server.newBucket(), "acme.example", BODY);
    Map<String, String> env = env("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1");

    try (Provider provider = AwsTesting.open(Map.of("endpoint", s3.endpoint()), env)) {
      Ask.create(provider.files().orElseThrow(), file);
    }
  }

  @Test
  void anEndpointThatIsNoUrlIsToldWithoutItsText() {
    Map<String, String> env = env("AWS_ENDPOINT_URL", "canary:p4ss word");

    try (Provider provider = AwsTesting.open(Map.of(), env)) {
      Failure failure =
          Ask.unread(
              Ask.read(provider.files().orElseThrow(), AwsTesting.file("b", "a.example", BODY)));

      assertThat(failure.message()).contains("AWS_ENDPOINT_URL").doesNotContain("p4ss");
    }
  }

  @Test
  void theRegionAutoWorks() {
    PolicyFile file = AwsTesting.file(server.newBucket(), "acme.example", BODY);
    Map<String, Object> settings = Map.of("endpoint", s3.endpoint(), "region", "auto");

    try (Provider provider = AwsTesting.open(settings, server.env())) {
      Ask.create(provider.files().orElseThrow(), file);
    }

    assertThat(s3.log().get(0).head()).contains("/auto/s3/aws4_request");
  }

  @Test
  void aMissingRegionIsToldAsSuch() {
    assumeThat(System.getenv("AWS_REGION")).as("AWS_REGION of this machine").isNull();
    // No look at the machine's default profile, nor at a cloud's metadata service.
    Map<String, Object> settings = Map.of("profile", "no-such-profile-of-mtasts-tests");
    System.setProperty("aws.disableEc2Metadata", "true");

    try (Provider provider = AwsTesting.open(settings, Map.of())) {
      Failure failure =
          Ask.unread(
              Ask.read(provider.files().orElseThrow(), AwsTesting.file("b", "a.example", BODY)));

      assertThat(failure.because()).contains("no region is set").doesNotContain("@");
      assertThat(failure.todo()).contains("AWS_REGION");
    } finally {
      System.clearProperty("aws.disableEc2Metadata");
    }
  }

  @Test
  void keysOfTheEnvironmentCarryTheirSessionToken() {
    Map<String, String> env = new HashMap<>(server.env());
    env.put("AWS_SESSION_TOKEN", "token-of-a-session");
    String bucket = server.newBucket();

    try (Provider provider = AwsTesting.open(Map.of("endpoint", s3.endpoint()), env)) {
      Ask.read(provider.files().orElseThrow(), AwsTesting.file(bucket, "a.example", BODY));
    }

    assertThat(s3.log().get(0).head().toLowerCase(java.util.Locale.ROOT))
        .contains("x-amz-security-token: token-of-a-session");
  }

  @Test
  void wrongKeysAreACredentialsFailureWithoutTheSecret() {
    Map<String, String> env =
        Map.of("AWS_ACCESS_KEY_ID", S3Server.KEY_ID, "AWS_SECRET_ACCESS_KEY", "canary/wrong+key");
    String bucket = server.newBucket();

    try (Provider provider = AwsTesting.open(Map.of("endpoint", s3.endpoint()), env)) {
      Failure failure =
          Ask.unread(
              Ask.read(provider.files().orElseThrow(), AwsTesting.file(bucket, "a.example", BODY)));

      assertThat(failure.kind()).isEqualTo(Failure.Kind.CREDENTIALS);
      assertThat(failure.message()).doesNotContain("canary");
    }
  }

  @Test
  void aProfileThatIsNotThereIsACredentialsFailureThatNamesIt() {
    Map<String, Object> settings =
        Map.of("endpoint", s3.endpoint(), "profile", "no-such-profile-of-mtasts-tests");

    try (Provider provider = AwsTesting.open(settings, server.env())) {
      Failure failure =
          Ask.unread(
              Ask.read(provider.files().orElseThrow(), AwsTesting.file("b", "a.example", BODY)));

      assertThat(failure.kind()).isEqualTo(Failure.Kind.CREDENTIALS);
      assertThat(failure.message()).contains("no-such-profile-of-mtasts-tests");
    }
    assertThat(s3.log()).isEmpty();
  }

  @Test
  void nothingOfTheSdkIsLoadedBeforeTheFirstUse() throws Exception {
    Path out = Files.createTempFile("loaded", ".txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                OpenAndClose.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    int exit = process.waitFor();
    List<String> loaded = lines(out);

    assertThat(exit).isZero();
    assertThat(loaded).anyMatch(line -> line.contains("dev.mtasts.provider.aws.AwsFactory"));
    assertThat(loaded).noneMatch(line -> line.contains("software.amazon.awssdk"));
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } finally {
      Files.delete(file);
    }
  }

  private Map<String, String> env(String variable, String value) {
    Map<String, String> env = new HashMap<>(server.env());
    env.put(variable, value);
    return env;
  }

  /** What a run does with a provider that the chosen domains do not need. */
  static final class OpenAndClose {
    private OpenAndClose() {}

    public static void main(String[] args) {
      AwsFactory factory = new AwsFactory();
      factory.options();
      factory.hosts();
      factory.stateBackend();
      try (Provider provider =
          factory.open("aws", Settings.NONE, AwsTesting.surroundings(Map.of()))) {
        boolean all =
            provider.records().isPresent()
                && provider.files().isPresent()
                && provider.hosts().isPresent()
                && provider.certificates().isPresent();
        if (!all) {
          throw new IllegalStateException("it offers all four");
        }
      }
    }
  }
}
