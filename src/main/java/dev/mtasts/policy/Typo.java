package dev.mtasts.policy;

import java.util.List;
import java.util.Optional;

/** Guesses which field was meant by one that the grammar takes for an extension. */
final class Typo {
  private Typo() {}

  /**
   * The known name that {@code name} becomes when case is ignored, {@code -} and {@code .} are read
   * as {@code _}, and at most one character is put in, left out or replaced.
   */
  static Optional<String> of(String name, List<String> known) {
    String plain = Ascii.lowerCase(name).replace('-', '_').replace('.', '_');
    return known.stream().filter(meant -> plain.length() > 1 && oneSlip(plain, meant)).findFirst();
  }

  private static boolean oneSlip(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    int head = 0;
    while (head < shorter && a.charAt(head) == b.charAt(head)) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && a.charAt(a.length() - 1 - tail) == b.charAt(b.length() - 1 - tail)) {
      tail++;
    }
    return Math.max(a.length(), b.length()) - head - tail <= 1;
  }
}
