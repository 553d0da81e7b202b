package dev.mtasts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mtasts.testing.Cli;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan --at}: what would be due then. */
class ForecastTest {
  @TempDir Path folder;

  @Test
  void aForecastSaysWhatIsDueThenAndThatItIsOne() throws Exception {
    OperationsWorld world = OperationsWorld.published(folder);
    List<String> before = List.copyOf(world.world.log);

    assertThat(world.run(0, "plan").out()).contains("No changes.");
    Cli.Run run = world.run(2, "plan", "--at", "2026-01-16", "--detailed-exitcode");

    assertThat(run.out())
        .startsWith(
            "Forecast for 2026-01-16T00:00:00Z, if the world stays as it is until then."
                + " A promotion also depends on what DNS and verify say on that day.\n")
        .contains("~ mode     = testing -> enforce")
        .doesNotContain("Digest:");
    JsonNode json =
        new ObjectMapper()
            .readTree(world.run(0, "plan", "--at", "2026-01-16T02:00:00+02:00", "--json").out());
    assertThat(json.path("timestamp").asText()).isEqualTo("2026-01-16T00:00:00Z");
    assertThat(json.path("applyable").asBoolean()).isFalse();
    assertThat(json.path("resource_changes")).isNotEmpty();
    assertThat(world.world.log).isEqualTo(before);
  }

  @Test
  void aForecastIsNotSavedAndNotOfThePast() {
    OperationsWorld world = OperationsWorld.published(folder);

    for (String[] args :
        new String[][] {
          {"plan", "--at", "2026-02-01", "--out", "plan.json"},
          {"plan", "--at", "2026-01-01"},
          {"plan", "--at", "tomorrow"}
        }) {
      assertThat(world.run(64, args).err()).contains("--at");
    }
    assertThat(world.run(64, "plan", "--at", "2026-01-01").err())
        .isEqualTo(
            "Error: --at looks ahead, and 2026-01-01T00:00:00Z is over: now it is"
                + " 2026-01-01T09:00:00Z.\n");
  }
}
