package dev.mtasts.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mtasts.testing.BrokenDeployments;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.Deployment;
import dev.mtasts.testing.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of good and broken deployments, built with Knot and nginx: {@code verify} names each
 * fault there as well, and a real sender's client comes to the judgement that the RFC asks for.
 * Where it does not, docs/verify.md says why.
 */
@Tag("interop")
@ExtendWith(OwnNetwork.class)
class BrokenDeploymentsIT {
  private static final Path PAGE = Path.of("docs/verify.md");

  /** What postfix-mta-sts-resolver says where it is not what the RFC asks for. */
  private static final Map<String, String> DIFFERS =
      Map.of(
          "id-with-hyphen", "VALID",
          "id-too-long", "VALID",
          "field-without-value", "VALID",
          "record-servfail", "FETCH_ERROR",
          "common-name-only", "VALID",
          "blank-line", "VALID",
          "comment", "VALID",
          "bare-cr", "VALID",
          "mx-with-final-dot", "VALID",
          "mx-wildcard-inside", "VALID");

  private static final Map<String, JsonNode> SEEN = new HashMap<>();
  private static Map<String, String> verdicts = Map.of();
  private static DeployedOutside outside;

  @BeforeAll
  static void look(@TempDir Path folder) throws Exception {
    TestCa ca = TestCa.create();
    Path root = ca.writePem(folder);
    Sender sender = Sender.trusting(root);
    outside = DeployedOutside.build(ca, folder, table().toList());
    Cli cli = new Cli(folder, List.of());
    verify(cli.patience(Duration.ofSeconds(30)), root, table().filter(one -> !one.slow()));
    verify(cli.patience(Duration.ofMillis(800)), root, table().filter(Deployment::slow));
    verdicts = sender.verdicts(table().map(Deployment::domain).toList());
  }

  private static void verify(Cli cli, Path root, Stream<Deployment> deployments) throws Exception {
    List<String> words =
        new ArrayList<>(List.of("verify", "--json", "--resolver", OwnNetwork.DNS, "--ca-file"));
    words.add(root.toString());
    deployments.map(Deployment::domain).forEach(words::add);
    Cli.Run run = cli.run(words.toArray(String[]::new));
    assertThat(run.exit()).as(run.toString()).isEqualTo(3);
    for (JsonNode domain : new ObjectMapper().readTree(run.out()).path("domains")) {
      SEEN.put(domain.path("domain").asText(), domain);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (outside != null) {
      outside.close();
    }
  }

  static Stream<Deployment> table() {
    return BrokenDeployments.all().stream().filter(DeployedOutside::can);
  }

  @ParameterizedTest
  @MethodSource("table")
  void verifyNamesTheFault(Deployment one) {
    JsonNode domain = SEEN.get(one.domain());
    Map<String, String> troubles = new TreeMap<>();
    for (JsonNode check : domain.path("checks")) {
      if (!check.path("status").asText().equals("ok")) {
        troubles.put(check.path("check").asText(), check.path("status").asText());
      }
    }
    assertThat(troubles).as(domain.toPrettyString()).isEqualTo(one.expected());
  }

  @ParameterizedTest
  @MethodSource("table")
  void aSendersClientAgreesOrTheDocsSayWhyNot(Deployment one) throws Exception {
    String asked = one.sender().name();
    assertThat(verdicts.get(one.domain()))
        .as(one.name())
        .isEqualTo(DIFFERS.getOrDefault(one.name(), asked));
  }

  @Test
  void theDocsListTheDifferencesAndNoOthers() throws Exception {
    Matcher row = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\|").matcher(differences());
    assertThat(row.results().map(found -> found.group(1)))
        .containsExactlyInAnyOrderElementsOf(DIFFERS.keySet());
    assertThat(table().map(Deployment::name)).containsAll(DIFFERS.keySet());
  }

  private static String differences() throws IOException {
    String page = Files.readString(PAGE);
    String section = page.substring(page.indexOf("## Where a real client differs"));
    int next = section.indexOf("\n## ");
    return next < 0 ? section : section.substring(0, next);
  }

  @Test
  void theTableIsLong() {
    assertThat(table().filter(one -> one.expected().containsValue("error"))).hasSizeGreaterThan(25);
  }
}
