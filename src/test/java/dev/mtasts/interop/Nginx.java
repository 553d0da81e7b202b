package dev.mtasts.interop;

import dev.mtasts.testing.TestCa;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * nginx as a child process on a loopback port. It runs the server block of our page on the
 * directory provider; only its paths and its port are the test's.
 */
public final class Nginx implements AutoCloseable {
  static final Path PAGE = Path.of("docs/providers/directory.md");

  private final Path folder;
  private final TestCa.Leaf leaf;
  private final String address;
  private final int port;
  private @Nullable Server server;

  /**
   * Starts nothing yet; aborts the test where nginx is not installed.
   *
   * @param folder where it may write; the policies are in {@code public} below it
   */
  public Nginx(Path folder, TestCa.Leaf leaf) throws IOException {
    this(folder, leaf, "127.0.0.1", freePort());
  }

  /**
   * As {@link #Nginx(Path, TestCa.Leaf)}, at an address and port that the test knows to be free.
   */
  Nginx(Path folder, TestCa.Leaf leaf, String address, int port) {
    Programs.require("nginx");
    this.folder = folder;
    this.leaf = leaf;
    this.address = address;
    this.port = port;
  }

  /** Where it listens, with TLS. */
  public int port() {
    return port;
  }

  /** Starts it and waits until it listens. */
  public Nginx start() throws Exception {
    return start("text/plain; charset=utf-8");
  }

  /** Starts it with another media type for policies. */
  public Nginx start(String mediaType) throws Exception {
    server =
        run(folder, server().replace("text/plain; charset=utf-8", mediaType))
            .listening(address, port);
    return this;
  }

  /** Stops it; its port then refuses connections. */
  @Override
  public void close() throws InterruptedException {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  /** Starts a web server with these server blocks. */
  static Server run(Path folder, String blocks) throws IOException {
    Path program = Programs.require("nginx");
    Path config = Files.writeString(folder.resolve("nginx.conf"), config(folder, blocks));
    return Server.start(
        folder.resolve("nginx.out"),
        Map.of(),
        program,
        "-p",
        folder.toString(),
        "-c",
        config.toString());
  }

  private static String config(Path folder, String blocks) {
    return String.join(
        "\n",
        "daemon off;",
        // One process as the user who tests: a worker of another user could not read the folder.
        "master_process off;",
        // Where it seems to be root, there may be nobody else to give its folders to.
        "user root root;",
        "pid " + folder.resolve("nginx.pid") + ";",
        "error_log " + folder.resolve("error.log") + ";",
        "events {}",
        "http {",
        "  access_log off;",
        "  client_body_temp_path " + folder.resolve("t1") + ";",
        "  proxy_temp_path " + folder.resolve("t2") + ";",
        "  fastcgi_temp_path " + folder.resolve("t3") + ";",
        "  uwsgi_temp_path " + folder.resolve("t4") + ";",
        "  scgi_temp_path " + folder.resolve("t5") + ";",
        "  server_names_hash_bucket_size 128;",
        blocks,
        "}",
        "");
  }

  private String server() throws IOException {
    return put(DocsPage.block(PAGE, "nginx"))
        .with("listen 443 ssl;", "listen " + address + ":" + port + " ssl;")
        .with("listen [::]:443 ssl;", "")
        .with("/etc/ssl/mta-sts/fullchain.pem", leaf.writeChain(folder).toString())
        .with("/etc/ssl/mta-sts/key.pem", leaf.writeKey(folder).toString())
        .with("/srv/mta-sts/public/", folder.resolve("public") + "/")
        .text();
  }

  private static Put put(String text) {
    return new Put(text);
  }

  /** Replaces what must be there. */
  private record Put(String text) {
    Put with(String old, String now) {
      if (!text.contains(old)) {
        throw new AssertionError(PAGE + " no longer says '" + old + "'");
      }
      return new Put(text.replace(old, now));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return free.getLocalPort();
    }
  }
}
