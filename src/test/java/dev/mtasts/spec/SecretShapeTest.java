package dev.mtasts.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretShapeTest {
  private static String spec(String secret) {
    return "version: 1\nproviders:\n  ns:\n    type: names\n    api_token: "
        + secret
        + "\ndomains: {}\n";
  }

  @Test
  void aSecretIsAPlaceAndItsFileMayDependOnTheEnvironment() {
    assertThat(place("{ env: CLOUDFLARE_API_TOKEN }"))
        .isEqualTo(new Secret(Secret.Kind.ENV, "CLOUDFLARE_API_TOKEN"));
    assertThat(place("{ file: secrets/token }"))
        .isEqualTo(new Secret(Secret.Kind.FILE, "secrets/token"));
    assertThat(place("{ file: '${ROOT}/token' }"))
        .isEqualTo(new Secret(Secret.Kind.FILE, "/srv/token"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "'hunter2'",
        "\n      hunter2",
        "|\n      hunter2",
        "[hunter2]",
        "{ env: hunter2/x }",
        "{ env: 'hunter2 ' }",
        "{ value: hunter2 }",
        "\n      value: hunter2",
        "\n      env: hunter2/x",
        "{ env: A, file: hunter2 }",
        "{ env: [hunter2] }",
        "{ env: '${hunter2}' }",
        "{}",
        "",
        "hunter2\n    endpoint: nonsense"
      })
  void aSecretInPlainSightIsRefusedAndNotRepeated(String secret) {
    List<Problem> problems = SpecTexts.read(spec(secret)).problems();

    assertThat(problems).isNotEmpty();
    assertThat(problems.get(0).location().line()).isBetween(5, 6);
    assertThat(problems.get(0).hint()).contains("{ env: ");
    assertThat(problems.toString()).doesNotContain("hunter2");
    assertThat(SpecTexts.bySchema(spec(secret))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ type: names, api-token: hunter2 }",
        "{ type: names, apiToken: \"hunter2\" }",
        "{ type: names, secret: hunter2, password: hunter2 }",
        "{ type: names, api_token: \"hunter2 }",
        "{ type: names, api_token: hunter2"
      })
  void aSecretUnderAWrongKeyOrInBrokenYamlIsNotRepeated(String provider) {
    List<Problem> problems =
        SpecTexts.read("version: 1\nproviders:\n  ns: " + provider + "\ndomains: {}\n").problems();

    assertThat(problems).isNotEmpty();
    assertThat(problems.toString()).doesNotContain("hunter2");
  }

  private static Secret place(String secret) {
    return SpecTexts.provider(SpecTexts.good(spec(secret)), "ns")
        .settings()
        .secret("api_token")
        .orElseThrow();
  }
}
