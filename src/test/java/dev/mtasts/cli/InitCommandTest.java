package dev.mtasts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.mtasts.Providers;
import dev.mtasts.spec.JsonSchema;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.PolicyHost;
import dev.mtasts.testing.TestCa;
import dev.mtasts.testing.TestDns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code init}: what it writes is a spec, and it never writes over anything. */
class InitCommandTest {
  private static final String MODELINE = "# yaml-language-server: $schema=mtasts.schema.json\n";

  @TempDir Path folder;

  @Test
  void theStarterIsASpecByTheReaderAndByTheSchema() throws IOException {
    Cli.Run run = run("init");

    assertThat(run.exit()).as(run.toString()).isZero();
    assertThat(run.out()).startsWith("Wrote mtasts.yaml.");
    assertThat(run("validate").out()).isEqualTo("mtasts.yaml is valid.\n");
    String text = Files.readString(folder.resolve("mtasts.yaml"));
    assertThat(text).startsWith(MODELINE);
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                .getSchema(JsonSchema.render(Providers.all()))
                .validate(text, InputFormat.YAML))
        .isEmpty();
  }

  @Test
  void aFileThatExistsIsRefusedAndStaysAsItIs() throws IOException {
    Files.writeString(folder.resolve("mine.yaml"), "mine");

    Cli.Run run = run("init", "-f", "mine.yaml", "--from", "nobody.example");

    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.err()).startsWith("Error: mine.yaml exists, and init writes over nothing.");
    assertThat(Files.readString(folder.resolve("mine.yaml"))).isEqualTo("mine");
  }

  @Test
  void aLinkThatLeadsNowhereIsNotWrittenThrough() throws IOException {
    Files.createSymbolicLink(folder.resolve("mtasts.yaml"), folder.resolve("elsewhere.yaml"));

    assertThat(run("init").exit()).isEqualTo(4);
    assertThat(folder.resolve("elsewhere.yaml")).doesNotExist();
  }

  @Test
  void foldersAreNotMade() {
    Cli.Run run = run("init", "-f", "missing/mtasts.yaml");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("Tried to write missing/mtasts.yaml but failed because");
    assertThat(folder.resolve("missing")).doesNotExist();
  }

  @Test
  void whatIsLiveIsWrittenAsImportPrintsIt() throws IOException {
    TestCa ca = TestCa.create();
    try (PolicyHost host = PolicyHost.start(ca.leaf("mta-sts.acme.example"));
        TestDns dns = TestDns.start()) {
      host.serve(
          "acme.example",
          "version: STSv1\r\nmode: testing\r\nmx: mx.acme.example\r\nmax_age: 86400\r\n");
      dns.address("mta-sts.acme.example", "127.0.0.1");
      String[] words = {
        "--from",
        "acme.example",
        "nobody.example",
        "--resolver",
        dns.server(),
        "--ca-file",
        ca.writePem(folder).toString(),
        "--json",
        "-f",
        "live.yaml"
      };
      Cli cli =
          new Cli(folder, Providers.all()).httpsPort(host.port()).patience(Duration.ofSeconds(20));
      String[] all = new String[words.length + 1];
      all[0] = "init";
      System.arraycopy(words, 0, all, 1, words.length);
      Cli.Run run = cli.run(all);

      assertThat(run.exit()).as(run.toString()).isEqualTo(1);
      assertThat(run.err())
          .contains("Warning: acme.example: ", "Error: nobody.example: no policy to import");
      assertThat(new ObjectMapper().readTree(run.out()).path("file").asText())
          .isEqualTo("live.yaml");
      assertThat(Files.readString(folder.resolve("live.yaml")))
          .startsWith(MODELINE)
          .contains("    policy: { mode: testing, mx: [mx.acme.example], max_age: 1d }\n");
      assertThat(run("validate", "-f", "live.yaml").exit()).isZero();
    }
  }

  private Cli.Run run(String... words) {
    return new Cli(folder, Providers.all()).run(words);
  }
}
