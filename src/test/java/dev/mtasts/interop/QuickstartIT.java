package dev.mtasts.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.Providers;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.Quickstart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the quickstart leaves is what name servers load. */
@Tag("interop")
class QuickstartIT {
  @TempDir Path folder;

  private Quickstart quickstart;

  @BeforeEach
  void copy() throws IOException {
    quickstart = Quickstart.in(folder);
  }

  /** Loads a zone and says its serial. */
  private interface Loader {
    long serial(String zone, Path file) throws Exception;
  }

  @Test
  void bindLoadsBothZonesAfterEachApply() throws Exception {
    Path checker = Programs.require("named-checkzone");
    applyAndLoad(
        (zone, file) -> {
          Programs.Said said = Programs.run(checker, "-i", "local", zone, file.toString());
          assertThat(said.exit()).as(said.output()).isZero();
          assertThat(said.output()).endsWith("OK\n").doesNotContain("warning");
          Matcher loaded = Pattern.compile("loaded serial (\\d+)").matcher(said.output());
          assertThat(loaded.find()).as(said.output()).isTrue();
          return Long.parseLong(loaded.group(1));
        });
  }

  @Test
  void knotAcceptsBothZonesAfterEachApply() throws Exception {
    Path checker = Programs.require("kzonecheck");
    applyAndLoad(
        (zone, file) -> {
          Programs.Said said = Programs.run(checker, "-v", "-o", zone, file.toString());
          assertThat(said.exit()).as(said.output()).isZero();
          assertThat(said.output()).isEqualTo("No semantic error found\n");
          Matcher serial = Pattern.compile("(\\d+) +; serial").matcher(Files.readString(file));
          assertThat(serial.find()).isTrue();
          return Long.parseLong(serial.group(1));
        });
  }

  private void applyAndLoad(Loader loader) throws Exception {
    List<Long> byHand = load(loader);

    succeed("apply", "-y");
    List<Long> first = load(loader);
    for (String domain : Quickstart.DOMAINS) {
      String body = Files.readString(quickstart.policy(domain));
      assertThat(PolicyParser.parse(body).findings()).isEmpty();
      assertThat(Files.readString(quickstart.zone(domain)))
          .contains("\"v=STSv1; id=" + id(body) + ";\"");
    }

    quickstart.edit("mx: [mx1.acme.example, mx2.acme.example]", "mx: [\"*.acme.example\"]");
    succeed("apply", "-y");
    List<Long> second = load(loader);
    assertThat(Files.readString(quickstart.policy("acme.example"))).contains("mx: *.acme.example");

    succeed("plan", "--detailed-exitcode");
    assertThat(first.get(0)).isGreaterThan(byHand.get(0));
    assertThat(first.get(1)).isGreaterThan(byHand.get(1));
    assertThat(second.get(0)).isGreaterThan(first.get(0));
    assertThat(second.get(1)).as("nothing of this zone has changed").isEqualTo(first.get(1));
  }

  private static String id(String body) {
    return PolicyParser.parse(body).id().orElseThrow().text();
  }

  private List<Long> load(Loader loader) throws Exception {
    List<Long> serials = new ArrayList<>();
    for (String domain : Quickstart.DOMAINS) {
      serials.add(loader.serial(domain, quickstart.zone(domain)));
    }
    return serials;
  }

  private void succeed(String... words) {
    Cli.Run run = new Cli(folder, Providers.all()).run(words);
    assertThat(run.exit()).as("%s", run).isZero();
  }
}
