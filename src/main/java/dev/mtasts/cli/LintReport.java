package dev.mtasts.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Excerpt;
import dev.mtasts.policy.Finding;
import dev.mtasts.policy.PolicyText;
import dev.mtasts.policy.StsRecord;
import dev.mtasts.policy.TlsRptRecord;
import dev.mtasts.provider.DiskFailure;
import dev.mtasts.provider.Failure;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code lint} has to say of one file, as text and as one JSON object.
 *
 * @param file the name as typed
 * @param findings errors and warnings
 * @param verdicts lines after the findings, such as whether a host is covered
 * @param fields what the file says, in the order of the JSON object
 */
record LintReport(String file, List<Finding> findings, List<String> verdicts, ObjectNode fields) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  static LintReport policy(String file, PolicyText text, @Nullable DomainName covers) {
    ObjectNode fields = JSON.objectNode();
    fields.put("version", text.version());
    fields.put("mode", text.mode());
    strings(fields.putArray("mx"), text.mx());
    fields.put("max_age", text.maxAge());
    fields.put("id", text.extensions().get(PolicyText.ID));
    ObjectNode extensions = fields.putObject("extensions");
    text.extensions()
        .forEach(
            (name, value) -> {
              if (!name.equals(PolicyText.ID)) {
                extensions.put(name, value);
              }
            });
    if (covers == null) {
      return new LintReport(file, text.findings(), List.of(), fields);
    }
    // An invalid policy is none, and covers nobody.
    boolean covered = text.policy().map(policy -> policy.covers(covers)).orElse(false);
    fields.put("covers", covered);
    String verdict = (covered ? "covers " : "does not cover ") + covers;
    return new LintReport(file, text.findings(), List.of(verdict), fields);
  }

  static LintReport record(String file, TxtRecords<StsRecord> records) {
    StsRecord only = records.only();
    ObjectNode fields = JSON.objectNode();
    fields.put("id", only == null || only.id() == null ? null : only.id().text());
    return new LintReport(file, records.findings(), List.of(), fields);
  }

  static LintReport tlsRpt(String file, TxtRecords<TlsRptRecord> records) {
    TlsRptRecord only = records.only();
    ObjectNode fields = JSON.objectNode();
    strings(fields.putArray("rua"), only == null ? List.of() : only.rua());
    return new LintReport(file, records.findings(), List.of(), fields);
  }

  static Failure unreadable(String file, Exception reason) {
    String because =
        reason instanceof IOException e
            ? Excerpt.of(DiskFailure.reason(e), 300)
            : Excerpt.of(String.valueOf(reason.getMessage()));
    return new Failure(
        Failure.Kind.LOCAL,
        "read " + Excerpt.of(file, 200),
        because,
        "Check its name and permissions; the other files were checked all the same.");
  }

  boolean valid() {
    return findings.stream().noneMatch(Finding::isError);
  }

  /** Lines in the form that editors and CI systems jump to, and a verdict. */
  String text() {
    StringBuilder out = new StringBuilder();
    for (Finding finding : findings) {
      out.append(file).append(finding.line() > 0 ? ":" + finding.line() : "").append(": ");
      out.append(severity(finding)).append(": ").append(finding.message());
      out.append(" [").append(finding.section()).append("]\n");
    }
    out.append(file).append(valid() ? ": valid\n" : ": not valid\n");
    verdicts.forEach(verdict -> out.append(file).append(": ").append(verdict).append('\n'));
    return out.toString();
  }

  /** One line, without its end. */
  String json() {
    ObjectNode object = JSON.objectNode();
    object.put("file", file);
    object.put("valid", valid());
    ArrayNode problems = object.putArray("problems");
    for (Finding finding : findings) {
      problems
          .addObject()
          .put("line", finding.line())
          .put("severity", severity(finding))
          .put("message", finding.message())
          .put("section", finding.section());
    }
    object.setAll(fields);
    return object.toString();
  }

  private static String severity(Finding finding) {
    return finding.severity().name().toLowerCase(Locale.ROOT);
  }

  private static void strings(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }
}
