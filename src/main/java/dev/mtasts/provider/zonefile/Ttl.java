package dev.mtasts.provider.zonefile;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times to live as master files spell them: seconds, or numbers with units such as {@code 1h30m}.
 */
final class Ttl {
  /** RFC 2181 §8. */
  private static final long MAX = Integer.MAX_VALUE;

  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,10}|([0-9]{1,10}[smhdwSMHDW])+");
  private static final Pattern PART = Pattern.compile("([0-9]+)([smhdw]?)");

  private Ttl() {}

  /** Whether the word can only be a TTL. */
  static boolean looksLike(String word) {
    return WHOLE.matcher(word).matches();
  }

  /** Its seconds. */
  static int seconds(String word) throws MasterSyntaxException {
    if (!looksLike(word)) {
      throw new MasterSyntaxException("'" + word + "' is not a TTL");
    }
    long sum = 0;
    Matcher part = PART.matcher(word.toLowerCase(Locale.ROOT));
    while (part.find()) {
      sum += Long.parseLong(part.group(1)) * unit(part.group(2));
    }
    if (sum > MAX) {
      throw new MasterSyntaxException("the TTL '" + word + "' is longer than 68 years");
    }
    return (int) sum;
  }

  private static long unit(String letter) {
    return switch (letter) {
      case "m" -> 60;
      case "h" -> 3_600;
      case "d" -> 86_400;
      case "w" -> 604_800;
      default -> 1;
    };
  }
}
