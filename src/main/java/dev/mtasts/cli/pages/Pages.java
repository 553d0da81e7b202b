package dev.mtasts.cli.pages;

import dev.mtasts.apply.Stop;
import dev.mtasts.cli.CommandTree;
import dev.mtasts.cli.Reach;
import dev.mtasts.cli.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Writes man pages and completions into a folder; the same model gives the same bytes. */
public final class Pages {
  private Pages() {}

  /**
   * Writes {@code man/man1/*.1} and {@code completions/*}.
   *
   * @param args the folder, the version, and the day of the pages as an instant
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    CommandLine root = model();
    Path man = Files.createDirectories(folder.resolve("man").resolve("man1"));
    ManPage page = new ManPage(args[1], args[2].substring(0, 10));
    for (CommandLine command : all(root)) {
      CommandSpec spec = command.getCommandSpec();
      Files.writeString(man.resolve(ManPage.name(spec) + ".1"), page.of(spec));
    }
    Path completions = Files.createDirectories(folder.resolve("completions"));
    String bash = bash(root);
    Files.writeString(completions.resolve("mtasts.bash"), bash);
    Files.writeString(completions.resolve("_mtasts"), zsh(bash));
    Files.writeString(completions.resolve("mtasts.fish"), FishCompletion.of(all(root)));
  }

  /** The command line in a world in which nothing is run. */
  static CommandLine model() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return CommandTree.line(
        new Shell(
            Map.of(),
            Path.of(""),
            InputStream.nullInputStream(),
            nowhere,
            nowhere,
            false,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            Reach.REAL,
            List.of(),
            new Stop()));
  }

  /** A command and all below it, parents first. */
  static List<CommandLine> all(CommandLine command) {
    List<CommandLine> out = new ArrayList<>(List.of(command));
    command.getSubcommands().values().forEach(child -> out.addAll(all(child)));
    return out;
  }

  /** For bash, and for a zsh that reads it in its start-up file. */
  static String bash(CommandLine root) {
    return AutoComplete.bash("mtasts", root)
        .lines()
        .filter(line -> !line.startsWith("# Date:") && !line.startsWith("# Generated"))
        .reduce("", (text, line) -> text + line + "\n");
  }

  /**
   * For a folder of zsh's {@code fpath}: the script for bash, through zsh's own bridge, which lacks
   * {@code compopt} in some versions.
   */
  static String zsh(String bash) {
    return "#compdef mtasts\n"
        + "(( $+functions[compopt] )) || function compopt() { : }\n"
        + bash.replaceFirst("^#!.*\n", "")
        + "_bash_complete -o default -F _complete_mtasts\n";
  }
}
