package dev.mtasts.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.Providers;
import dev.mtasts.ledger.Ledger;
import dev.mtasts.provider.Part;
import dev.mtasts.spec.SpecReader;
import dev.mtasts.spec.SpecResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example, planned as if nothing of it existed yet. */
class ExamplesTest {
  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleCanBeAppliedToAnEmptyWorld(Path file) {
    SpecResult result = new SpecReader(Providers.all(), Map.of()).read(file);
    assertThat(result.problems()).isEmpty();
    var spec = Objects.requireNonNull(result.spec());
    Planner.Request request =
        Planner.Request.of(
            spec, Selection.ALL, Ledger.fresh(), Instant.parse("2026-11-23T12:00:00Z"));
    assertThat(request.questions().files().keySet()).isSubsetOf(spec.providers().keySet());

    Plan plan = Planner.plan(request, World.UNSEEN);

    assertThat(plan.errored()).as(plan.diagnostics().toString()).isFalse();
    assertThat(plan.lanes()).hasSameSizeAs(spec.domains().keySet());
    assertThat(plan.lanes())
        .allSatisfy(
            lane ->
                assertThat(lane.acts().map(act -> act.address().part()))
                    .contains(Part.POLICY, Part.RECORD));
  }
}
