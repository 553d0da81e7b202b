package dev.mtasts.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.Providers;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.Quickstart;
import dev.mtasts.testing.TestCa;
import dev.mtasts.testing.TestDns;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart with the gate on: nginx serves the folder that the directory host writes. */
@Tag("interop")
class NginxGateIT {
  @TempDir Path folder;

  private Quickstart quickstart;
  private Nginx nginx;
  private TestDns dns;
  private Path caFile;

  @BeforeEach
  void open() throws Exception {
    TestCa ca = TestCa.create();
    caFile = ca.writePem(folder);
    nginx = new Nginx(folder, ca.leaf("mta-sts.acme.example", "mta-sts.shop.example")).start();
    dns = TestDns.start();
    dns.address("mta-sts.acme.example", "127.0.0.1");
    dns.cname("mta-sts.shop.example", "mta-sts.acme.example");
    quickstart = Quickstart.in(folder);
    quickstart.edit("verify: false", "verify: true");
    Cli.Run first = apply();
    assertThat(first.exit()).as("%s", first).isZero();
  }

  @AfterEach
  void close() throws InterruptedException {
    if (nginx != null) {
      nginx.close();
    }
    if (dns != null) {
      dns.close();
    }
  }

  @Test
  void theRecordsFollowWhatNginxServes() throws Exception {
    assertThat(recordId("acme.example")).isEqualTo(policyId("acme.example"));
    assertThat(recordId("shop.example")).isEqualTo(policyId("shop.example"));
    String before = recordId("acme.example");

    changeMx();
    Cli.Run run = apply();

    assertThat(run.exit()).as("%s", run).isZero();
    assertThat(run.out())
        .containsSubsequence(
            "acme.example/policy updated",
            "acme.example: the policy is served",
            "acme.example/record updated");
    assertThat(recordId("acme.example")).isEqualTo(policyId("acme.example")).isNotEqualTo(before);
    assertThat(plan()).isZero();
  }

  @Test
  void aServerThatIsDownKeepsTheRecordUntilItIsBack() throws Exception {
    nginx.close();
    givesUpAndGoesOn("refused", () -> nginx.start());
  }

  @Test
  void aWrongMediaTypeKeepsTheRecordUntilItIsRight() throws Exception {
    nginx.close();
    nginx.start("text/html");
    givesUpAndGoesOn(
        "text/html",
        () -> {
          nginx.close();
          nginx.start();
        });
  }

  /** What somebody does to a server. */
  private interface Repair {
    void run() throws Exception;
  }

  private void givesUpAndGoesOn(String fault, Repair repair) throws Exception {
    changeMx();
    List<String> zones = quickstart.zones();

    Cli.Run down = apply("--wait", "4s");

    assertThat(down.exit()).as("%s", down).isEqualTo(1);
    assertThat(down.out())
        .containsPattern(
            "waiting for https://mta-sts.acme.example/.*mta-sts.txt to serve the policy \\d+s: 127.0.0.1")
        .contains(fault, "1 of 1 domains not finished");
    assertThat(quickstart.zones()).isEqualTo(zones);
    String uploaded = policyId("acme.example");
    assertThat(uploaded).isNotEqualTo(recordId("acme.example"));
    assertThat(folder.resolve(".mtasts/state.json.lock")).doesNotExist();

    repair.run();
    Cli.Run up = apply();

    assertThat(up.exit()).as("%s", up).isZero();
    assertThat(up.out()).contains("Plan: 0 to create, 1 to update, 0 to delete.");
    assertThat(policyId("acme.example")).isEqualTo(uploaded);
    assertThat(recordId("acme.example")).isEqualTo(uploaded);
    assertThat(plan()).isZero();
  }

  private void changeMx() throws Exception {
    quickstart.edit("mx: [mx1.acme.example, mx2.acme.example]", "mx: [mx1.acme.example]");
  }

  private String policyId(String domain) throws Exception {
    String body = Files.readString(quickstart.policy(domain));
    return PolicyParser.parse(body).id().orElseThrow().text();
  }

  private String recordId(String domain) throws Exception {
    return Files.readString(quickstart.zone(domain))
        .replaceFirst("(?s).*\"v=STSv1; id=([^;]*);\".*", "$1");
  }

  private Cli.Run apply(String... more) {
    List<String> words = new ArrayList<>(List.of("apply", "-y"));
    words.addAll(List.of("--ca-file", caFile.toString(), "--resolver", dns.server()));
    words.addAll(List.of(more));
    return cli().run(words.toArray(String[]::new));
  }

  private int plan() {
    return cli().run("plan", "--detailed-exitcode").exit();
  }

  private Cli cli() {
    return new Cli(folder, Providers.all()).httpsPort(nginx.port());
  }
}
