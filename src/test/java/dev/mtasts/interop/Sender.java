package dev.mtasts.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sender's client that we did not write: postfix-mta-sts-resolver. It asks the machine's name
 * server and trusts one certificate authority.
 */
final class Sender {
  private static final Pattern VERDICT =
      Pattern.compile("\\(<STSFetchResult\\.(\\w+): \\d>, (.*)\\)");
  private static final Pattern POLICY = Pattern.compile("\\('([^']*)', \\{(.*)}\\)");
  private static final Pattern MX = Pattern.compile("'mx': \\[(.*?)]");

  /** What mta-sts-query does, for all words behind it, some at a time. */
  private static final String MANY =
      """
      import asyncio, sys
      from postfix_mta_sts_resolver.resolver import STSResolver

      async def all_of(domains):
          resolver = STSResolver(loop=asyncio.get_running_loop())
          turns = asyncio.Semaphore(6)
          async def one(domain):
              async with turns:
                  verdict, _ = await resolver.resolve(domain)
              print("verdict", domain, verdict.name)
          await asyncio.gather(*map(one, domains))

      asyncio.run(all_of(sys.argv[1:]))
      """;

  private final Path query;
  private final Path daemon;
  private final Map<String, String> env;

  private Sender(Path query, Path daemon, Map<String, String> env) {
    this.query = query;
    this.daemon = daemon;
    this.env = env;
  }

  /** The client, or an aborted test where it is not installed. */
  static Sender trusting(Path ca) {
    return new Sender(
        Programs.require("mta-sts-query"),
        Programs.require("mta-sts-daemon"),
        Map.of("SSL_CERT_FILE", ca.toString()));
  }

  /**
   * What it makes of a domain.
   *
   * @param verdict {@code VALID}, {@code NONE}, {@code FETCH_ERROR} or {@code NOT_CHANGED}
   * @param id the record's, if valid; else empty
   * @param mx the policy's, in its order
   * @param fields the policy's other fields as it read them
   * @param output all that it printed
   */
  record Judgement(
      String verdict, String id, List<String> mx, Map<String, String> fields, String output) {}

  /** Looks a domain up, with nothing in a cache. */
  Judgement query(String domain) throws Exception {
    return judgement(Programs.run(env, query, domain));
  }

  /** Looks a domain up, as somebody who has its policy of an id. */
  Judgement query(String domain, String knownId) throws Exception {
    return judgement(Programs.run(env, query, domain, knownId));
  }

  /** Verdicts on many domains, in one process: starting Python for each takes most of the time. */
  Map<String, String> verdicts(List<String> domains) throws Exception {
    String interpreter = Files.readAllLines(query).get(0).replaceFirst("^#! *", "").split(" ")[0];
    List<String> words = new ArrayList<>(List.of("-c", MANY));
    words.addAll(domains);
    Programs.Said said = Programs.run(env, Path.of(interpreter), words.toArray(String[]::new));
    assertThat(said.exit()).as(said.output()).isZero();
    Map<String, String> verdicts = new TreeMap<>();
    Matcher line = Pattern.compile("(?m)^verdict (\\S+) (\\w+)$").matcher(said.output());
    while (line.find()) {
      verdicts.put(line.group(1), line.group(2));
    }
    assertThat(verdicts.keySet()).as(said.output()).containsAll(domains);
    return verdicts;
  }

  private static Judgement judgement(Programs.Said said) {
    Matcher verdict = VERDICT.matcher(said.output());
    if (said.exit() != 0 || !verdict.find()) {
      throw new AssertionError("mta-sts-query ends with " + said.exit() + ": " + said.output());
    }
    Matcher policy = POLICY.matcher(verdict.group(2));
    if (!policy.matches()) {
      return new Judgement(verdict.group(1), "", List.of(), Map.of(), said.output());
    }
    Matcher mx = MX.matcher(policy.group(2));
    if (!mx.find()) {
      throw new AssertionError(said.output());
    }
    Map<String, String> fields = new TreeMap<>();
    for (String field : mx.replaceFirst("").split(", ")) {
      String[] words = field.split(": ", 2);
      if (words.length == 2) {
        fields.put(bare(words[0]), bare(words[1]));
      }
    }
    List<String> hosts =
        Arrays.stream(mx.group(1).split(", ")).map(Sender::bare).filter(h -> !h.isEmpty()).toList();
    return new Judgement(verdict.group(1), policy.group(1), hosts, fields, said.output());
  }

  private static String bare(String quoted) {
    return quoted.replaceAll("^'|'$", "");
  }

  /**
   * Starts its daemon, which Postfix asks for a domain's TLS policy.
   *
   * @param seconds for how long it does not look at DNS again
   */
  Daemon daemon(Path folder, int port, int seconds) throws Exception {
    Files.createDirectories(folder);
    Path config = folder.resolve("daemon-" + port + ".yml");
    Files.writeString(
        config,
        "host: 127.0.0.1\nport: "
            + port
            + "\nshutdown_timeout: 1\ncache_grace: "
            + seconds
            + "\ncache:\n  type: internal\n");
    Path log = folder.resolve("daemon-" + port + ".log");
    return new Daemon(
        port,
        Server.start(log, env, daemon, "-v", "debug", "-c", config.toString())
            .listening("127.0.0.1", port));
  }

  /** The daemon, as Postfix sees it: a socketmap (netstrings over TCP). */
  record Daemon(int port, Server server) implements AutoCloseable {
    /** The answer for a domain, the hosts of {@code match=} sorted. */
    String ask(String domain) throws IOException {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        byte[] question = ("postfix " + domain).getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write((question.length + ":").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(question);
        socket.getOutputStream().write(',');
        socket.getOutputStream().flush();
        socket.shutdownOutput();
        String answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return sorted(answer.replaceFirst("^\\d+:", "").replaceFirst(",$", "").strip());
      }
    }

    private static String sorted(String answer) {
      Matcher match = Pattern.compile("match=(\\S+)").matcher(answer);
      return match.replaceAll(
          found -> "match=" + String.join(":", new TreeSet<>(List.of(found.group(1).split(":")))));
    }

    @Override
    public void close() throws InterruptedException {
      server.close();
    }
  }
}
