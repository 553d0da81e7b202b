package dev.mtasts.e2e;

import static dev.mtasts.e2e.World.ACME;
import static dev.mtasts.e2e.World.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.Providers;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.testing.Cli;
import dev.mtasts.testing.Quickstart;
import dev.mtasts.testing.TestClock;
import dev.mtasts.testing.TestDns;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes on the quickstart, killed or asked to end in the middle of an apply. */
@Timeout(120)
class KilledProcessTest {
  private static final int KILLS = 8;
  private static final Pattern SERIAL = Pattern.compile("\"serial\" : (\\d+)");
  private static final Pattern RECORD = Pattern.compile("\"(v=STSv1[^\"]*)\"");

  @TempDir Path folder;
  private Quickstart quickstart;
  private final Map<String, String> contentOfId = new HashMap<>();

  @BeforeEach
  void copyTheQuickstart() throws IOException {
    quickstart = Quickstart.in(folder);
  }

  @Test
  void aRunKilledAtAnyMomentIsFinishedByTheNextAndNoIdIsReused() throws Exception {
    long seed = System.nanoTime();
    System.out.println("kill -9, seed " + seed);
    Random random = new Random(seed);
    String mx = "mx2.acme.example";
    int interrupted = 0;
    for (int turn = 0; turn < KILLS; turn++) {
      String next = "mx" + (turn + 10) + ".acme.example";
      quickstart.edit(mx, next);
      mx = next;
      // Every other time at a certain save of the ledger, else at any moment of the run.
      int saves = turn % 2 == 0 ? turn / 2 % 5 : -1;
      interrupted += killed(saves, random.nextInt(120)) ? 1 : 0;
      remember(ACME);
      remember(SHOP);
      assertThatTheNextRunFinishesIt(next, "seed " + seed + ", turn " + turn);
    }
    System.out.println(interrupted + " of " + KILLS + " runs were killed before their end");
    assertThat(interrupted).isPositive();
  }

  /** Starts an apply and kills it; whether it was still running. */
  private boolean killed(int saves, int millis) throws Exception {
    long before = serial();
    try (Program program =
        Program.start(folder, Map.of(), "apply", "-y", "--resolver", Cli.publicDns())) {
      Process process = program.process();
      Path lock = folder.resolve(".mtasts/state.json.lock");
      while (process.isAlive() && !lockedBy(lock, process.pid())) {
        Thread.onSpinWait();
      }
      if (saves >= 0) {
        while (process.isAlive() && serial() < before + saves) {
          Thread.onSpinWait();
        }
      } else {
        process.waitFor(millis, TimeUnit.MILLISECONDS);
      }
      boolean running = process.isAlive();
      process.destroyForcibly();
      process.waitFor();
      assertThat(running || process.exitValue() == 0).as("%s", program).isTrue();
      return running;
    }
  }

  private static boolean lockedBy(Path lock, long pid) {
    return Program.read(lock).contains("(process " + pid + ")");
  }

  private void assertThatTheNextRunFinishesIt(String mx, String why) {
    // The dead run's lease has ended by then.
    TestClock later = new TestClock(Instant.now().plus(Duration.ofMinutes(3)).toString());
    Cli cli = new Cli(folder, Providers.all()).clock(later);
    Cli.Run run = cli.run("apply", "-y");
    assertThat(run.exit()).as("%s: %s", why, run).isZero();
    Cli.Run plan = cli.run("plan", "--detailed-exitcode");
    assertThat(plan.exit()).as("%s: %s", why, plan).isZero();
    remember(ACME);
    remember(SHOP);
    assertThat(policy(ACME)).as(why).contains("mx: " + mx);
    assertThat(recordId(ACME)).as(why).isEqualTo(id(policy(ACME)));
  }

  /** Whatever is there is whole, and its id never stood for anything else. */
  private void remember(String domain) {
    String body = policy(domain);
    if (!body.isEmpty()) {
      assertThat(PolicyParser.parse(body).policy()).as(body).isPresent();
      String known = contentOfId.putIfAbsent(domain + id(body), body);
      assertThat(known == null || known.equals(body)).as("%s is for one content", body).isTrue();
    }
    assertThat(Program.read(quickstart.zone(domain))).contains("SOA", "MX   10", "www");
  }

  private static String id(String body) {
    return PolicyParser.parse(body).id().orElseThrow().text();
  }

  private String recordId(String domain) {
    Matcher record = RECORD.matcher(Program.read(quickstart.zone(domain)));
    assertThat(record.find()).isTrue();
    return StsRecord.parse(record.group(1)).validId().orElseThrow().text();
  }

  private String policy(String domain) {
    return Program.read(folder.resolve("public/" + domain + "/.well-known/mta-sts.txt"));
  }

  private long serial() {
    Matcher serial = SERIAL.matcher(Program.read(folder.resolve(".mtasts/state.json")));
    return serial.find() ? Long.parseLong(serial.group(1)) : 0;
  }

  @Test
  void askedToEndAtAClosedGateItSavesUnlocksAndGoes() throws Exception {
    quickstart.edit("  verify: false", "  verify: true");
    try (TestDns dns = TestDns.start().everyHostAt("127.0.0.1");
        Program program =
            Program.start(
                folder, Map.of(), "apply", "-y", "--resolver", dns.server(), "--wait", "1h")) {
      while (program.process().isAlive() && !program.out().contains("waiting for https://")) {
        Thread.sleep(20);
      }

      program.process().destroy(); // SIGTERM.

      assertThat(program.await()).as("%s", program).isEqualTo(143);
      assertThat(program.out())
          .contains("Stopped before its end (interrupted)", "Apply incomplete: 5 created");
    }
    assertThat(folder.resolve(".mtasts/state.json.lock")).doesNotExist();
    assertThat(Program.read(folder.resolve(".mtasts/state.json"))).contains(ACME, SHOP);
    assertThat(Program.read(quickstart.zone(ACME))).doesNotContain("STSv1");
    quickstart.edit("  verify: true", "  verify: false");
    assertThatTheNextRunFinishesIt("mx2.acme.example", "after SIGTERM");
  }
}
