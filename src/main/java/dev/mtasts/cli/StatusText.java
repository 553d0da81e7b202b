package dev.mtasts.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.plan.Diagnostic;
import dev.mtasts.plan.Fleet;
import dev.mtasts.plan.PlanJson;
import dev.mtasts.policy.DomainName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A fleet, for people and programs.
 *
 * @param certificates when each policy host's certificate ends, as far as it was seen
 * @param diagnostics what the plan has to say
 */
record StatusText(
    Fleet fleet, Map<DomainName, Instant> certificates, List<Diagnostic> diagnostics) {
  private static final int DATE = "2026-12-07".length();

  String text() {
    StringBuilder out = new StringBuilder(table().text());
    for (Diagnostic one : diagnostics) {
      if (one.failure() != null) {
        out.append('\n').append(PlanText.of(one, Paint.OFF).stripTrailing()).append('\n');
      }
    }
    return out.append('\n').append(closing()).append('\n').toString();
  }

  String markdown() {
    return "### mtasts status\n\n**" + closing() + "**\n\n" + table().markdown();
  }

  private TextTable table() {
    TextTable table =
        new TextTable(
            "DOMAIN", "MODE", "STAGE", "ID", "AGE", "CERTIFICATE", "HORIZON", "DUE", "NEXT");
    for (Fleet.Row row : fleet.rows()) {
      table.row(
          row.domain().text(),
          row.mode() == null ? "" : row.mode().toString(),
          row.stage(),
          row.id() == null ? "" : row.id().text(),
          row.since() == null ? "" : age(Duration.between(row.since(), fleet.at())),
          date(certificates.get(row.domain())),
          date(row.horizon()),
          date(row.due()),
          row.next());
    }
    return table;
  }

  private String closing() {
    long now =
        fleet.rows().stream().filter(row -> !row.next().isEmpty() && row.due() == null).count();
    long later = fleet.rows().stream().filter(row -> row.due() != null).count();
    int domains = fleet.rows().size();
    return domains
        + (domains == 1 ? " domain: " : " domains: ")
        + now
        + " with something to do or to look at, "
        + later
        + " waiting for their time.";
  }

  /** Days, for that is how policies and certificates are counted. */
  private static String date(@Nullable Instant moment) {
    return moment == null ? "" : moment.toString().substring(0, DATE);
  }

  private static String age(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + "d";
    }
    return time.toHours() > 0 ? time.toHours() + "h" : Math.max(0, time.toMinutes()) + "m";
  }

  ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("timestamp", fleet.at().toString());
    ArrayNode rows = root.putArray("domains");
    for (Fleet.Row row : fleet.rows()) {
      ObjectNode node = rows.addObject().put("domain", row.domain().text());
      node.put("mode", row.mode() == null ? null : row.mode().toString());
      node.put("stage", row.stage().isEmpty() ? null : row.stage());
      node.put("id", row.id() == null ? null : row.id().text());
      node.put("since", text(row.since()));
      node.put(
          "age_seconds",
          row.since() == null ? null : Duration.between(row.since(), fleet.at()).toSeconds());
      node.put("certificate_until", text(certificates.get(row.domain())));
      node.put("horizon", text(row.horizon()));
      node.put("next", row.next().isEmpty() ? null : row.next());
      node.put("due", text(row.due()));
    }
    ArrayNode unread = root.putArray("diagnostics");
    diagnostics.forEach(one -> unread.add(PlanJson.write(one)));
    return root;
  }

  private static @Nullable String text(@Nullable Instant moment) {
    return moment == null ? null : moment.toString();
  }
}
