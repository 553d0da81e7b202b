package dev.mtasts.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mtasts.testing.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {
  @TempDir Path folder;

  @Test
  void theFilesAuthoritiesComeBesidesThePlatforms() throws IOException {
    int platform = Trust.platform().manager().getAcceptedIssuers().length;
    Path two =
        Files.writeString(folder.resolve("two.pem"), TestCa.create().pem() + TestCa.create().pem());

    assertThat(platform).isPositive();
    assertThat(Trust.platformAnd(two).manager().getAcceptedIssuers()).hasSize(platform + 2);
  }

  @Test
  void aFileWithoutACertificateSaysSo() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path text = Files.writeString(folder.resolve("text.pem"), "-----BEGIN CERTIFICATE-----\nno\n");

    assertThatThrownBy(() -> Trust.platformAnd(empty)).hasMessage("it holds no certificate");
    assertThatThrownBy(() -> Trust.platformAnd(text))
        .isInstanceOf(IOException.class)
        .hasMessage("it is not a PEM file of certificates");
    assertThatThrownBy(() -> Trust.platformAnd(folder.resolve("gone.pem")))
        .isInstanceOf(IOException.class);
  }
}
