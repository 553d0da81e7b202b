package dev.mtasts.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.directory.DirectoryFactory;
import dev.mtasts.provider.zonefile.ZoneFileFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every local writer when not one octet more fits. The kernel says so: the writers run in a process
 * whose files may not grow (RLIMIT_FSIZE), which fails as a full disk does, at the write.
 */
class FullDiskTest {
  private static final Address RECORD = new Address(new DomainName("acme.example"), Part.RECORD);
  private static final Address POLICY = new Address(new DomainName("acme.example"), Part.POLICY);
  private static final String ZONE =
      "$TTL 1h\n@ SOA ns1 hostmaster 7 2h 15m 4w 5m\n@ NS ns1\nns1 A 192.0.2.53\n";

  @TempDir Path folder;

  @Test
  void theOldContentStaysWholeAndTheMessageSaysWhy() throws Exception {
    Path zone = write("zones/acme.example.zone", ZONE);
    Path policy = write("public/acme.example/.well-known/mta-sts.txt", "old policy");
    Path ledger = write("state/state.json", "old ledger");

    List<String> said = withoutRoom();

    assertThat(said).hasSize(3);
    assertThat(said)
        .allSatisfy(
            message ->
                assertThat(message).startsWith("LOCAL Tried to ").contains("Free space on that"));
    assertThat(said.get(0)).contains(zone.toString(), "the zone file is as it was");
    assertThat(said.get(1)).contains(policy.toString(), "the file is as it was");
    assertThat(said.get(2)).contains(ledger.toString(), "unharmed");
    assertThat(zone).hasContent(ZONE);
    assertThat(policy).hasContent("old policy");
    assertThat(ledger).hasContent("old ledger");
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(path -> path.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  private List<String> withoutRoom() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -f 0; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Writers.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    return Files.writeString(file, text);
  }

  /** Tries to write with each adapter and prints its failure, one a line. */
  static final class Writers {
    private Writers() {}

    public static void main(String[] args) {
      Path folder = Path.of(args[0]);
      Surroundings surroundings =
          new Surroundings(Map.of(), folder, Clock.systemUTC(), Progress.SILENT);
      DnsRecordSet set =
          new DnsRecordSet(
              RECORD,
              "_mta-sts.acme.example",
              RecordType.TXT,
              300,
              List.of("v=STSv1; id=1;"),
              null);
      print(
          new ZoneFileFactory()
              .open("dns", settings("path", folder.resolve("zones")), surroundings)
              .records()
              .orElseThrow()
              .write(List.of(new Change<>(null, set, null, "new")))
              .get(RECORD));
      String location = "file:" + folder.resolve("public/acme.example/.well-known/mta-sts.txt");
      PolicyFile old = new PolicyFile(POLICY, location, "old policy", "");
      print(
          new DirectoryFactory()
              .open("web", settings("root", folder.resolve("public")), surroundings)
              .files()
              .orElseThrow()
              .write(List.of(new Change<>(old, old.with("new policy"), null, "new")))
              .get(POLICY));
      Blobs blobs =
          new DirectoryFactory()
              .stateBackend()
              .orElseThrow()
              .opener()
              .open(settings("path", folder.resolve("state/state.json")), surroundings);
      try {
        String version = blobs.get(Blobs.Key.LEDGER).orElseThrow().version();
        System.out.println("wrote " + blobs.put(Blobs.Key.LEDGER, "new ledger", version));
      } catch (ProviderException e) {
        print(new Outcome.Failed(e.failure()));
      }
    }

    private static Settings settings(String key, Path path) {
      return new Settings(Map.of(key, path));
    }

    private static void print(@Nullable Outcome outcome) {
      System.out.println(
          outcome instanceof Outcome.Failed failed
              ? failed.failure().kind() + " " + failed.failure().message()
              : "not a failure: " + outcome);
    }
  }
}
