package dev.mtasts.cli;

import dev.mtasts.spec.Guard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --allow GUARD}, shared by plan and apply. */
final class GuardOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--allow",
      paramLabel = "GUARD",
      description = "Let a named guard pass, such as not-ours; repeatable.")
  private List<String> words = new ArrayList<>();

  Set<Guard> guards() {
    Set<Guard> guards = EnumSet.noneOf(Guard.class);
    for (String word : words) {
      guards.add(
          Guard.of(word)
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(),
                          "--allow does not know '" + word + "'; it knows " + known())));
    }
    return guards;
  }

  private static String known() {
    return Arrays.stream(Guard.values()).map(Guard::word).collect(Collectors.joining(", "));
  }
}
