package dev.mtasts.cli;

import dev.mtasts.plan.SavedPlan;
import dev.mtasts.provider.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the file that {@code plan --out} wrote. */
final class PlanFile {
  private PlanFile() {}

  /**
   * The plan in {@code path}.
   *
   * @throws CommandFailure where there is none
   */
  static SavedPlan read(RootCommand root, Path path) {
    try {
      return SavedPlan.read(Files.readString(root.shell().cwd().resolve(path)));
    } catch (IOException | IllegalArgumentException e) {
      String why = e instanceof IOException io ? DiskFailure.reason(io) : e.getMessage();
      throw new CommandFailure(
          Exit.FAILED,
          "Tried to read the plan "
              + path
              + " but failed because "
              + why
              + ". Nothing was changed. A plan is saved with: mtasts plan --out FILE. A spec is"
              + " named with: -f FILE");
    }
  }
}
