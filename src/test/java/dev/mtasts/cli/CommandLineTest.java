package dev.mtasts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Blobs;
import dev.mtasts.provider.Failure;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.MemoryWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people type by mistake at night. */
class CommandLineTest {
  private static final String SPEC =
      """
      version: 1
      providers: { m: { type: memory } }
      defaults:
        host: { provider: m }
        dns: { provider: m }
        verify: false
        policy: { mode: testing, mx: [mx.acme.example], max_age: 1d }
      domains:
        acme.example: {}
        bücher.example: {}
      """;

  @TempDir Path folder;

  private final MemoryWorld world = new MemoryWorld();

  @BeforeEach
  void aSpec() throws IOException {
    Files.writeString(folder.resolve("mtasts.yaml"), SPEC);
  }

  private Cli.Run run(String... args) {
    return new Cli(folder, List.of(world)).run(args);
  }

  @Test
  void noOutputGoesOverTheSpec() throws IOException {
    for (String[] args :
        new String[][] {
          {"plan", "--out", "mtasts.yaml"},
          {"plan", "--report", "text=./mtasts.yaml"},
          {"apply", "-y", "--report", "json=" + folder.resolve("mtasts.yaml")}
        }) {
      Cli.Run run = run(args);
      assertThat(run.exit()).as(run.toString()).isEqualTo(64);
      assertThat(run.err()).contains("is the spec; it would be overwritten");
    }
    assertThat(Files.readString(folder.resolve("mtasts.yaml"))).isEqualTo(SPEC);
    assertThat(world.log).isEmpty();
  }

  @Test
  void aSpecInThePlaceOfAPlanIsToldApart() {
    Cli.Run run = run("apply", "mtasts.yaml");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("it is not a plan file", "named with: -f FILE");
    assertThat(run.err()).doesNotContain("--out mtasts.yaml");
  }

  @Test
  void aPlanThatIsNotThereIsCalledSo() {
    assertThat(run("show", "gone.json").err()).contains("gone.json does not exist");
  }

  @Test
  void namesMayBeTypedAsPeopleReadThem() {
    assertThat(run("plan", "--domain", "BÜCHER.example").out())
        .contains("_mta-sts.xn--bcher-kva.example")
        .doesNotContain("_mta-sts.acme.example");
    assertThat(run("plan", "--exclude", "bücher.example").out()).doesNotContain("xn--bcher");
    assertThat(run("render", "bücher.example").out()).contains("_mta-sts.xn--bcher-kva.example.");
    assertThat(run("render", "nope.example").exit()).isEqualTo(64);
    assertThat(run("plan", "--domain", "not a domain").exit()).isEqualTo(64);
  }

  @Test
  void missingCredentialsAreToldOnceForAllDomains() {
    Failure missing =
        new Failure(Failure.Kind.CREDENTIALS, "find credentials", "there are none", "Set some.");
    world.failing.put("read acme.example/policy", missing);
    world.failing.put("read xn--bcher-kva.example/policy", missing);

    Cli.Run run = run("plan");

    assertThat(run.exit()).isEqualTo(7);
    assertThat(run.out())
        .containsOnlyOnce("find credentials")
        .contains("This concerns 2 domains, acme.example first.");
  }

  @Test
  void aSelectionOfNothingIsAMistakeAndNotAPlanWithoutChanges() {
    Cli.Run run = run("apply", "-y", "--domain", "nope.example");

    assertThat(run.exit()).isEqualTo(64);
    assertThat(run.err()).contains("nope.example", "nothing was looked at");
  }

  @Test
  void aDigestThatIsNoneIsAMistakeAndNotAStalePlan() {
    Cli.Run run = run("apply", "--plan-digest", "sha256:0000");

    assertThat(run.exit()).isEqualTo(64);
    assertThat(run.err()).contains("64 hex digits", "Nothing was changed");
  }

  @Test
  void aLedgerOfANewerFormatIsNotToBeMovedAway() {
    world.blobs.plant(Blobs.Key.LEDGER, "{\"format\": 3}");

    Cli.Run run = run("plan");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("or a newer one, and leave the ledger where it is");
    assertThat(run.err()).doesNotContain("move it away");
  }
}
