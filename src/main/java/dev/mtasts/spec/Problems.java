package dev.mtasts.spec;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found wrong so far. The same fault at the same place counts once: a block of {@code
 * defaults} is read again for every domain that takes it.
 */
final class Problems {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparingInt((Problem problem) -> problem.location().line())
          .thenComparingInt(problem -> problem.location().column());

  private record Fault(Location at, String message) {}

  private final Source source;
  private final Map<Fault, Problem> found = new LinkedHashMap<>();

  Problems(Source source) {
    this.source = source;
  }

  void add(Location at, String message, String hint) {
    found.computeIfAbsent(
        new Fault(at, message), fault -> new Problem(at, source.line(at), message, hint));
  }

  /** As {@link #add}, where the line itself may be what nobody should see. */
  void addUnseen(Location at, String message, String hint) {
    found.putIfAbsent(new Fault(at, message), new Problem(at, "", message, hint));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** In the order of the file. */
  List<Problem> sorted() {
    return found.values().stream().sorted(BY_PLACE).toList();
  }
}
