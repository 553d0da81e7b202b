package dev.mtasts.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Certificate;
import dev.mtasts.provider.Front;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.contract.Ask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run may die at any request: before the service does it, or after. The next one ends the work.
 */
final class HostingCrashTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void afterADeathAtAnyRequestThereIsOneOfEachThing(boolean answered) {
    int died = 0;
    for (int n = 1; ; n++) {
      try (HostingWorld world = new HostingWorld()) {
        Front front = world.shared("acme.example", "shop.example"); // All that a host may need.
        AtomicInteger seen = world.dieAfter(n, answered);
        boolean whole = run(world, front);
        boolean reached = seen.get() >= n;
        world.revive();

        assertThat(run(world, front)).as("the run after a death at request %s", n).isTrue();
        assertThatThereIsOneOfEach(world, front);
        if (!reached) {
          assertThat(whole).isTrue();
          break;
        }
        died++;
      }
    }
    assertThat(died).isGreaterThan(20);
  }

  /** What an apply does; whether all of it went well. */
  private static boolean run(HostingWorld world, Front front) {
    Certificate wish = front.certificate().orElseThrow();
    if (!(Ask.write(world.certificates(), null, wish, null) instanceof Outcome.Done certificate)
        || !(certificate.made() instanceof Certificate made)) {
      return false;
    }
    world.prove(made);
    Reading<Certificate> issued = Ask.read(world.certificates(), made);
    if (!(issued instanceof Reading.Live<Certificate> live) || !live.resource().issued()) {
      return false;
    }
    PolicyHost host = front.host().showing(made.id());
    return Ask.write(world.hosts(), null, host, null) instanceof Outcome.Done;
  }

  private static void assertThatThereIsOneOfEach(HostingWorld world, Front front) {
    assertThat(world.acm.arns()).hasSize(1);
    assertThat(world.cloudFront.ids()).hasSize(1);
    assertThat(world.cloudFront.controls()).hasSize(1);
    assertThat(world.cloudFront.functions()).hasSize(1);
    assertThat(world.s3.made()).containsExactly(world.bucket);
    PolicyHost host = front.host().showing(world.acm.arns().get(0));
    Reading.Live<PolicyHost> live = Ask.live(world.hosts(), host);
    assertThat(live.marked()).isTrue();
    assertThat(live.resource().sameAs(host)).as("%s", live.resource()).isTrue();
  }
}
