package dev.mtasts.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.MemoryWorld;
import dev.mtasts.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An approval holds for the plan that was seen, and for no other. */
class SavedPlanTest {
  @TempDir Path folder;

  private final MemoryWorld world = new MemoryWorld();
  private final TestClock clock = new TestClock("2026-11-23T12:00:00Z");

  private Cli.Run run(String account, String mx, String... args) throws IOException {
    Files.writeString(
        folder.resolve("mtasts.yaml"),
        """
        version: 1
        providers: { m: { type: memory, account: %s } }
        defaults:
          verify: false
          embed_id: false
          host: { provider: m }
          dns: { provider: m }
        domains:
          acme.example: { policy: { mode: testing, mx: [%s.acme.example], max_age: 1d } }
          shop.example: { policy: { mode: testing, mx: [mx1.acme.example], max_age: 1d } }
        """
            .formatted(account, mx));
    clock.pass(Duration.ofHours(1));
    return new Cli(folder, List.of(world)).clock(clock).run(args);
  }

  private String digest() throws IOException {
    return new JsonMapper().readTree(folder.resolve("p.json").toFile()).path("digest").asText();
  }

  private void serve(String mx) {
    String body = "version: STSv1\r\nmode: testing\r\nmx: " + mx + ".acme.example\r\n";
    world.files.put(MemoryWorld.location("acme.example"), body + "max_age: 86400\r\n");
  }

  @Test
  void theSameNameWithOtherSettingsIsAnotherProvider() throws IOException {
    run("one", "mx1", "plan", "--out", "p.json");
    String approved = digest();

    Cli.Run apply = run("two", "mx1", "apply", "p.json");
    Cli.Run byDigest = run("two", "mx1", "apply", "--plan-digest", approved);

    assertThat(apply.exit()).as(apply.toString()).isEqualTo(5);
    assertThat(apply.err()).contains("providers.m: planned");
    assertThat(byDigest.exit()).as(byDigest.toString()).isEqualTo(5);
    assertThat(world.log).isEmpty();
    assertThat(run("one", "mx1", "apply", "p.json").exit()).isZero();
  }

  @Test
  void aRecordIsApprovedForTheOnePolicyThatItAnnounces() throws IOException {
    run("one", "mx1", "apply", "-y");
    serve("mx2"); // By hand, and without an id that could tell.
    run("one", "mx2", "plan", "--out", "p.json");
    String approved = digest();
    serve("mx3");

    Cli.Run apply = run("one", "mx3", "apply", "p.json");
    Cli.Run byDigest = run("one", "mx3", "apply", "--plan-digest", approved);

    assertThat(apply.exit()).as(apply.toString()).isEqualTo(5);
    assertThat(apply.err()).contains("acme.example/record announces: planned");
    assertThat(byDigest.exit()).as(byDigest.toString()).isEqualTo(5);
  }

  @Test
  void anotherRunInBetweenIsNoClockThatGoesBackwards() throws IOException {
    run("one", "mx1", "apply", "-y", "--exclude", "shop.example");
    run("one", "mx1", "plan", "--domain", "shop.example", "--out", "p.json");
    run("one", "mx2", "apply", "-y", "--exclude", "shop.example");

    Cli.Run apply = run("one", "mx2", "apply", "p.json");

    assertThat(apply.exit()).as(apply.toString()).isZero();
    assertThat(apply.out()).doesNotContain("clock");
  }
}
