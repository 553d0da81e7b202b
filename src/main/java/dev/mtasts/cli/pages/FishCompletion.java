package dev.mtasts.cli.pages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completions for fish, see its complete(1). */
final class FishCompletion {
  private static final List<String> FILES = List.of("FILE", "PLANFILE", "PEM");

  private FishCompletion() {}

  /** The script for these commands. */
  static String of(List<CommandLine> commands) {
    String known =
        commands.stream()
            .map(command -> path(command.getCommandSpec()))
            .filter(path -> !path.isEmpty())
            .map(FishCompletion::quoted)
            .collect(Collectors.joining(" "));
    StringBuilder out = new StringBuilder();
    out.append("# fish completion for mtasts\n")
        .append("# Whether the words so far lead to this command.\n")
        .append("function __mtasts_at\n")
        .append("    set -l words ''\n")
        .append("    for word in (commandline -opc)[2..-1]\n")
        .append("        set -l next (string trim -- \"$words $word\")\n")
        .append("        if contains -- $next ")
        .append(known)
        .append("\n            set words $next\n        end\n    end\n")
        .append("    test \"$words\" = \"$argv\"\nend\n\n")
        .append("complete -c mtasts -f\n");
    commands.forEach(command -> command(out, command.getCommandSpec()));
    return out.toString();
  }

  private static void command(StringBuilder out, CommandSpec command) {
    String here = "complete -c mtasts -n " + quoted(("__mtasts_at " + path(command)).strip());
    for (CommandLine child : command.subcommands().values()) {
      CommandSpec spec = child.getCommandSpec();
      out.append(here)
          .append(" -a ")
          .append(spec.name())
          .append(" -d ")
          .append(quoted(ManPage.text(spec.usageMessage().description())))
          .append('\n');
    }
    if (command.positionalParameters().stream().anyMatch(FishCompletion::namesFile)) {
      out.append(here).append(" -F\n");
    }
    command.options().forEach(option -> out.append(here).append(words(option)).append('\n'));
  }

  private static String words(OptionSpec option) {
    StringBuilder out = new StringBuilder();
    for (String name : option.names()) {
      out.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    if (ManPage.takesValue(option)) {
      out.append(namesFile(option) ? " -r -F" : " -x");
      List<String> values = new ArrayList<>();
      if (option.completionCandidates() != null) {
        option.completionCandidates().forEach(values::add);
      }
      if (!values.isEmpty()) {
        out.append(" -a ").append(quoted(String.join(" ", values)));
      }
    }
    return out.append(" -d ").append(quoted(ManPage.described(option))).toString();
  }

  private static boolean namesFile(ArgSpec argument) {
    return argument.type() == Path.class || FILES.contains(argument.paramLabel());
  }

  /** The words after the program's name. */
  private static String path(CommandSpec command) {
    String name = command.qualifiedName();
    return name.contains(" ") ? name.substring(name.indexOf(' ') + 1) : "";
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
