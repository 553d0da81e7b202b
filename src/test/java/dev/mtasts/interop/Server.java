package dev.mtasts.interop;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server that other people wrote, as a child process. */
final class Server implements AutoCloseable {
  private final Process process;
  private final Path log;

  private Server(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a program that stays in the foreground; what it prints goes to {@code log}. */
  static Server start(Path log, Map<String, String> env, Path program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(env);
    return new Server(builder.start(), log);
  }

  /** Waits until it takes connections. */
  Server listening(String address, int port) throws Exception {
    for (int tries = 0; tries < 600; tries++) {
      try (Socket socket = new Socket(address, port)) {
        requireNonNull(socket.getRemoteSocketAddress());
        return this;
      } catch (IOException notYet) {
        if (!process.isAlive()) {
          throw new IOException("it ended: " + output(), notYet);
        }
        Thread.sleep(25);
      }
    }
    throw new IOException("it does not listen at " + address + ":" + port + ": " + output());
  }

  /** What it printed. */
  String output() throws IOException {
    return Files.readString(log, StandardCharsets.ISO_8859_1);
  }

  /** Ends it; its ports then refuse connections. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    // Some wait for their clients first; nothing here is worth that.
    if (!process.waitFor(300, TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
