package dev.mtasts.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of a TLSRPT TXT record, its strings joined (RFC 8460 §3).
 *
 * @param rua where reports go, as written, in order
 * @param extensions other fields, the first of each name
 * @param findings errors and warnings
 */
public record TlsRptRecord(
    List<String> rua, Map<String, String> extensions, List<Finding> findings) {
  private static final String GRAMMAR = "RFC 8460 §3";
  private static final String VERSION = "v=TLSRPTv1";

  /** Reads one record. Never throws: what is wrong is in the result. */
  public static TlsRptRecord parse(String text) {
    return parse(text, 1);
  }

  /** Reads the record on line {@code line} of a file. */
  public static TlsRptRecord parse(String text, int line) {
    TxtFields fields = TxtFields.split(text, VERSION, line, GRAMMAR);
    String first = fields.take("rua");
    List<String> rua = first == null ? List.of() : list(first);
    if (first == null) {
      fields.error("no 'rua' field");
    }
    rua.forEach(uri -> check(uri, fields));
    for (String ignored : fields.takeAgain("rua")) {
      list(ignored).forEach(uri -> checkGrammar(uri, fields));
    }
    Map<String, String> extensions = fields.extensions();
    return new TlsRptRecord(rua, extensions, fields.findings());
  }

  /** The record's one canonical text for report addresses that {@link #fault} accepts. */
  public static String render(List<String> rua) {
    return VERSION + "; rua=" + String.join(",", rua) + ";";
  }

  /** Whether a TXT value is meant as a TLSRPT record: others at the name are discarded (§3). */
  public static boolean claims(String text) {
    return text.startsWith(VERSION + ";");
  }

  /** Whether the record follows the grammar. */
  public boolean valid() {
    return findings.stream().noneMatch(Finding::isError);
  }

  /**
   * What keeps {@code uri} from being a report address that can be published and used, or null
   * where nothing does (§3): it is a URI without bare {@code , ! ;}, and either {@code mailto:}
   * with an address or {@code https://} with a host.
   */
  public static @Nullable String fault(String uri) {
    String broken = grammarFault(uri);
    return broken != null ? broken : unusable(uri);
  }

  private static void check(String uri, TxtFields fields) {
    String unusable = unusable(uri);
    if (checkGrammar(uri, fields) && unusable != null) {
      fields.warning(unusable);
    }
  }

  private static boolean checkGrammar(String uri, TxtFields fields) {
    String broken = grammarFault(uri);
    if (broken != null) {
      fields.error(broken);
    }
    return broken == null;
  }

  private static @Nullable String grammarFault(String uri) {
    if (uri.chars().anyMatch(c -> c == ',' || c == '!' || c == ';')) {
      return "',', '!' and ';' inside a URI are percent-encoded: '" + Excerpt.of(uri) + "'";
    }
    return UriGrammar.matches(uri)
        ? null
        : "not a URI: '" + Excerpt.of(uri) + "' (mailto:… or https://…)";
  }

  /** §3 knows two schemes; RFC 6068 §2 and RFC 9110 §4.2.2 say what each needs to be of use. */
  private static @Nullable String unusable(String uri) {
    String lower = Ascii.lowerCase(uri);
    if (lower.startsWith("mailto:")) {
      return lower.matches("mailto:[^@?#/]+@[^@?#/]+(\\?.*)?")
          ? null
          : "no mail address in '" + Excerpt.of(uri) + "'";
    }
    if (lower.startsWith("https:")) {
      return lower.matches("https://([^@/?#]*@)?[^:/?#].*")
          ? null
          : "no host in '" + Excerpt.of(uri) + "'";
    }
    return "reports go to mailto: or https: only, not to '" + Excerpt.of(uri) + "'";
  }

  /** {@code tlsrpt-uri *(*WSP "," *WSP tlsrpt-uri)}: white space only around a comma. */
  private static List<String> list(String value) {
    String[] parts = value.split(",", -1);
    List<String> uris = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      uris.add(i == 0 ? Ascii.stripTrailingWsp(parts[i]) : Ascii.stripWsp(parts[i]));
    }
    return List.copyOf(uris);
  }
}
