package dev.mtasts.provider.cloudflare;

import dev.mtasts.interop.Programs;
import dev.mtasts.testing.CloudflareScript;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The runtime of Workers, with an uploaded script, as a child process on a free loopback port. */
final class Workerd implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("\"event\":\"listen\".*\"port\":([0-9]+)");

  private static final String CONFIG =
      """
      using Workerd = import "/workerd/workerd.capnp";
      const config :Workerd.Config = (
        services = [(name = "main", worker = (
          modules = [
            (name = "MAIN", esModule = embed "MAIN"),
            (name = "DATA", text = embed "DATA"),
          ],
          compatibilityDate = "DATE",
        ))],
        sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
      );
      """;

  /**
   * What it answered.
   *
   * @param headers by lower-case name
   */
  record Answer(int status, Map<String, String> headers, String body) {}

  private final Process process;
  private final int port;

  /** Serves the modules of {@code script} to the byte, or aborts the test without the program. */
  Workerd(CloudflareScript script, Path folder) throws Exception {
    Path program = Programs.require("workerd");
    for (String module : new String[] {WorkerCode.MAIN, WorkerCode.DATA}) {
      Files.writeString(folder.resolve(module), script.module(module));
    }
    Files.writeString(
        folder.resolve("config.capnp"),
        CONFIG
            .replace("MAIN", WorkerCode.MAIN)
            .replace("DATA", WorkerCode.DATA)
            .replace("DATE", WorkerCode.COMPATIBILITY_DATE));
    process =
        new ProcessBuilder(program.toString(), "serve", "config.capnp", "--control-fd=1")
            .directory(folder.toFile())
            .redirectError(folder.resolve("stderr").toFile())
            .start();
    CompletableFuture<String> listening = new CompletableFuture<>();
    Path errors = folder.resolve("stderr");
    Thread reader = new Thread(() -> read(listening, errors), "workerd output");
    reader.setDaemon(true);
    reader.start();
    port = Integer.parseInt(listening.get(60, TimeUnit.SECONDS));
  }

  private void read(CompletableFuture<String> listening, Path errors) {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Matcher matcher = LISTENS.matcher(line);
        if (matcher.find()) {
          listening.complete(matcher.group(1));
        }
      }
      listening.completeExceptionally(
          new IllegalStateException("workerd ended: " + Files.readString(errors)));
    } catch (IOException e) {
      listening.completeExceptionally(e);
    }
  }

  /** Asks with any Host header and path, which HTTP clients would not let through. */
  Answer ask(String method, String host, String path) {
    String request =
        method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return answer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer answer(String text) {
    int end = text.indexOf("\r\n\r\n");
    String[] lines = text.substring(0, end).split("\r\n");
    Map<String, String> headers =
        Arrays.stream(lines)
            .skip(1)
            .map(line -> line.split(": ", 2))
            .collect(
                Collectors.toMap(
                    header -> header[0].toLowerCase(java.util.Locale.ROOT),
                    header -> header[1],
                    (one, other) -> one + ", " + other,
                    TreeMap::new));
    return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, text.substring(end + 4));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
