package dev.mtasts.testing;

import dev.mtasts.Main;
import dev.mtasts.apply.Stop;
import dev.mtasts.cli.Reach;
import dev.mtasts.cli.Shell;
import dev.mtasts.provider.ProviderFactory;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the command line in this process, in a world of the test's making. */
public final class Cli {
  private final Path cwd;
  private final List<ProviderFactory> factories;
  private final Map<String, String> env = new HashMap<>();
  private Clock clock = Clock.systemUTC();

  /** Public DNS where a test names no server: hosts have addresses, nothing has MX records. */
  private static final TestDns PUBLIC = TestDns.start().everyHostAt("192.0.2.1");

  /** The server of that DNS, for a process of its own. */
  public static String publicDns() {
    return PUBLIC.server();
  }

  private Reach reach = new Reach(443, 25, PUBLIC.server(), Reach.REAL.patience());
  private boolean interactive;
  private InputStream input = InputStream.nullInputStream();

  public Cli(Path cwd, List<ProviderFactory> factories) {
    this.cwd = cwd;
    this.factories = List.copyOf(factories);
  }

  /** What a run left behind. */
  public record Run(int exit, String out, String err) {
    @Override
    public String toString() {
      return "exit " + exit + "\n--- out\n" + out + "--- err\n" + err;
    }
  }

  public Cli env(String name, String value) {
    env.put(name, value);
    return this;
  }

  public Cli clock(Clock newClock) {
    clock = newClock;
    return this;
  }

  public Cli httpsPort(int port) {
    reach = new Reach(port, reach.smtpPort(), reach.resolver(), reach.patience());
    return this;
  }

  public Cli smtpPort(int port) {
    reach = new Reach(reach.httpsPort(), port, reach.resolver(), reach.patience());
    return this;
  }

  /** How long a policy host may take; a minute is too long to test. */
  public Cli patience(Duration time) {
    reach = new Reach(reach.httpsPort(), reach.smtpPort(), reach.resolver(), time);
    return this;
  }

  /** What standard input holds; nobody is there to be asked. */
  public Cli input(String text) {
    input = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** From now on somebody sits at the terminal and types this. */
  public Cli typing(String text) {
    return typing(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** From now on somebody sits at the terminal and takes their time. */
  public Cli typing(InputStream keyboard) {
    interactive = true;
    input = keyboard;
    return this;
  }

  public Run run(String... args) {
    return run(new Stop(), args);
  }

  public Run run(Stop stop, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Shell shell =
        new Shell(
            Map.copyOf(env),
            cwd,
            input,
            new PrintWriter(out),
            new PrintWriter(err),
            interactive,
            clock,
            reach,
            factories,
            stop);
    int exit = Main.run(args, shell);
    return new Run(exit, out.toString(), err.toString());
  }
}
