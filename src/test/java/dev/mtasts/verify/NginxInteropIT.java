package dev.mtasts.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.interop.Nginx;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.testing.TestCa;
import dev.mtasts.testing.TestDns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tree {@code {root}/{domain}/.well-known/mta-sts.txt}, served by nginx over TLS. */
@Tag("interop")
class NginxInteropIT {
  private static final String BODY =
      new Policy(Mode.ENFORCE, List.of(MxPattern.parse("mx.example.com")), 604_800)
          .body(new PolicyId("20261101T000000Z"));

  @TempDir Path folder;

  private TestDns dns;
  private PolicyFetcher fetcher;
  private Nginx nginx;

  @BeforeEach
  void start() throws Exception {
    TestCa ca = TestCa.create();
    TestCa.Leaf leaf =
        ca.leaf("mta-sts.one.example", "mta-sts.two.example", "mta-sts.empty.example");
    nginx = new Nginx(folder, leaf).start();
    dns = TestDns.start();
    for (String domain : List.of("one", "two", "empty", "foreign")) {
      dns.address("mta-sts." + domain + ".example", "127.0.0.1");
    }
    fetcher =
        new PolicyFetcher(
            Resolver.at(dns.server()),
            Trust.platformAnd(ca.writePem(folder)),
            nginx.port(),
            Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (fetcher != null) {
      fetcher.close();
      dns.close();
    }
    if (nginx != null) {
      nginx.close();
    }
  }

  @Test
  void aTreeOfPoliciesIsServedAsSendersWantIt() throws IOException {
    publish("one.example", BODY);
    publish("two.example", BODY.replace("enforce", "testing"));

    assertThat(fetch("one.example")).containsExactly(Fetched.served("127.0.0.1", BODY));
    assertThat(fetch("two.example"))
        .containsExactly(Fetched.served("127.0.0.1", BODY.replace("enforce", "testing")));
  }

  @Test
  void aPolicyThatIsReplacedIsSeenAtOnce() throws IOException {
    publish("one.example", BODY);
    assertThat(fetch("one.example").get(0).body()).isEqualTo(BODY);

    publish("one.example", BODY.replace("604800", "86400"));

    assertThat(fetch("one.example").get(0).body()).contains("max_age: 86400");
  }

  @Test
  void whatIsMissingOrForeignIsTold() throws IOException {
    publish("foreign.example", BODY);

    assertThat(fetch("empty.example").get(0).fault())
        .isEqualTo("status 404; senders accept 200 only");
    assertThat(fetch("foreign.example").get(0).fault())
        .startsWith("certificate is for mta-sts.one.example, ");
  }

  private List<Fetched> fetch(String domain) {
    return fetcher.fetch(DomainName.parse(domain));
  }

  private void publish(String domain, String body) throws IOException {
    Path file = folder.resolve("public").resolve(domain).resolve(".well-known/mta-sts.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, body);
  }
}
