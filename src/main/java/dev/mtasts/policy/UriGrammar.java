package dev.mtasts.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code URI} of RFC 3986 §3, written out from its appendix A. {@link java.net.URI} follows the
 * older RFC 2396 with additions of its own, so it cannot say what the grammar says.
 */
final class UriGrammar {
  private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");
  private static final Pattern BARE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  // What may stand where "%" HEXDIG HEXDIG may stand as well: a lone % is such a triple, folded.
  private static final String CHARS = "A-Za-z0-9\\-._~!$&'()*+,;=%";
  private static final String PATH = "[" + CHARS + ":@/]*+";
  private static final String FUTURE = "[vV][0-9A-Fa-f]++\\.[A-Za-z0-9._~!$&'()*+,;=:-]++";
  private static final String HOST =
      "(?:\\[(?:" + ipv6() + "|" + FUTURE + ")\\]|[" + CHARS + "]*+)";
  private static final String AUTHORITY = "(?:[" + CHARS + ":]*+@)?" + HOST + "(?::[0-9]*+)?";
  private static final String QUERY = "[" + CHARS + ":@/?]*+";

  private static final Pattern URI =
      Pattern.compile(
          "[A-Za-z][A-Za-z0-9+.-]*+:"
              + ("(?://" + AUTHORITY + "(?:/" + PATH + ")?")
              + ("|(?!//)" + PATH + ")")
              + ("(?:\\?" + QUERY + ")?")
              + ("(?:#" + QUERY + ")?"));

  private UriGrammar() {}

  static boolean matches(String text) {
    // Folding the triples keeps every repetition a character class, which no length can overflow.
    return !BARE_PERCENT.matcher(text).find()
        && URI.matcher(ENCODED.matcher(text).replaceAll("%")).matches();
  }

  /** The nine alternatives of {@code IPv6address}: how many groups stand before the {@code ::}. */
  private static String ipv6() {
    String h16 = "[0-9A-Fa-f]{1,4}";
    String octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    String ls32 = "(?:" + h16 + ":" + h16 + "|(?:" + octet + "\\.){3}" + octet + ")";
    List<String> forms = new ArrayList<>();
    forms.add("(?:" + h16 + ":){6}" + ls32);
    for (int before = 0; before <= 7; before++) {
      String head = before == 0 ? "" : "(?:(?:" + h16 + ":){0," + (before - 1) + "}" + h16 + ")?";
      String tail =
          switch (before) {
            case 7 -> "";
            case 6 -> h16;
            default -> "(?:" + h16 + ":){" + (5 - before) + "}" + ls32;
          };
      forms.add(head + "::" + tail);
    }
    return "(?:" + String.join("|", forms) + ")";
  }
}
