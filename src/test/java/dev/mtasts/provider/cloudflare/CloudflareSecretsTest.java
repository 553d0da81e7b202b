package dev.mtasts.provider.cloudflare;

import static dev.mtasts.provider.contract.Ask.read;
import static dev.mtasts.provider.contract.Ask.unread;
import static dev.mtasts.provider.contract.Ask.write;
import static dev.mtasts.provider.contract.RecordSetsContract.RECORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.provider.Failure;
import dev.mtasts.provider.PolicyFile;
import dev.mtasts.provider.PolicyHost;
import dev.mtasts.provider.Settings;
import dev.mtasts.testing.CloudflareFault;
import dev.mtasts.testing.CloudflareStandIn;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With everything logged and everything failing, the token is nowhere to be read. */
final class CloudflareSecretsTest {
  private static final String TOKEN = CloudflareStandIn.TOKEN;

  /** Servers of earlier tests may still be saying goodbye to the log, on threads of their own. */
  private final List<String> said = new CopyOnWriteArrayList<>();

  private final Logger root = Logger.getLogger("okhttp3");
  private final Level before = root.getLevel();
  private final Handler ear =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          said.add(record.getLoggerName() + " " + record.getMessage());
          if (record.getThrown() != null) {
            said.add(trace(record.getThrown()));
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    root.setLevel(Level.ALL);
    root.addHandler(ear);
  }

  @AfterEach
  void stop() {
    root.removeHandler(ear);
    root.setLevel(before);
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  static Stream<CloudflareFault> faults() {
    return Stream.of(
        CloudflareFault.refused(400, 6003, "Bad header: Bearer " + TOKEN),
        CloudflareFault.refused(403, 10000, "Token " + TOKEN + " may not"),
        CloudflareFault.refused(500, 1000, "Crashed on " + TOKEN),
        CloudflareFault.refused(400, 1004, TOKEN),
        CloudflareFault.throttled(100_000),
        CloudflareFault.lost(),
        CloudflareFault.page(407),
        CloudflareFault.cut());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void theTokenIsNeverSaid(CloudflareFault fault) {
    try (CloudflareWorld world = new CloudflareWorld()) {
      world.standIn.addZone("acme.example");
      world.standIn.next(3, CloudflareStandIn.Call::isBatch, fault);
      said.add(write(world.handler(), null, RECORD, null).toString());
      world.standIn.next(9, call -> true, fault);
      Failure failure = unread(read(world.handler(), RECORD));
      said.add(failure.toString());
      said.add(trace(failure.asException()));
      said.add(world.handler().toString());
      said.addAll(world.progress);
    }

    assertThat(said).isNotEmpty().noneMatch(text -> text.contains(TOKEN));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void theTokenIsNeverSaidOfWorkersEither(CloudflareFault fault) {
    try (CloudflareWorld world = new CloudflareWorld()) {
      world.standIn.addZone("acme.example");
      PolicyFile file = WorkerTesting.file("acme.example");
      PolicyHost host = WorkerTesting.host("acme.example");
      world.standIn.next(3, CloudflareStandIn.Call::isUpload, fault);
      said.add(write(world.files(), null, file, null).toString());
      world.standIn.next(9, CloudflareStandIn.Call::isDownload, fault);
      said.add(read(world.files(), file).toString());
      world.standIn.next(3, CloudflareStandIn.Call::attaches, fault);
      said.add(write(world.hosts(), null, host, null).toString());
      said.addAll(world.progress);
    }

    assertThat(said).isNotEmpty().noneMatch(text -> text.contains(TOKEN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "line\nbreak", "ümlaut", "nul\u0000"})
  void aTokenThatCannotBeOneIsRefusedWithoutBeingShown(String token) {
    try (CloudflareWorld world = new CloudflareWorld(token, Settings.NONE)) {
      Failure failure = unread(read(world.handler(), RECORD));

      assertThat(failure.kind()).isEqualTo(Failure.Kind.CREDENTIALS);
      assertThat(failure.message()).doesNotContain(token);
      assertThat(world.standIn.calls()).isEmpty();
    }
  }
}
