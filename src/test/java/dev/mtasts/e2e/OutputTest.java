package dev.mtasts.e2e;

import static dev.mtasts.e2e.MainFlowTest.assertExit;
import static dev.mtasts.e2e.World.ACME;
import static dev.mtasts.e2e.World.MX1;
import static dev.mtasts.e2e.World.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mtasts.testing.Cli;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and programs get to read. */
class OutputTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ESCAPE = "\u001b[";

  @TempDir Path folder;
  private FileWorld world;

  @BeforeEach
  void open() {
    world = new FileWorld(folder);
    world.spec(MX1, ACME, SHOP);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aPlanAsJsonIsOneObjectWithTheDocumentedFields() throws IOException {
    JsonNode plan = JSON.readTree(world.plan("--json").out());

    assertThat(plan.path("format_version").asText()).startsWith("1.");
    assertThat(plan.path("applyable").asBoolean()).isTrue();
    assertThat(plan.path("summary").path("create").asInt()).isEqualTo(6);
    assertThat(plan.path("resource_changes")).hasSize(6);
    JsonNode record = plan.path("resource_changes").get(2);
    assertThat(record.path("address").asText()).isEqualTo("acme.example/record");
    assertThat(record.path("after_gate").asText()).isEqualTo("served");
    assertThat(record.path("change").path("actions").get(0).asText()).isEqualTo("create");
    assertThat(plan.path("digest").asText()).matches("sha256:[0-9a-f]{64}");
  }

  @Test
  void anApplyAsJsonIsOneObjectALine() throws IOException {
    world.https.remove(SHOP);
    Cli.Run run = world.apply("--json", "--wait", "3s");

    assertExit(1, run);
    List<String> types = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      JsonNode event = JSON.readTree(line);
      assertThat(event.path("@message").asText()).isNotEmpty();
      assertThat(event.path("@level").asText()).isIn("info", "warn", "error");
      assertThat(event.path("@timestamp").asText()).isEqualTo("2026-11-23T12:00:00Z");
      types.add(event.path("type").asText());
    }
    assertThat(types)
        .contains("planned_change", "apply_start", "apply_complete", "apply_progress", "gate_open")
        .contains("diagnostic")
        .endsWith("change_summary");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void reportsAreWrittenInEveryFormatByPlanAndApply() throws IOException {
    String[] reports = {
      "--report", "text=out/p.txt", "--report", "markdown=out/p.md",
      "--report", "json=out/p.json", "--report", "gitlab=out/p.gitlab.json"
    };
    assertExit(2, world.plan(reports));
    assertThat(JSON.readTree(report("p.gitlab.json")))
        .isEqualTo(JSON.readTree("{\"create\":6,\"update\":0,\"delete\":0}"));
    assertThat(report("p.md")).contains("acme.example", "Plan: 6 to create");
    assertThat(report("p.txt")).isEqualTo(world.plan().out());
    assertThat(JSON.readTree(report("p.json")))
        .isEqualTo(JSON.readTree(world.plan("--json").out()));

    world.https.remove(SHOP);
    List<String> more = new ArrayList<>(List.of("--wait", "0s"));
    more.addAll(List.of(reports));
    assertExit(1, world.apply(more.toArray(String[]::new)));
    assertThat(report("p.txt")).contains("acme.example: done", "shop.example: closed. Waited 0 s");
    assertThat(report("p.md")).contains("| `acme.example` | done |", "| `shop.example` | closed");
    JsonNode result = JSON.readTree(report("p.json")).path("result");
    assertThat(result.path("complete").asBoolean()).isFalse();
    assertThat(result.path("done").asInt()).isEqualTo(5);
  }

  private String report(String name) {
    return World.read(folder.resolve("out/" + name)).orElseThrow();
  }

  @Test
  void quietLeavesOutProgressAndColorIsForWhoeverWantsIt() {
    assertThat(world.plan().out()).doesNotContain(ESCAPE);
    assertThat(world.plan("--color=always").out()).contains(ESCAPE);
    assertThat(world.plan("--color=always", "--json").out()).doesNotContain(ESCAPE);
    Cli.Run run = world.apply("--quiet");
    assertExit(0, run);
    assertThat(run.out())
        .contains("Plan: 6 to create", "Apply complete: 6 created")
        .doesNotContain("policy created", ": the policy is served");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void showTellsTheLedgerAndSavedPlans() throws IOException {
    assertThat(world.cli().run("show").out()).contains("not there yet");
    assertExit(2, world.plan("--out", "plan.json"));
    Cli.Run saved = world.cli().run("show", "plan.json");
    assertExit(0, saved);
    assertThat(saved.out())
        .contains("Plan of 2026-11-23T12:00:00Z", "acme.example/record   create", "6 to create")
        .contains("+ _mta-sts.acme.example 300 TXT v=STSv1; id=20261123T120000Z;");
    assertExit(0, world.apply());

    Cli.Run ledger = world.cli().run("show", "--domain", ACME);
    assertExit(0, ledger);
    assertThat(ledger.out()).contains(ACME, "20261123T120000Z").doesNotContain(SHOP);
    assertThat(JSON.readTree(world.cli().run("show", "--json").out()).path("domains").has(SHOP))
        .isTrue();
    assertExit(1, world.cli().run("show", "absent.json"));
  }

  @Test
  void whatAsksNoProviderWorksWithoutAny() throws IOException {
    Cli.Run render = world.cli().run("render", ACME);
    assertExit(0, render);
    assertThat(render.out())
        .contains("# https://mta-sts.acme.example/.well-known/mta-sts.txt", "mx: mx1.acme.example")
        .contains("_mta-sts.acme.example. 300 IN TXT \"v=STSv1; id=20261123T120000Z;\"")
        .doesNotContain(SHOP);
    assertExit(0, world.cli().run("validate"));
    Cli.Run schema = world.cli().run("schema");
    assertExit(0, schema);
    assertThat(JSON.readTree(schema.out()).path("properties").has("domains")).isTrue();
    Cli.Run version = world.cli().run("version");
    assertExit(0, version);
    assertThat(version.out()).startsWith("mtasts ");
    assertThat(world.ledger()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plna",
        "plan --no-such-option",
        "plan --report",
        "plan --report=pdf=x",
        "plan --color=loud",
        "apply --wait soon",
        "apply --parallelism 0",
        "apply --allow nothing",
        "apply --resolver :",
        "apply --ca-file absent.pem",
        "unlock",
        "apply one two",
        "plan --log-level shout"
      })
  void aWrongCommandLineIsExplained(String line) {
    Cli.Run run = world.cli().run(line.isEmpty() ? new String[0] : line.split(" "));

    assertExit(64, run);
    assertThat(run.err()).isNotBlank().contains("See: mtasts");
    assertThat(run.out()).isEmpty();
    assertThat(world.lock()).isEmpty();
  }
}
