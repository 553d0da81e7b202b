package dev.mtasts.e2e;

import static dev.mtasts.e2e.World.ACME;
import static dev.mtasts.e2e.World.MX1;
import static dev.mtasts.e2e.World.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.testing.CloudflareFault;
import dev.mtasts.testing.CloudflareStandIn;
import dev.mtasts.testing.FaultyProxy;
import dev.mtasts.testing.S3Server;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The secrets of a run appear nowhere, whatever is logged, saved, reported or goes wrong. In a
 * process of its own, because libraries log to the process's standard error.
 */
class SecretsTest {
  private static final List<String> SECRETS =
      List.of(
          S3Server.SECRET,
          URLEncoder.encode(S3Server.SECRET, StandardCharsets.UTF_8),
          CloudflareStandIn.TOKEN,
          "canary-of-another-token");

  @TempDir Path folder;
  private CloudflareWorld world;

  @BeforeEach
  void open() {
    world = new CloudflareWorld(folder);
    world.spec(MX1, ACME, SHOP);
    world.edit("defaults:\n", "defaults:\n  verify: false\n");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void noSecretIsPrintedLoggedSavedOrReported() throws Exception {
    Map<String, String> env = env(CloudflareStandIn.TOKEN);
    run(
        0,
        env,
        "plan --log-level debug --out plan.json --report text=r/p.txt --report markdown=r/p.md"
            + " --report json=r/p.json --report gitlab=r/p.gitlab.json");
    assertThat(Files.list(folder.resolve("r"))).hasSize(4);

    // One domain is refused with words that quote the token, the other's file is not answered for.
    world.cloudflare.next(
        4,
        call -> call.isBatch() && call.path().contains(world.cloudflare.zone(ACME).id()),
        CloudflareFault.refused(
            403, 10000, "Bearer " + CloudflareStandIn.TOKEN + " is not allowed this"));
    world.s3.always(
        request ->
            request.method().equals("PUT") && request.target().endsWith(CloudWorld.key(SHOP)),
        FaultyProxy.s3Error(403, "AccessDenied"));
    String said =
        run(
            1,
            env,
            "apply -y --json --log-level debug --report text=r/a.txt --report markdown=r/a.md"
                + " --report json=r/a.json");
    assertThat(said).contains("DEBUG"); // The libraries did log.
    world.heal();

    assertThatNoFileHoldsASecret();
  }

  @Test
  void noSecretIsQuotedWhereItIsNotAccepted() throws Exception {
    Map<String, String> env = env("canary-of-another-token");
    env.put("AWS_SECRET_ACCESS_KEY", S3Server.SECRET + "x");

    run(7, env, "apply -y --log-level debug");
    env.put("AWS_SECRET_ACCESS_KEY", S3Server.SECRET);
    run(7, env, "apply -y --log-level debug");

    assertThatNoFileHoldsASecret();
  }

  private Map<String, String> env(String token) {
    Map<String, String> env = new HashMap<>(S3Server.shared().env());
    env.put("CF_TOKEN", token);
    env.put("AWS_REGION", "us-east-1");
    env.put("AWS_ENDPOINT_URL_S3", world.s3.endpoint().toString());
    env.put("CLOUDFLARE_BASE_URL", world.dnsService.endpoint() + "/client/v4");
    return env;
  }

  private String run(int exit, Map<String, String> env, String args) throws InterruptedException {
    try (Program program = Program.start(folder, env, args.split(" "))) {
      assertThat(program.await()).as("%s", program).isEqualTo(exit);
      String said = program.out() + program.err();
      assertThat(SECRETS).noneMatch(said::contains);
      return said;
    }
  }

  private void assertThatNoFileHoldsASecret() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.filter(Files::isRegularFile).forEach(file -> texts.add(Program.read(file)));
    }
    world.ledger().ifPresent(texts::add);
    world.lock().ifPresent(texts::add);
    assertThat(texts).allSatisfy(text -> assertThat(SECRETS).noneMatch(text::contains));
  }
}
