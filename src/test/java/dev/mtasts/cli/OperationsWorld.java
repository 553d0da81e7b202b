package dev.mtasts.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mtasts.testing.Cli;
import dev.mtasts.testing.MemoryWorld;
import dev.mtasts.testing.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Two domains in memory, for commands that look after what is published already. */
final class OperationsWorld {
  static final String START = "2026-01-01T09:00:00Z";

  private static final String HEAD =
      """
      version: 1
      providers: { m: { type: memory } }
      defaults:
        host: { provider: m }
        dns: { provider: m }
        tls_rpt: { rua: ["mailto:tlsrpt@acme.example"] }
        verify: false
      domains:
      """;

  /** Enforced for two weeks. */
  static final String ACME =
      "  acme.example: { allow: [enforce-untested], policy: { mode: enforce, max_age: 2w,"
          + " mx: [mx.acme.example] } }\n";

  /** On a rollout. */
  static final String SHOP =
      "  shop.example: { rollout: standard, policy: { mx: [mx.acme.example] } }\n";

  final MemoryWorld world = new MemoryWorld();
  final TestClock clock = new TestClock(START);
  private final Path folder;

  OperationsWorld(Path folder) {
    this.folder = folder;
  }

  OperationsWorld spec(String... domains) {
    return text(HEAD + (domains.length == 0 ? "  {}\n" : String.join("", domains)));
  }

  OperationsWorld text(String spec) {
    try {
      Files.writeString(folder.resolve("mtasts.yaml"), spec);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Cli cli() {
    return new Cli(folder, List.of(world)).clock(clock);
  }

  Cli.Run run(String... args) {
    return cli().run(args);
  }

  /** A run that must end with {@code exit}. */
  Cli.Run run(int exit, String... args) {
    Cli.Run run = run(args);
    assertThat(run.exit()).as(run.toString()).isEqualTo(exit);
    return run;
  }

  /** Both are published. */
  static OperationsWorld published(Path folder) {
    OperationsWorld made = new OperationsWorld(folder).spec(ACME, SHOP);
    made.run(0, "apply", "-y");
    return made;
  }
}
