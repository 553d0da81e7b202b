package dev.mtasts.provider.cloudflare;

import static dev.mtasts.provider.cloudflare.WorkerTesting.SCRIPT;
import static dev.mtasts.provider.cloudflare.WorkerTesting.data;
import static dev.mtasts.provider.cloudflare.WorkerTesting.file;
import static dev.mtasts.provider.cloudflare.WorkerTesting.host;
import static dev.mtasts.provider.contract.Ask.create;
import static dev.mtasts.provider.contract.Ask.live;
import static dev.mtasts.provider.contract.Ask.moved;
import static dev.mtasts.provider.contract.Ask.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Reading;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a Worker must not lose or take. */
final class WorkerDangersTest {
  private static final String HOST = "mta-sts.acme.example";

  private final CloudflareWorld world = new CloudflareWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aListingThatIsLateLosesNoPolicy() {
    for (String each : new String[] {"acme.example", "post.example", "shop.example"}) {
      world.standIn.addZone(each);
    }
    create(world.files(), file("acme.example"));
    world.standIn.workers().listedLate(1);

    create(world.files(), file("post.example"));
    create(world.files(), file("shop.example"));

    assertThat(data(world, SCRIPT).hosts())
        .containsOnlyKeys(HOST, "mta-sts.post.example", "mta-sts.shop.example");
  }

  @Test
  void aScriptThatIsNotListedYetIsFoundAgain() {
    world.standIn.addZone("acme.example");
    world.standIn.addZone("shop.example");
    world.standIn.workers().listedLate(1);

    create(world.files(), file("acme.example"));
    create(world.files(), file("shop.example"));

    assertThat(data(world, SCRIPT).hosts()).containsOnlyKeys(HOST, "mta-sts.shop.example");
  }

  @Test
  void aStrangersScriptThatIsCalledLikeAShardIsNoneOfOurs() {
    var zone = world.standIn.addZone("acme.example");
    create(world.files(), file("acme.example"));
    world.standIn.workers().addForeign("mta-sts-7");
    world.standIn.workers().attachForeign(zone, HOST, "mta-sts-7");
    PolicyHost wish = host("acme.example");

    Reading.Live<PolicyHost> live = live(world.hosts(), wish);
    assertThat(live.marked()).isFalse();
    assertThat(live.resource().settings()).isEqualTo(Map.of("script", "mta-sts-7"));

    moved(write(world.hosts(), wish, null, null));
    assertThat(world.standIn.workers().attached()).isEqualTo(Map.of(HOST, "mta-sts-7"));
  }
}
