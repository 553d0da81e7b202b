package dev.mtasts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.testing.Cli;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code retire} and {@code destroy}: domains go by command, whatever the spec says. */
class RetireCommandTest {
  @TempDir Path folder;

  @Test
  void aRetiredDomainIsToldToSendersFirstAndTheOthersAreLeftAlone() {
    OperationsWorld world = OperationsWorld.published(folder);
    Map<String, String> files = Map.copyOf(world.world.files);

    assertThat(world.run(4, "retire", "acme.example").err())
        .contains("mtasts retire acme.example --auto-approve", "one of two ways");
    assertThat(world.world.files).isEqualTo(files);
    Cli.Run run = world.run(0, "retire", "-y", "acme.example");

    assertThat(run.out())
        .contains(
            "Warning: acme.example: The domain is still in the spec: the next apply publishes")
        .contains("~ mode     = enforce -> none")
        .contains("next: the record is deleted from 2026-01-15T09:00:00Z")
        .doesNotContain("shop.example");
    assertThat(world.world.files.get("memory:acme.example")).contains("mode: none");
    assertThat(world.run(0, "retire", "-y", "acme.example").out()).contains("No changes.");
  }

  @Test
  void nobodyIsToldThatADomainLeftTheSpecWhichIsStillThere() {
    OperationsWorld world = OperationsWorld.published(folder);
    world.spec(OperationsWorld.ACME.replace("{ allow", "{ protect: true, allow"));
    world.run(0, "apply", "-y");

    Cli.Run kept = world.run(4, "retire", "-y", "acme.example");
    Cli.Run told = world.run(0, "retire", "-y", "acme.example", "--allow", "protected");
    Cli.Run gone =
        world.run(0, "destroy", "-y", "acme.example", "--allow", "protected", "--allow", "destroy");

    assertThat(kept.out())
        .contains("The domain is protected. Nothing of it", "Use --allow protected once")
        .doesNotContain("left the spec");
    assertThat(told.out())
        .contains("it is to go, and senders are told so by mode none")
        .doesNotContain("left the spec");
    assertThat(gone.out()).contains("# asked for by command").doesNotContain("left the spec");
  }

  @Test
  void aDigestApprovesARetirement() {
    OperationsWorld world = OperationsWorld.published(folder);
    Matcher digest =
        Pattern.compile("--plan-digest (sha256:\\S+)")
            .matcher(world.run(4, "retire", "acme.example").err());
    assertThat(digest.find()).isTrue();

    world.run(5, "retire", "shop.example", "--plan-digest", digest.group(1));
    world.run(0, "retire", "acme.example", "--plan-digest", digest.group(1));

    assertThat(world.world.files.get("memory:acme.example")).contains("mode: none");
  }

  @Test
  void aNameThatNobodyKnowsIsAMistake() {
    OperationsWorld world = OperationsWorld.published(folder);

    assertThat(world.run(64, "retire", "-y", "nope.example").err())
        .contains("Neither the spec nor the ledger knows nope.example");
    world.run(64, "retire");
    world.run(64, "retire", "-y", "acme.example", "--exclude", "acme.*");
    assertThat(world.world.files.get("memory:acme.example")).contains("mode: enforce");
  }

  @Test
  void destroyingNeedsItsGuardAndSaysUntilWhenMailCanBeRefused() {
    OperationsWorld world = OperationsWorld.published(folder);

    assertThat(world.run(4, "destroy", "-y").out())
        .contains("[destroy]", "Until 2026-01-15T09:00:00Z senders may hold a policy");
    assertThat(world.world.files).hasSize(2);
    Cli.Run run = world.run(0, "destroy", "-y", "--allow", "destroy", "acme.example");

    assertThat(run.out())
        .contains(
            "acme.example: The domain is deleted at once. Until 2026-01-15T09:00:00Z senders may hold");
    assertThat(world.world.files).containsOnlyKeys("memory:shop.example");
    assertThat(world.world.records.keySet()).noneMatch(name -> name.contains("acme.example"));
    world.run(0, "destroy", "-y", "--allow", "destroy");
    assertThat(world.world.files).isEmpty();
    assertThat(world.world.records).isEmpty();
  }
}
