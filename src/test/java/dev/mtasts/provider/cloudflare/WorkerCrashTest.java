package dev.mtasts.provider.cloudflare;

import static dev.mtasts.provider.cloudflare.WorkerTesting.SCRIPT;
import static dev.mtasts.provider.cloudflare.WorkerTesting.creations;
import static dev.mtasts.provider.cloudflare.WorkerTesting.file;
import static dev.mtasts.provider.cloudflare.WorkerTesting.host;
import static dev.mtasts.provider.contract.Ask.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.Provider;
import dev.mtasts.testing.CloudflareFault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that dies at any of its requests, done or not, is finished by the next one. */
final class WorkerCrashTest {
  private static Collection<Outcome> publish(Provider provider) {
    List<Outcome> outcomes = new ArrayList<>();
    outcomes.addAll(
        provider
            .files()
            .orElseThrow()
            .write(creations(List.of(file("a.example"), file("b.example"))))
            .values());
    outcomes.addAll(
        provider
            .hosts()
            .orElseThrow()
            .write(creations(List.of(host("a.example"), host("b.example"))))
            .values());
    return outcomes;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void afterACrashAtAnyRequestThereIsOneScriptAndOneDomainEach(boolean arrives) {
    int steps = 0;
    boolean died = true;
    while (died) {
      steps++;
      try (CloudflareWorld world = new CloudflareWorld()) {
        world.standIn.addZone("a.example");
        world.standIn.addZone("b.example");
        died = dies(world, steps, arrives);

        assertThat(publish(world.another())).hasSize(4).allSatisfy(outcome -> done(outcome));
        assertThat(world.standIn.workers().names()).containsExactly(SCRIPT);
        assertThat(world.standIn.workers().attached())
            .isEqualTo(Map.of("mta-sts.a.example", SCRIPT, "mta-sts.b.example", SCRIPT));
        assertThat(WorkerTesting.data(world, SCRIPT).hosts()).hasSize(2);
      }
    }
    assertThat(steps).isGreaterThan(7);
  }

  /** Runs until the {@code last} request, after which nothing arrives any more; whether it came. */
  private static boolean dies(CloudflareWorld world, int last, boolean arrives) {
    AtomicInteger sent = new AtomicInteger();
    boolean[] dead = {false};
    world.standIn.next(
        call -> sent.incrementAndGet() == last,
        arrives ? CloudflareFault.lostAfterwards() : CloudflareFault.lost());
    world.standIn.next(200, call -> !dead[0] && sent.get() >= last, CloudflareFault.lost());
    publish(world.another());
    dead[0] = true;
    return sent.get() >= last;
  }
}
