package dev.mtasts.policy;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    List<Finding> findings = new ArrayList<>();
    Map<String, String> extensions = new LinkedHashMap<>();
    List<String> rua = null;
    for (TxtFields.Field field : TxtFields.split(text, VERSION, line, GRAMMAR, findings).fields()) {
      String name = field.name();
      if (name.equals("rua") && rua == null) {
        rua = readRua(field.value(), line, findings);
      } else if (name.equals("rua") || extensions.containsKey(name)) {
        findings.add(
            Finding.warning(line, "'" + name + "' is given again; the first counts", GRAMMAR));
      } else if (!Ascii.extensionName(name) || !Ascii.recordExtensionValue(field.value())) {
        findings.add(Finding.error(line, "'" + name + "' is not an allowed field", GRAMMAR));
      } else {
        extensions.put(name, field.value());
      }
    }
    if (rua == null) {
      findings.add(Finding.error(line, "no 'rua' field", GRAMMAR));
    }
    return new TlsRptRecord(
        rua == null ? List.of() : List.copyOf(rua),
        java.util.Collections.unmodifiableMap(extensions),
        List.copyOf(findings));
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

  /** What keeps {@code uri} from being a report address, or null where nothing does (§3). */
  public static @Nullable String fault(String uri) {
    if (uri.chars().anyMatch(c -> c == ',' || c == '!' || c == ';')) {
      return "',', '!' and ';' inside a URI are percent-encoded: " + uri;
    }
    try {
      URI parsed = new URI(uri);
      if (parsed.getScheme() == null || parsed.getRawSchemeSpecificPart().isEmpty()) {
        return "not a URI: '" + uri + "' (mailto:… or https://…)";
      }
      return null;
    } catch (URISyntaxException e) {
      return "not a URI: '" + uri + "'";
    }
  }

  private static List<String> readRua(String value, int line, List<Finding> findings) {
    List<String> uris = new ArrayList<>();
    for (String part : value.split(",", -1)) {
      String uri = part.strip();
      uris.add(uri);
      String fault = fault(uri);
      String scheme = uri.toLowerCase(Locale.ROOT);
      if (fault != null) {
        findings.add(Finding.error(line, fault, GRAMMAR));
      } else if (!scheme.startsWith("mailto:") && !scheme.startsWith("https:")) {
        findings.add(
            Finding.warning(line, "reports go to mailto: or https: only, not " + uri, GRAMMAR));
      }
    }
    return uris;
  }
}
