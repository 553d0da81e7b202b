package dev.mtasts.cli;

import dev.mtasts.plan.Selection;
import dev.mtasts.spec.Names;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * {@code mtasts}: the options that every command shares. They may stand before or after the verb.
 */
@Command(
    name = "mtasts",
    description = "Publishes MTA-STS policies (RFC 8461): policy first, then the record.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = false,
    sortOptions = false)
public final class RootCommand implements Runnable {
  /** When to colour. */
  enum Color {
    /** On a terminal without NO_COLOR. */
    auto,
    /** Even into a file. */
    always,
    /** Not at all. */
    never
  }

  /** What the SDKs may say on standard error. */
  enum LogLevel {
    /** Nothing. */
    off,
    /** What failed. */
    error,
    /** What was odd. */
    warn,
    /** What happened. */
    info,
    /** Every request. */
    debug
  }

  private final Shell shell;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it before any command runs.
  private boolean help;

  @Option(
      names = {"-f", "--file"},
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "The spec (default: mtasts.yaml).")
  private @Nullable Path file;

  @Option(
      names = "--domain",
      scope = ScopeType.INHERIT,
      paramLabel = "GLOB",
      description = "Only these domains; repeatable.")
  private List<String> domains = new ArrayList<>();

  @Option(
      names = "--exclude",
      scope = ScopeType.INHERIT,
      paramLabel = "GLOB",
      description = "Not these domains; repeatable.")
  private List<String> excludes = new ArrayList<>();

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "JSON on standard output; never asks.")
  private boolean json;

  @Option(
      names = "--report",
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT=PATH",
      description =
          "Also write a report: text, markdown or json; gitlab (plan, apply); sarif or junit"
              + " (verify). Repeatable.")
  private List<String> reports = new ArrayList<>();

  @Option(
      names = "--color",
      scope = ScopeType.INHERIT,
      defaultValue = "auto",
      description = "auto, always or never.")
  private Color color = Color.auto;

  @Option(names = "--quiet", scope = ScopeType.INHERIT, description = "No progress.")
  private boolean quiet;

  @Option(
      names = "--log-level",
      scope = ScopeType.INHERIT,
      defaultValue = "off",
      description = "What libraries may log: off, error, warn, info or debug.")
  private LogLevel logLevel = LogLevel.off;

  /** For one run. */
  public RootCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  Shell shell() {
    return shell;
  }

  Path file() {
    return shell.cwd().resolve(typedFile()).normalize();
  }

  /** Whether the user named a spec. */
  boolean fileGiven() {
    return file != null;
  }

  private Path typedFile() {
    return file == null ? Path.of("mtasts.yaml") : file;
  }

  /** The spec's path as the user wrote it, for messages. */
  String fileName() {
    return typedFile().toString();
  }

  Selection selection() {
    return new Selection(globs(domains), globs(excludes));
  }

  /** Names may be typed as people read them; a glob with a {@code *} is taken as it is. */
  private List<String> globs(List<String> typed) {
    try {
      return typed.stream()
          .map(glob -> glob.contains("*") ? glob : Names.mailDomain(glob).text())
          .toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine(), String.valueOf(e.getMessage()));
    }
  }

  /** Where a file goes that this run writes; never over the spec. */
  Path output(Path typed) {
    Path path = shell.cwd().resolve(typed).normalize();
    if (path.equals(file())) {
      throw new ParameterException(
          commandLine(),
          "'" + typed + "' is the spec; it would be overwritten. Name another file.");
    }
    return path;
  }

  boolean json() {
    return json;
  }

  boolean quiet() {
    return quiet;
  }

  LogLevel logLevel() {
    return logLevel;
  }

  Paint paint() {
    boolean wanted =
        switch (color) {
          case always -> true;
          case never -> false;
          case auto -> shell.interactive() && shell.env().getOrDefault("NO_COLOR", "").isEmpty();
        };
    return wanted && !json ? Paint.ON : Paint.OFF;
  }

  /** The reports that were asked for, checked; {@code known} are those that the command writes. */
  List<Report> reports(Set<Report.Format> known) {
    List<Report> out = new ArrayList<>();
    for (String text : reports) {
      Report report =
          Report.parse(text, shell.cwd())
              .filter(parsed -> known.contains(parsed.format()))
              .orElseThrow(
                  () ->
                      new ParameterException(
                          commandLine(),
                          "--report takes FORMAT=PATH with "
                              + Report.words(known)
                              + ", not '"
                              + text
                              + "'"));
      output(report.path());
      out.add(report);
    }
    return out;
  }

  /** For errors about the command line. */
  CommandLine commandLine() {
    return spec.commandLine();
  }

  /** A message on standard error, unless {@code --quiet}. */
  void say(@Nullable String message) {
    if (!quiet) {
      shell.err().println(message);
      shell.err().flush();
    }
  }
}
