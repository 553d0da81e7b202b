package dev.mtasts.apply;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param ends one for each lane
 * @param done how many acts were done
 * @param trouble why the run as a whole had to stop; null where it did not
 */
public record Applied(List<LaneEnd> ends, int done, @Nullable RuntimeException trouble) {
  /** Copies the list. */
  public Applied {
    ends = List.copyOf(ends);
  }

  /** How many lanes ended so. */
  public long count(LaneEnd.How how) {
    return ends.stream().filter(end -> end.how() == how).count();
  }

  /** Whether everything that was planned is done. */
  public boolean complete() {
    return trouble == null && ends.stream().allMatch(end -> end.how() == LaneEnd.How.DONE);
  }
}
