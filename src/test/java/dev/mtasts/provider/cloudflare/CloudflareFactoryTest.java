package dev.mtasts.provider.cloudflare;

import static dev.mtasts.provider.contract.Ask.read;
import static dev.mtasts.provider.contract.Ask.unread;
import static dev.mtasts.provider.contract.RecordSetsContract.RECORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.Progress;
import dev.mtasts.provider.Provider;
import dev.mtasts.provider.ProviderException;
import dev.mtasts.provider.Reading;
import dev.mtasts.provider.Secret;
import dev.mtasts.provider.Settings;
import dev.mtasts.provider.Surroundings;
import dev.mtasts.testing.CloudflareStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CloudflareFactoryTest {
  private final CloudflareStandIn standIn = new CloudflareStandIn();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    standIn.close();
  }

  private Provider open(Settings settings, Map<String, String> env) {
    Surroundings surroundings = new Surroundings(env, folder, Clock.systemUTC(), Progress.SILENT);
    return new CloudflareFactory().open("cf", settings, surroundings);
  }

  private Reading<?> reading(Settings settings, Map<String, String> env) {
    try (Provider provider = open(settings, env)) {
      return read(provider.records().orElseThrow(), RECORD);
    }
  }

  @Test
  void theTokenAndTheUrlCanComeFromTheSpec() throws IOException {
    standIn.addZone("acme.example");
    Files.writeString(folder.resolve("token"), CloudflareStandIn.TOKEN + "\n");

    Reading<?> reading =
        reading(
            new Settings(
                Map.of(
                    "api_token",
                    new Secret(Secret.Kind.FILE, "token"),
                    "base_url",
                    standIn.baseUrl())),
            Map.of("CLOUDFLARE_API_TOKEN", "unused", "CLOUDFLARE_BASE_URL", "http://[::1]:1/"));

    assertThat(reading).isInstanceOf(Reading.Absent.class);
  }

  @Test
  void theTokenAndTheUrlCanComeFromTheEnvironment() {
    standIn.addZone("acme.example");

    Reading<?> reading =
        reading(
            Settings.NONE,
            Map.of(
                "CLOUDFLARE_API_TOKEN",
                CloudflareStandIn.TOKEN,
                "CLOUDFLARE_BASE_URL",
                standIn.baseUrl() + "/"));

    assertThat(reading).isInstanceOf(Reading.Absent.class);
  }

  @Test
  void aMissingTokenIsAFailureOfEachItemNotOfTheOpening() {
    Failure failure =
        unread(reading(Settings.NONE, Map.of("CLOUDFLARE_BASE_URL", standIn.baseUrl())));

    assertThat(failure.kind()).isEqualTo(Failure.Kind.CREDENTIALS);
    assertThat(failure.message()).contains("CLOUDFLARE_API_TOKEN");
    assertThat(standIn.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.cloudflare.com",
        "ftp://a/",
        "https://me:pw@a/",
        "https://a/?q=1",
        "https://a/#f",
        "x"
      })
  void aBaseUrlThatIsNoneIsRefusedWithoutBeingShown(String url) {
    assertThatThrownBy(() -> open(new Settings(Map.of("base_url", url)), Map.of()))
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("base_url")
        .hasMessageNotContaining("pw");
  }

  @Test
  void nobodyAtTheAddressIsUnavailable() {
    standIn.close();

    assertThat(unread(openAndRead()).kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
  }

  private Reading<?> openAndRead() {
    Surroundings surroundings =
        new Surroundings(
            Map.of(
                "CLOUDFLARE_API_TOKEN",
                CloudflareStandIn.TOKEN,
                "CLOUDFLARE_BASE_URL",
                standIn.baseUrl()),
            folder,
            Clock.systemUTC(),
            Progress.SILENT);
    try (Provider provider =
        CloudflareFactory.open("cf", Settings.NONE, surroundings, time -> {})) {
      return read(provider.records().orElseThrow(), RECORD);
    }
  }
}
