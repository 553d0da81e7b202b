package dev.mtasts.cli;

import dev.mtasts.policy.Excerpt;
import dev.mtasts.policy.Finding;
import dev.mtasts.policy.Finding.Severity;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.policy.TlsRptRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All TXT RRs of one name, as a file with one a line, judged as a sender judges them (RFC 8461
 * §3.1, RFC 8460 §3): those that do not begin with the version and its semicolon are discarded, and
 * of the others there must be exactly one. An empty line is no RR.
 *
 * @param only the one record that counts; null where none does, or several do
 * @param findings by line; line 0 is about the file as a whole
 */
record TxtRecords<R>(@Nullable R only, List<Finding> findings) {
  /** The RRs at {@code _mta-sts.DOMAIN}. */
  static TxtRecords<StsRecord> sts(byte[] file) {
    Kind<StsRecord> kind =
        new Kind<>(
            "v=STSv1;", "RFC 8461 §3.1", StsRecord::claims, StsRecord::parse, StsRecord::findings);
    return read(file, kind);
  }

  /** The RRs at {@code _smtp._tls.DOMAIN}. */
  static TxtRecords<TlsRptRecord> tlsRpt(byte[] file) {
    Kind<TlsRptRecord> kind =
        new Kind<>(
            "v=TLSRPTv1;",
            "RFC 8460 §3",
            TlsRptRecord::claims,
            TlsRptRecord::parse,
            TlsRptRecord::findings);
    return read(file, kind);
  }

  /** What differs between the two: how a record begins, is told and is read. */
  private record Kind<R>(
      String version,
      String section,
      Predicate<String> claims,
      Parser<R> parser,
      Function<R, List<Finding>> findings) {}

  private interface Parser<R> {
    R parse(String text, int line);
  }

  private static <R> TxtRecords<R> read(byte[] file, Kind<R> kind) {
    List<Finding> findings = new ArrayList<>();
    List<R> records = new ArrayList<>();
    List<Integer> lines = new ArrayList<>();
    // ISO 8859-1 loses nothing: what is not ASCII is found by the record's own parser.
    String[] texts = new String(file, StandardCharsets.ISO_8859_1).split("\r?\n", -1);
    for (int i = 0; i < texts.length; i++) {
      String text = texts[i];
      if (kind.claims().test(text)) {
        R record = kind.parser().parse(text, i + 1);
        records.add(record);
        lines.add(i + 1);
        findings.addAll(kind.findings().apply(record));
      } else if (!text.isEmpty()) {
        findings.add(discarded(text, i + 1, kind));
      }
    }
    if (records.size() != 1) {
      String count =
          records.isEmpty()
              ? "no record begins '" + kind.version() + "'"
              : records.size()
                  + " records begin '"
                  + kind.version()
                  + "' (lines "
                  + join(lines)
                  + ")";
      findings.add(
          new Finding(
              Severity.ERROR,
              0,
              count + "; with any number but one, senders see none",
              kind.section()));
    }
    return new TxtRecords<>(records.size() == 1 ? records.get(0) : null, List.copyOf(findings));
  }

  /** Harmless beside a good record, and the reason where there is none: so say what is at fault. */
  private static Finding discarded(String text, int line, Kind<?> kind) {
    String bare = text.strip();
    String version = kind.version().substring(0, kind.version().length() - 1);
    String hint = "";
    if (bare.startsWith("\"" + version)) {
      hint = "; give the text without quotes";
    } else if (bare.startsWith(version)
        && bare.substring(version.length()).strip().startsWith(";")) {
      hint = "; no white space may stand before the version or its ';'";
    } else if (bare.regionMatches(true, 0, version, 0, version.length())) {
      hint = "; upper and lower case and the ';' matter";
    }
    return new Finding(
        Severity.WARNING,
        line,
        "does not begin '"
            + kind.version()
            + "', so senders discard '"
            + Excerpt.of(text)
            + "'"
            + hint,
        kind.section());
  }

  private static String join(List<Integer> lines) {
    return String.join(", ", lines.stream().map(String::valueOf).toList());
  }
}
