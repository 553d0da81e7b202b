package dev.mtasts.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A name server that other people wrote. It serves the master files of a folder, and somebody has
 * it load them again as soon as they change.
 */
final class NameServer implements AutoCloseable {
  /** The programs, and how one speaks to them. */
  enum Kind {
    KNOT("knotd", "knotc"),
    BIND("named", "rndc");

    private final String server;
    private final String control;

    Kind(String server, String control) {
      this.server = server;
      this.control = control;
    }
  }

  /**
   * Where it listens.
   *
   * @param control the port for the program that speaks to it
   */
  private record Place(String address, int port, int control) {
    /** The machine's name server, in a network of the test's own. */
    static final Place OWN_NETWORK = new Place(OwnNetwork.DNS, 53, 953);

    /** Ports that nobody has. */
    static Place free() throws IOException {
      try (ServerSocket one = new ServerSocket(0, 1, LOOPBACK);
          ServerSocket other = new ServerSocket(0, 1, LOOPBACK)) {
        return new Place(LOOPBACK.getHostAddress(), one.getLocalPort(), other.getLocalPort());
      }
    }
  }

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Kind kind;
  private final Place place;
  private final Path control;
  private final Path folder;
  private final Path zones;
  private final List<String> names;
  private final Map<String, String> loaded = new HashMap<>();
  private final Thread watcher;
  private final Server server;

  private NameServer(Kind kind, Place place, Path folder, Path zones, List<String> names)
      throws Exception {
    this.place = place;
    Path program = Programs.require(kind.server);
    this.kind = kind;
    this.control = Programs.require(kind.control);
    this.folder = Files.createDirectories(folder);
    this.zones = zones;
    this.names = names;
    names.forEach(name -> loaded.put(name, stamp(name)));
    Path config = folder.resolve("server.conf");
    Files.writeString(config, kind == Kind.KNOT ? knot() : bind());
    Path log = folder.resolve("server.log");
    server =
        (kind == Kind.KNOT
                ? Server.start(log, Map.of(), program, "-c", config.toString())
                : Server.start(log, Map.of(), program, "-g", "-c", config.toString()))
            .listening(place.address(), place.port());
    watcher = new Thread(this::watch, "zone watcher");
    watcher.setDaemon(true);
    watcher.start();
  }

  /**
   * Starts it at {@link OwnNetwork#DNS}, or aborts the test where it is not installed.
   *
   * @param folder where it may write
   * @param zones where the files {@code NAME.zone} are
   */
  static NameServer start(Kind kind, Path folder, Path zones, String... names) throws Exception {
    return new NameServer(kind, Place.OWN_NETWORK, folder, zones, List.of(names));
  }

  /** As {@link #start}, on a port of the machine that nobody has. */
  static NameServer anywhere(Kind kind, Path folder, Path zones, List<String> names)
      throws Exception {
    return new NameServer(kind, Place.free(), folder, zones, names);
  }

  /** Where it listens, as {@code --resolver} takes it. */
  String server() {
    return place.address() + ":" + place.port();
  }

  /** Loads what has changed; the files as they are now are what is served from here on. */
  synchronized void load() {
    for (String name : names) {
      String now = stamp(name);
      if (!now.equals(loaded.put(name, now))) {
        reload(name);
      }
    }
  }

  @Override
  public void close() throws InterruptedException {
    watcher.interrupt();
    watcher.join();
    server.close();
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        load();
        Thread.sleep(50);
      }
    } catch (InterruptedException closed) {
      // The way to end.
    }
  }

  private void reload(String name) {
    try {
      Programs.Said said =
          kind == Kind.KNOT
              ? Programs.run(
                  control, "-b", "-s", folder.resolve("knot.sock").toString(), "zone-reload", name)
              : Programs.run(
                  control,
                  "-s",
                  place.address(),
                  "-p",
                  String.valueOf(place.control()),
                  "-k",
                  folder.resolve("rndc.key").toString(),
                  "reload",
                  name);
      assertThat(said.exit()).as("%s: %s", said.output(), server.output()).isZero();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What changes whenever the file is replaced. */
  private String stamp(String name) {
    Path file = zones.resolve(name + ".zone");
    try {
      return Files.readAttributes(file, "unix:ino,size,lastModifiedTime").toString();
    } catch (IOException e) {
      throw new AssertionError("no zone file " + file, e);
    }
  }

  private String knot() {
    return String.join(
            "\n",
            "server:",
            "    rundir: " + folder,
            "    listen: " + place.address() + "@" + place.port(),
            "    udp-workers: 1",
            "    tcp-workers: 1",
            "    background-workers: 1",
            "log:",
            "  - target: stderr",
            "    any: info",
            "control:",
            "    listen: " + folder.resolve("knot.sock"),
            "database:",
            "    storage: " + folder.resolve("db"),
            "template:",
            "  - id: default",
            "    storage: " + zones,
            "    file: \"%s.zone\"",
            "    zonefile-sync: -1",
            "    zonefile-load: whole",
            "    journal-content: none",
            "zone:",
            "")
        + names.stream().map(name -> "  - domain: " + name + "\n").collect(Collectors.joining());
  }

  private String bind() throws IOException {
    String key = "key \"rndc\" { algorithm hmac-sha256; secret \"dGhyb3ctYXdheQ==\"; };\n";
    Files.writeString(folder.resolve("rndc.key"), key);
    return key
        + String.join(
            "\n",
            "options {",
            "  directory \"" + folder + "\";",
            "  pid-file \"" + folder.resolve("named.pid") + "\";",
            "  session-keyfile \"" + folder.resolve("session.key") + "\";",
            "  listen-on port " + place.port() + " { " + place.address() + "; };",
            "  listen-on-v6 { none; };",
            "  recursion no;",
            "  dnssec-validation no;",
            "};",
            "controls { inet "
                + place.address()
                + " port "
                + place.control()
                + " allow { any; } keys { \"rndc\"; }; };",
            "")
        + names.stream()
            .map(
                name ->
                    "zone \""
                        + name
                        + "\" { type primary; file \""
                        + zones.resolve(name + ".zone")
                        + "\"; };\n")
            .collect(Collectors.joining());
  }
}
