package dev.mtasts.provider.zonefile;

import static dev.mtasts.provider.contract.RecordSetsContract.txt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Handler;
import dev.mtasts.provider.RecordType;
import dev.mtasts.provider.contract.Ask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes and threads that write one zone at once: none may lose what another wrote. */
class ZoneFileRaceTest {
  private static final int EACH = 12;

  @TempDir Path folder;

  @Test
  void noWriteIsLostAmongProcessesAndThreads() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("acme.example.zone"),
            "$TTL 1h\n@ SOA ns1 hostmaster 0 2h 15m 4w 5m\n@ NS ns1\n");

    List<Process> processes = List.of(start("p"), start("q"));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    List<Future<?>> racers = new ArrayList<>();
    for (String name : List.of("s", "t")) {
      racers.add(threads.submit(() -> Racer.run(folder, name)));
    }
    for (Future<?> racer : racers) {
      racer.get();
    }
    threads.shutdown();
    for (Process process : processes) {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(said).isZero();
    }

    List<org.xbill.DNS.Record> records =
        DnsjavaZones.records(Files.readAllBytes(file), "acme.example");
    for (String name : List.of("p", "q", "s", "t")) {
      for (int i = 0; i < EACH; i++) {
        assertThat(DnsjavaZones.found(records, Racer.set(name, i).name(), RecordType.TXT))
            .as(name + i)
            .isPresent();
      }
    }
    assertThat(((org.xbill.DNS.SOARecord) records.get(0)).getSerial()).isEqualTo(4 * EACH);
  }

  private Process start(String name) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Racer.class.getName(),
            folder.toString(),
            name)
        .redirectErrorStream(true)
        .start();
  }

  /** Creates record sets one by one. */
  static final class Racer {
    private Racer() {}

    public static void main(String[] args) {
      run(Path.of(args[0]), args[1]);
    }

    static void run(Path folder, String name) {
      Handler<DnsRecordSet> handler = ZoneFileRecordSetsTest.handler(folder);
      for (int i = 0; i < EACH; i++) {
        Ask.create(handler, set(name, i));
      }
    }

    static DnsRecordSet set(String name, int i) {
      return txt(name + i + ".acme.example", "v=STSv1; id=1;");
    }
  }
}
