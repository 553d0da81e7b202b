package dev.mtasts.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.interop.MotoServer;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.contract.Ask;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A host and its certificate against moto: an ACM, a CloudFront and an S3 that others wrote. */
@Tag("interop")
final class HostingInteropIT {
  private static final String BUCKET = "acme-mta-sts";

  private static @Nullable MotoServer moto;

  @BeforeAll
  static void start() throws Exception {
    moto = new MotoServer();
  }

  @AfterAll
  static void stop() {
    if (moto != null) {
      moto.close();
    }
  }

  @Test
  void aHostIsMadeReadTakenUpByAnotherRunAndDeleted() throws Exception {
    Front front = front();
    Certificate wish = front.certificate().orElseThrow();
    PolicyHost host;
    try (Provider provider = open()) {
      Certificate made =
          (Certificate)
              Objects.requireNonNull(
                  Ask.create(provider.certificates().orElseThrow(), wish).made());
      assertThat(made.proof("mta-sts.acme.example")).isPresent();
      host = front.host().showing(made.id());
      Ask.create(provider.hosts().orElseThrow(), host);
    }

    try (Provider provider = open()) {
      Certificate again =
          (Certificate)
              Objects.requireNonNull(
                  Ask.create(provider.certificates().orElseThrow(), wish).made());
      assertThat(again.id()).isEqualTo(host.certificate());
      Ask.create(provider.hosts().orElseThrow(), host);
      Reading.Live<PolicyHost> live = Ask.live(provider.hosts().orElseThrow(), host);

      assertThat(live.marked()).isTrue();
      // moto forgets which access control an origin has.
      Map<String, String> settings = new TreeMap<>(host.settings());
      settings.put(CloudFrontFront.ACCESS, "none");
      assertThat(live.resource().settings()).isEqualTo(settings);
      assertThat(live.resource().names()).isEqualTo(host.names());
      assertThat(live.resource().certificate()).isEqualTo(host.certificate());
      assertThat(live.resource().target()).endsWith(".cloudfront.net");

      Ask.done(Ask.change(provider.hosts().orElseThrow(), live.resource(), null));
      assertThat(Ask.read(provider.hosts().orElseThrow(), host)).isEqualTo(new Reading.Absent<>());
    }
  }

  private static Provider open() {
    var endpoint = Objects.requireNonNull(moto).endpoint();
    return AwsTesting.open(
        Map.of("endpoint", endpoint, "acm_endpoint", endpoint, "cloudfront_endpoint", endpoint),
        AwsTesting.KEYS);
  }

  private static Front front() {
    DomainName domain = new DomainName("acme.example");
    return AwsTesting.FACTORY
        .hosts()
        .get(1)
        .fronting()
        .orElseThrow()
        .front(
            domain,
            List.of(domain),
            Settings.NONE,
            new Settings(Map.of("bucket", BUCKET, "create_bucket", true)));
  }
}
