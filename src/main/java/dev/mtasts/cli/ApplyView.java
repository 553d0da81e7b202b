package dev.mtasts.cli;

import dev.mtasts.apply.Applied;
import dev.mtasts.apply.Event;
import dev.mtasts.plan.Plan;

/** Shows a run: as text, or as one JSON object a line. */
interface ApplyView extends Event.Listener {
  /** Before anything happens. */
  void planned(Plan plan);

  /** After everything. */
  void ended(Plan plan, Applied applied);
}
