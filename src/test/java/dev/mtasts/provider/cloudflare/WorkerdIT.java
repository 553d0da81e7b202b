package dev.mtasts.provider.cloudflare;

import static dev.mtasts.provider.cloudflare.WorkerTesting.SCRIPT;
import static dev.mtasts.provider.cloudflare.WorkerTesting.creations;
import static dev.mtasts.provider.cloudflare.WorkerTesting.file;
import static dev.mtasts.provider.contract.PolicyFilesContract.BODY;
import static dev.mtasts.provider.contract.PolicyFilesContract.FOREIGN;
import static dev.mtasts.provider.contract.PolicyFilesContract.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.contract.Ask;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was uploaded, in the runtime that Cloudflare runs it with. */
@Tag("interop")
final class WorkerdIT {
  private static final String HOST = "mta-sts.acme.example";
  private static final String PATH = "/.well-known/mta-sts.txt";

  @TempDir static Path folder;
  private static Workerd workerd;

  @BeforeAll
  static void uploadAndStart() throws Exception {
    try (CloudflareWorld world = new CloudflareWorld()) {
      world.standIn.addZone("acme.example");
      world
          .files()
          .write(
              creations(
                  List.of(
                      file("acme.example", BODY),
                      file("sub.acme.example", OTHER),
                      file("same.acme.example", BODY.replace("20261101", "20261102")),
                      file("odd.acme.example", FOREIGN))))
          .values()
          .forEach(outcome -> Ask.done(outcome));
      workerd = new Workerd(WorkerTesting.script(world, SCRIPT), folder);
    }
  }

  @AfterAll
  static void stop() {
    if (workerd != null) {
      workerd.close();
    }
  }

  @Test
  void eachHostGetsItsPolicyToTheByte() {
    Map<String, String> bodies =
        Map.of(
            "mta-sts.acme.example", BODY,
            "mta-sts.sub.acme.example", OTHER,
            "mta-sts.same.acme.example", BODY.replace("20261101", "20261102"),
            "mta-sts.odd.acme.example", FOREIGN);

    bodies.forEach(
        (host, body) -> {
          Workerd.Answer answer = workerd.ask("GET", host, PATH);
          assertThat(answer.status()).as(host).isEqualTo(200);
          assertThat(answer.body()).isEqualTo(body);
          assertThat(answer.headers())
              .containsEntry("content-type", "text/plain; charset=utf-8")
              .containsEntry("cache-control", "max-age=60")
              .doesNotContainKey("location");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MTA-STS.ACME.EXAMPLE",
        "mta-sts.acme.example:443",
        "Mta-Sts.Acme.Example:8443",
        "mta-sts.acme.example."
      })
  void caseAndPortOfTheHostDoNotMatter(String host) {
    assertThat(workerd.ask("GET", host, PATH).body()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme.example",
        "mta-sts.other.example",
        "x.mta-sts.acme.example",
        "127.0.0.1",
        "__proto__",
        "constructor",
        "tostring"
      })
  void aHostThatIsNotKnownIsNotFound(String host) {
    Workerd.Answer answer = workerd.ask("GET", host, PATH);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).doesNotContain("STSv1");
    assertThat(answer.headers()).doesNotContainKey("cache-control");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/.well-known/",
        "/.well-known/mta-sts.txt/",
        "/.well-known/MTA-STS.TXT",
        "/x/.well-known/mta-sts.txt",
        "//.well-known/mta-sts.txt",
        "/.well-known%2Fmta-sts.txt"
      })
  void anotherPathIsNotFoundAndNeverRedirected(String path) {
    Workerd.Answer answer = workerd.ask("GET", HOST, path);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.headers()).doesNotContainKey("location");
  }

  @Test
  void aQueryStringDoesNotMatter() {
    assertThat(workerd.ask("GET", HOST, PATH + "?a=b&c").body()).isEqualTo(BODY);
  }

  @Test
  void headSaysTheSameWithoutABody() {
    Workerd.Answer answer = workerd.ask("HEAD", HOST, PATH);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("content-type", "text/plain; charset=utf-8");
    assertThat(answer.body()).isEmpty();
    assertThat(workerd.ask("HEAD", "mta-sts.other.example", PATH).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
  void otherMethodsAreNotAllowed(String method) {
    Workerd.Answer answer = workerd.ask(method, HOST, PATH);

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("allow", "GET, HEAD");
    assertThat(answer.body()).doesNotContain("STSv1");
  }

  @Test
  void anotherMethodOnAnUnknownHostIsNotFound() {
    assertThat(workerd.ask("POST", "mta-sts.other.example", PATH).status()).isEqualTo(404);
  }
}
