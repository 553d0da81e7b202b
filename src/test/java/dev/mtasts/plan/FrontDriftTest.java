package dev.mtasts.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mtasts.provider.RecordType;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.MemoryWorld;
import dev.mtasts.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else lays hands on what answers HTTPS for two domains behind one host. */
class FrontDriftTest {
  private static final String SPEC =
      """
      version: 1
      providers: { m: { type: memory } }
      defaults:
        host: { provider: m, kind: distribution, share: all }
        dns: { provider: m }
        tls_rpt: { rua: ["mailto:tlsrpt@acme.example"] }
        verify: false
        policy: { mode: testing, max_age: 1d, mx: [mx.acme.example] }
      domains:
        acme.example: {}
        shop.example: {}
      """;

  @TempDir Path folder;

  private final MemoryWorld world = new MemoryWorld();

  @BeforeEach
  void published() throws IOException {
    spec(SPEC);
    assertThat(run("apply", "-y").exit()).isZero();
    assertThat(kinds(0)).isEmpty();
  }

  private void spec(String text) throws IOException {
    Files.writeString(folder.resolve("mtasts.yaml"), text);
  }

  private Cli.Run run(String... args) {
    return new Cli(folder, List.of(world)).clock(new TestClock("2026-01-01T09:00:00Z")).run(args);
  }

  /** Such as {@code acme.example/host host-changed}. */
  private List<String> kinds(int exit) throws IOException {
    Cli.Run run = run("drift", "--json");
    assertThat(run.exit()).as(run.toString()).isEqualTo(exit);
    List<String> kinds = new ArrayList<>();
    JsonNode drift = new ObjectMapper().readTree(run.out()).path("resource_drift");
    drift.forEach(one -> kinds.add(one.path("address").asText() + " " + one.path("kind").asText()));
    return kinds;
  }

  @Test
  void aSettingThatSomebodyChangedIsDriftOfAllWhoShareTheHost() throws IOException {
    world.fronts.drift("host:all", "tls", "1.0");

    assertThat(kinds(2))
        .containsExactly("acme.example/host host-changed", "shop.example/host host-changed");
    assertThat(run("drift").out()).contains("~ tls      = 1.2 -> 1.0");
  }

  @Test
  void aSettingIsNobodysDriftWhereTheSpecHasChangedSince() throws IOException {
    world.fronts.drift("host:all", "tls", "1.0");
    spec(SPEC.replace("max_age: 1d", "max_age: 2d"));

    assertThat(kinds(0)).isEmpty();
  }

  @Test
  void aHostThatIsGoneIsToldFromItsCertificate() throws IOException {
    world.fronts.hosts.clear();

    // The files went with it, and cannot be read.
    assertThat(kinds(1))
        .containsExactly("acme.example/host host-removed", "shop.example/host host-removed");
  }

  @Test
  void aCertificateThatIsGoneIsToldFromAnother() throws IOException {
    world.fronts.reissue();
    assertThat(kinds(2))
        .containsExactly(
            "acme.example/certificate certificate-changed",
            "shop.example/certificate certificate-changed");

    world.fronts.certificates.clear();
    assertThat(kinds(2))
        .containsExactly(
            "acme.example/certificate certificate-gone",
            "shop.example/certificate certificate-gone");
  }

  @Test
  void theProofOfEachNameIsItsOwn() throws IOException {
    world.plant("_proof.mta-sts.shop.example", RecordType.CNAME, 300, "p-evil.example");
    assertThat(kinds(2)).containsExactly("shop.example/validation proof-changed");
    assertThat(run("drift").out())
        .contains("~ target   = p-mta-sts.shop.example.ca.example -> p-evil.example");

    world.records.remove("_proof.mta-sts.shop.example CNAME");
    assertThat(kinds(2)).containsExactly("shop.example/validation proof-changed");
  }
}
