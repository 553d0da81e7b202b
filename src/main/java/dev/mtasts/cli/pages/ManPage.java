package dev.mtasts.cli.pages;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Manual pages in the man macros of roff, see man-pages(7) and groff_man(7).
 *
 * @param version of the program, for the foot of a page
 * @param day of the page, {@code YYYY-MM-DD}
 */
record ManPage(String version, String day) {
  /** The page's name: {@code mtasts-state-list}. */
  static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  /** The page of one command; those below it are named and have pages of their own. */
  String of(CommandSpec command) {
    String about = text(command.usageMessage().description());
    StringBuilder out = new StringBuilder();
    out.append(".TH ")
        .append(String.join(" ", quoted(name(command).toUpperCase(Locale.ROOT)), "1"))
        .append(' ')
        .append(String.join(" ", day, quoted("mtasts " + version), quoted("mtasts")))
        .append("\n.nh\n.ad l\n.SH NAME\n")
        .append(escaped(name(command)))
        .append(" \\- ")
        .append(escaped(about))
        .append("\n.SH SYNOPSIS\n");
    synopsis(out, command);
    out.append(".SH DESCRIPTION\n").append(escaped(about)).append('\n');
    arguments(out, command);
    options(out, "OPTIONS", command.options().stream().filter(o -> !o.inherited()).toList());
    options(out, "COMMON OPTIONS", command.options().stream().filter(o -> o.inherited()).toList());
    commands(out, command);
    seeAlso(out, command);
    return out.toString();
  }

  private static void synopsis(StringBuilder out, CommandSpec command) {
    out.append(".B ").append(escaped(command.qualifiedName())).append("\n[\\fIoptions\\fR]");
    if (!command.subcommands().isEmpty()) {
      out.append(" \\fICOMMAND\\fR");
    }
    command
        .positionalParameters()
        .forEach(
            argument -> {
              boolean needed = argument.arity().min() > 0;
              out.append(needed ? " " : " [")
                  .append("\\fI" + escaped(argument.paramLabel()) + "\\fR")
                  .append(argument.arity().max() > 1 ? "..." : "")
                  .append(needed ? "" : "]");
            });
    out.append('\n');
  }

  private static void arguments(StringBuilder out, CommandSpec command) {
    if (!command.positionalParameters().isEmpty()) {
      out.append(".SH ARGUMENTS\n");
    }
    command
        .positionalParameters()
        .forEach(
            argument ->
                entry(
                    out,
                    "\\fI" + escaped(argument.paramLabel()) + "\\fR",
                    text(argument.description())));
  }

  private static void options(StringBuilder out, String title, List<OptionSpec> options) {
    if (options.isEmpty()) {
      return;
    }
    out.append(".SH ").append(title).append('\n');
    for (OptionSpec option : options) {
      String names =
          Arrays.stream(option.names())
              .map(name -> "\\fB" + escaped(name) + "\\fR")
              .collect(Collectors.joining(", "));
      String value = takesValue(option) ? "=\\fI" + escaped(label(option)) + "\\fR" : "";
      entry(out, names + value, described(option));
    }
  }

  private static void commands(StringBuilder out, CommandSpec command) {
    if (!command.subcommands().isEmpty()) {
      out.append(".SH COMMANDS\n");
    }
    for (CommandLine child : command.subcommands().values()) {
      CommandSpec spec = child.getCommandSpec();
      entry(out, "\\fB" + escaped(name(spec)) + "\\fR(1)", text(spec.usageMessage().description()));
    }
  }

  private static void seeAlso(StringBuilder out, CommandSpec command) {
    CommandSpec parent = command.parent();
    if (parent != null) {
      out.append(".SH SEE ALSO\n.BR ").append(escaped(name(parent))).append(" (1)\n");
    }
  }

  private static void entry(StringBuilder out, String head, String about) {
    out.append(".TP\n").append(head).append('\n').append(escaped(about)).append('\n');
  }

  /** Whether a word belongs to the option. */
  static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }

  /** What the option's word is called; picocli's own form of an unnamed one has brackets. */
  static String label(OptionSpec option) {
    return option.paramLabel().replaceAll("[<>]", "").toUpperCase(Locale.ROOT);
  }

  /** What the option does, in one line. */
  static String described(ArgSpec option) {
    return text(option.description())
        .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValueString()));
  }

  /** The lines of a description, as one. */
  static String text(String[] lines) {
    return String.join(" ", lines);
  }

  /** A text that roff takes as it is. */
  private static String escaped(String text) {
    String out = text.replace("\\", "\\e").replace("-", "\\-");
    return out.startsWith(".") || out.startsWith("'") ? "\\&" + out : out;
  }

  private static String quoted(String text) {
    return '"' + escaped(text) + '"';
  }
}
