package dev.mtasts.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mtasts.testing.BrokenDeployments;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.DeployedHere;
import dev.mtasts.testing.Deployment;
import dev.mtasts.testing.TestCa;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every deployment of the table, through the command line: {@code verify} names each fault, and
 * nothing beside it.
 */
class VerifyTableTest {
  private static final List<Deployment> TABLE = BrokenDeployments.all();
  private static final Map<String, JsonNode> SEEN = new HashMap<>();
  private static DeployedHere here;

  @BeforeAll
  static void look(@TempDir Path folder) throws IOException {
    TestCa ca = TestCa.create();
    here = DeployedHere.build(ca, TABLE);
    Cli cli = new Cli(folder, List.of()).httpsPort(here.port());
    String root = ca.writePem(folder).toString();
    run(cli.patience(Duration.ofSeconds(30)), root, TABLE.stream().filter(one -> !one.slow()));
    run(cli.patience(Duration.ofMillis(800)), root, TABLE.stream().filter(Deployment::slow));
  }

  private static void run(Cli cli, String root, Stream<Deployment> deployments) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of("verify", "--json", "--resolver", here.dns().server(), "--ca-file", root));
    List<String> domains = deployments.map(Deployment::domain).toList();
    words.addAll(domains);
    Cli.Run run = cli.run(words.toArray(String[]::new));
    assertThat(run.exit()).as(run.toString()).isEqualTo(3);
    List<String> order = new ArrayList<>();
    for (JsonNode domain : new ObjectMapper().readTree(run.out()).path("domains")) {
      SEEN.put(domain.path("domain").asText(), domain);
      order.add(domain.path("domain").asText());
    }
    assertThat(order).isEqualTo(domains);
  }

  @AfterAll
  static void stop() throws Exception {
    here.close();
  }

  @TestFactory
  Stream<DynamicTest> everyFaultIsNamedAndNothingElse() {
    return TABLE.stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.name(),
                    () -> {
                      JsonNode domain = Objects.requireNonNull(SEEN.get(one.domain()));
                      assertThat(troubles(domain))
                          .as(domain.toPrettyString())
                          .isEqualTo(one.expected());
                    }));
  }

  @Test
  void theTableIsLongAndItsNamesAreUniqueAndItsChecksExist() {
    assertThat(TABLE).extracting(Deployment::name).doesNotHaveDuplicates();
    assertThat(TABLE.stream().filter(one -> one.expected().containsValue("error")))
        .hasSizeGreaterThan(50);
    List<String> rules = Stream.of(Rule.values()).map(Rule::word).toList();
    assertThat(TABLE).allSatisfy(one -> assertThat(rules).containsAll(one.expected().keySet()));
  }

  @Test
  void everyTroubleComesWithARuleAndAnAdvice() {
    for (JsonNode domain : SEEN.values()) {
      for (JsonNode check : domain.path("checks")) {
        assertThat(check.path("section").asText()).startsWith("RFC ");
        assertThat(check.path("seen").asText()).isNotEmpty().doesNotEndWith(".");
        boolean ok = check.path("status").asText().equals("ok");
        assertThat(check.path("todo").asText().isEmpty()).as(check.toString()).isEqualTo(ok);
      }
    }
  }

  private static Map<String, String> troubles(JsonNode domain) {
    Map<String, String> troubles = new TreeMap<>();
    for (JsonNode check : domain.path("checks")) {
      if (!check.path("status").asText().equals("ok")) {
        troubles.put(check.path("check").asText(), check.path("status").asText());
      }
    }
    return troubles;
  }
}
