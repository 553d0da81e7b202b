package dev.mtasts.cli;

import dev.mtasts.spec.Problem;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code validate}: everything about a spec that can be known offline. */
@Command(name = "validate", description = "Check the spec offline; all problems at once.")
public final class ValidateCommand implements Callable<Integer> {
  @ParentCommand private RootCommand root = Unset.ROOT;

  @Override
  public Integer call() {
    List<Problem> problems = Session.read(root).problems();
    if (problems.isEmpty()) {
      if (!root.json()) {
        root.shell().out().println(root.fileName() + " is valid.");
      }
      return Exit.OK;
    }
    root.shell().out().println(ProblemText.of(problems, root.json()));
    if (!root.json()) {
      root.shell()
          .err()
          .println(problems.size() + (problems.size() == 1 ? " problem." : " problems."));
    }
    return Exit.INVALID;
  }
}
