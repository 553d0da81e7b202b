package dev.mtasts.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A Postfix of the test's own: settings, queue and log in a folder, nothing in the system's. It
 * changes to users of its own, so it needs root.
 */
final class Postfix implements AutoCloseable {
  /** What it needs to take, queue, rewrite, deliver and report mail. */
  private static final List<String> SERVICES =
      List.of(
          "pickup unix n - n 60 1 pickup",
          "cleanup unix n - n - 0 cleanup",
          "qmgr unix n - n 300 1 qmgr",
          "tlsmgr unix - - n 1000? 1 tlsmgr",
          "rewrite unix - - n - - trivial-rewrite",
          "bounce unix - - n - 0 bounce",
          "defer unix - - n - 0 bounce",
          "trace unix - - n - 0 bounce",
          "flush unix n - n 1000? 0 flush",
          "proxymap unix - - n - - proxymap",
          "smtp unix - - n - - smtp",
          "error unix - - n - - error",
          "retry unix - - n - - error",
          "virtual unix - n n - - virtual",
          "anvil unix - - n - 1 anvil",
          "scache unix - - n - 1 scache",
          "showq unix n - n - - showq",
          "postlog unix-dgram n - n - 1 postlogd");

  private final Path folder;
  private final Path sendmail;
  private final Path postqueue;
  private final Server server;

  private Postfix(Path folder, Path sendmail, Path postqueue, Server server) {
    this.folder = folder;
    this.sendmail = sendmail;
    this.postqueue = postqueue;
    this.server = server;
  }

  /**
   * Starts it, or aborts the test where it is not installed or this is not root.
   *
   * @param folder where everything of it lies; other users may enter all folders above it
   * @param settings lines of {@code main.cf}
   * @param listeners lines of {@code master.cf}
   */
  static Postfix start(Path folder, List<String> settings, List<String> listeners)
      throws Exception {
    Path postfix = Programs.require("postfix");
    requireRoot();
    for (String sub : List.of("queue", "data", "mail")) {
      Files.createDirectories(folder.resolve(sub));
    }
    giveToPostfix(folder.resolve("data"));
    giveToPostfix(folder.resolve("mail"));
    List<String> main =
        new ArrayList<>(
            List.of(
                "compatibility_level = 3.6",
                "queue_directory = " + folder.resolve("queue"),
                "data_directory = " + folder.resolve("data"),
                "maillog_file = " + folder.resolve("mail.log"),
                "maillog_file_prefixes = " + folder,
                "inet_protocols = ipv4",
                "mydestination =",
                "alias_maps =",
                "alias_database =",
                "biff = no"));
    main.addAll(settings);
    List<String> services = new ArrayList<>(listeners);
    services.addAll(SERVICES);
    Files.write(folder.resolve("main.cf"), main);
    Files.write(folder.resolve("master.cf"), services);
    Server server =
        Server.start(
            folder.resolve("start.log"), Map.of(), postfix, "-c", folder.toString(), "start-fg");
    return new Postfix(folder, Programs.require("sendmail"), Programs.require("postqueue"), server);
  }

  /** The number of the user that it works as. */
  static int user() throws Exception {
    requireRoot();
    Programs.Said said = Programs.run(Programs.require("id"), "-u", "postfix");
    assertThat(said.exit()).as(said.output()).isZero();
    return Integer.parseInt(said.output().strip());
  }

  /** Waits until it takes connections. */
  Postfix listening(String address) throws Exception {
    server.listening(address, 25);
    return this;
  }

  /** Hands it a mail for somebody, as a program on its machine does. */
  void send(String recipient, String subject) throws Exception {
    Path mail =
        Files.writeString(folder.resolve("mail.txt"), "Subject: " + subject + "\n\nHello\n");
    Process process =
        new ProcessBuilder(
                sendmail.toString(), "-C", folder.toString(), "-f", "us@sender.example", recipient)
            .redirectInput(mail.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("sendmail.log").toFile())
            .start();
    assertThat(process.waitFor())
        .as("%s", Files.readString(folder.resolve("sendmail.log")))
        .isZero();
  }

  /** Has it try everything in its queue now. */
  void flush() throws Exception {
    Programs.Said said = Programs.run(postqueue, "-c", folder.toString(), "-f");
    assertThat(said.exit()).as(said.output()).isZero();
  }

  /** Why the mail for somebody waits in the queue; empty while there is no reason, or no mail. */
  String deferred(String recipient) throws Exception {
    Programs.Said said = Programs.run(postqueue, "-c", folder.toString(), "-j");
    for (String line : said.output().lines().filter(l -> l.startsWith("{")).toList()) {
      JsonNode mail = new ObjectMapper().readTree(line);
      for (JsonNode to : mail.path("recipients")) {
        if (to.path("address").asText().equals(recipient)) {
          return to.path("delay_reason").asText();
        }
      }
    }
    return "";
  }

  /** The mails that were delivered here, into the one mailbox that there is. */
  List<String> mails() throws IOException {
    Path inbox = folder.resolve("mail/inbox/new");
    if (!Files.exists(inbox)) {
      return List.of();
    }
    List<String> mails = new ArrayList<>();
    try (Stream<Path> files = Files.list(inbox)) {
      for (Path file : files.toList()) {
        mails.add(Files.readString(file));
      }
    }
    return mails;
  }

  /** Its log. */
  String log() throws IOException {
    Path log = folder.resolve("mail.log");
    return server.output() + (Files.exists(log) ? Files.readString(log) : "");
  }

  @Override
  public void close() throws InterruptedException {
    server.close();
  }

  /** Root of one's own namespace is not enough: it has no other users to change to. */
  private static void requireRoot() throws IOException {
    String[] map = Files.readString(Path.of("/proc/self/uid_map")).strip().split("\\s+");
    if (!map[1].equals("0") || Long.parseLong(map[2]) < 65_536) {
      String why = "Postfix can only be started by root";
      Programs.skipped(why);
      throw new TestAbortedException(why);
    }
  }

  private static void giveToPostfix(Path folder) throws IOException {
    Files.setOwner(
        folder,
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }
}
