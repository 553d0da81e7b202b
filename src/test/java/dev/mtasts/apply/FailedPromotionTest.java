package dev.mtasts.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Failure;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.MemoryWorld;
import dev.mtasts.testing.TestClock;
import dev.mtasts.testing.TestDns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A promotion whose upload failed has not happened: what keeps a domain at its stage still does.
 */
class FailedPromotionTest {
  @TempDir Path folder;

  private final MemoryWorld world = new MemoryWorld();
  private final TestClock clock = new TestClock("2026-11-23T12:00:00Z");
  private final TestDns dns = TestDns.start().mx("acme.example", 10, "mx.acme.example");

  @BeforeEach
  void thePromotionFails() throws IOException {
    spec(false);
    assertThat(run("apply").exit()).isZero();
    clock.pass(Duration.ofDays(2));
    Failure denied = new Failure(Failure.Kind.DENIED, "write the file", "no", "Ask.");
    world.failing.put("write acme.example/policy", denied);
    assertThat(run("apply").exit()).isEqualTo(1);
    world.failing.clear();
    assertThat(file()).contains("mode: testing");
  }

  @AfterEach
  void close() {
    dns.close();
  }

  @Test
  void itIsTriedAgain() {
    assertThat(run("apply").exit()).isZero();

    assertThat(file()).contains("mode: enforce");
  }

  @Test
  void whoPausesMeanwhileStaysAtTheStageBefore() throws IOException {
    spec(true);

    Cli.Run plan = run("plan");
    assertThat(run("apply").exit()).isZero();

    assertThat(plan.out()).contains("stage 1 of 2 (testing, max_age 1d)", "held: pause: true");
    assertThat(file()).contains("mode: testing");
    spec(false);
    assertThat(run("apply").exit()).isZero();
    assertThat(file()).contains("mode: enforce");
  }

  @Test
  void whoseMailGoesElsewhereMeanwhileStaysAtTheStageBefore() {
    dns.mx("acme.example", 20, "backup.example.net");

    assertThat(run("apply").exit()).isZero();

    assertThat(file()).contains("mode: testing");
  }

  private String file() {
    return world.files.getOrDefault(MemoryWorld.location("acme.example"), "");
  }

  private void spec(boolean pause) throws IOException {
    Files.writeString(
        folder.resolve("mtasts.yaml"),
        """
        version: 1
        providers: { m: { type: memory } }
        defaults:
          verify: false
          host: { provider: m }
          dns: { provider: m }
          tls_rpt: { rua: ["mailto:tlsrpt@acme.example"] }
        domains:
          acme.example:
            policy: { mx: [mx.acme.example] }
            rollout:
              pause: %s
              stages:
                - { mode: testing, max_age: 1d, hold: 1d }
                - { mode: enforce, max_age: 1d }
        """
            .formatted(pause));
  }

  private Cli.Run run(String verb) {
    Cli cli = new Cli(folder, List.of(world)).clock(clock);
    return verb.equals("apply")
        ? cli.run("apply", "-y", "--resolver", dns.server())
        : cli.run(verb, "--resolver", dns.server());
  }
}
