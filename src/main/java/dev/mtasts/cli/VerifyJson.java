package dev.mtasts.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.verify.Check;
import dev.mtasts.verify.ServerCertificate;
import dev.mtasts.verify.Visit;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Checks for programs; {@code docs/verify.md} describes every field. */
final class VerifyJson {
  /** The first number grows when a reader of an older report would be misled. */
  static final String FORMAT_VERSION = "1.0";

  private VerifyJson() {}

  static ObjectNode of(Verified verified) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format_version", FORMAT_VERSION);
    root.put("timestamp", verified.at().toString());
    ObjectNode summary = root.putObject("summary");
    summary.put("domains", verified.domains().size());
    for (Check.Status status : Check.Status.values()) {
      summary.put(word(status), verified.checks(status));
    }
    ArrayNode domains = root.putArray("domains");
    verified.domains().forEach(domain -> write(domain, verified.at(), domains.addObject()));
    return root;
  }

  /** A status as programs read it, such as {@code could_not_check}. */
  static String word(Check.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static void write(Verified.Domain domain, Instant now, ObjectNode into) {
    into.put("domain", domain.name().text()).put("status", word(domain.worst()));
    write(domain.checks(), into.putArray("checks"));
    ArrayNode fetches = into.putArray("fetches");
    domain.facts().visits().forEach(visit -> write(visit, now, fetches.addObject()));
  }

  /** Checks as an array, for every report that has some. */
  static void write(List<Check> checks, ArrayNode into) {
    for (Check check : checks) {
      ObjectNode node = into.addObject();
      node.put("check", check.rule().word()).put("status", word(check.status()));
      node.put("subject", Harmless.line(check.subject()));
      node.put("seen", Harmless.line(check.seen()));
      node.put("section", check.section()).put("todo", Harmless.line(check.todo()));
    }
  }

  private static void write(Visit visit, Instant now, ObjectNode into) {
    into.put("address", visit.address()).put("accepted", visit.fetched().body() != null);
    into.put("tls", visit.tls()).put("status", visit.status());
    into.put("media_type", visit.mediaType() == null ? null : Harmless.line(visit.mediaType()));
    into.put("bytes", visit.size()).put("millis", visit.took().toMillis());
    ServerCertificate shown = visit.certificate();
    if (shown == null) {
      into.putNull("certificate");
      return;
    }
    ObjectNode node = into.putObject("certificate");
    ArrayNode names = node.putArray("names");
    shown.names().forEach(name -> names.add(Harmless.line(name)));
    node.put("issuer", Harmless.line(shown.issuer()));
    node.put("not_before", shown.from().toString()).put("not_after", shown.until().toString());
    node.put("days_left", shown.daysLeft(now));
  }
}
