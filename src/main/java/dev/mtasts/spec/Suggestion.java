package dev.mtasts.spec;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Which known word a user may have meant. */
final class Suggestion {
  private static final int MANY = 12;

  private Suggestion() {}

  /** "Did you mean …" where a word is near enough, else {@code otherwise} and the known words. */
  static String hint(String typed, Collection<String> known, String otherwise) {
    return nearest(typed, known)
        .map(word -> "Did you mean '" + word + "'?")
        .orElseGet(() -> known.isEmpty() ? "" : otherwise + list(known) + ".");
  }

  /** The known words in a sentence; of very many only the first. */
  static String list(Collection<String> known) {
    String some = String.join(", ", known.stream().limit(MANY).toList());
    return known.size() > MANY ? some + " and " + (known.size() - MANY) + " more" : some;
  }

  private static Optional<String> nearest(String typed, Collection<String> known) {
    String wanted = plain(typed);
    String best = null;
    int least = Math.min(3, 1 + wanted.length() / 4) + 1;
    for (String word : known) {
      int far = distance(wanted, plain(word));
      if (far < least) {
        least = far;
        best = word;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Without what people vary: case, hyphens, underscores. */
  private static String plain(String word) {
    String shown = word.length() > 64 ? word.substring(0, 64) : word;
    return shown.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** Insertions, deletions, substitutions and swaps of neighbours between two words. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + same);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
