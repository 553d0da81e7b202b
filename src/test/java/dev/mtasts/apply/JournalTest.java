package dev.mtasts.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.ledger.LedgerStore;
import dev.mtasts.ledger.Served;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Blobs;
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

class JournalTest {
  @TempDir Path folder;

  private final MemoryWorld world = new MemoryWorld();
  private final TestClock clock = new TestClock("2026-11-23T12:00:00Z");

  private Cli.Run apply(String mx) throws IOException {
    Files.writeString(
        folder.resolve("mtasts.yaml"),
        """
        version: 1
        providers: { m: { type: memory } }
        domains:
          acme.example:
            verify: false
            host: { provider: m }
            dns: { provider: m }
            policy: { mode: testing, mx: [%s], max_age: 1d }
        """
            .formatted(mx));
    clock.pass(Duration.ofHours(1));
    return new Cli(folder, List.of(world)).clock(clock).run("apply", "-y");
  }

  @Test
  void aBodyThatADyingRunPutInPlaceIsAmongThoseServed() throws IOException {
    apply("mx1.acme.example");
    world.dieAt(2, false); // The ledger, then the policy; and nothing after it.
    apply("mx2.acme.example");
    assertThat(world.revive()).isTrue();
    assertThat(world.files.get(MemoryWorld.location("acme.example"))).contains("mx2");
    world.blobs.remove(Blobs.Key.LOCK);

    Cli.Run next = apply("mx3.acme.example");

    assertThat(next.exit()).as(next.toString()).isZero();
    assertThat(served()).hasSize(3);
    assertThat(served().get(1).body()).contains("mx2.acme.example");
    assertThat(served().get(1).body()).contains("id: " + served().get(1).id());
  }

  private List<Served> served() {
    return new LedgerStore(world.blobs, clock)
        .load()
        .ledger()
        .entry(new DomainName("acme.example"))
        .served();
  }
}
