package dev.mtasts.verify;

import dev.mtasts.policy.Excerpt;
import dev.mtasts.policy.Finding;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.StsRecord;
import java.util.List;
import java.util.Optional;

/** The MTA-STS record: how many, its form, its id, and what else answers there. RFC 8461 §3.1. */
final class RecordChecks {
  private RecordChecks() {}

  /** Checks; the id that senders see is the result. */
  static Optional<PolicyId> check(Look<String> look, Checklist list) {
    if (!look.aliases().isEmpty()) {
      list.ok(
          Rule.RECORD_ALIAS, "", look.name() + " leads to " + String.join(", ", look.aliases()));
    }
    if (look.isUnanswered()) {
      list.unknown(Rule.RECORD_COUNT, "", look.reason(), DnsChecks.ASK_AGAIN);
      return Optional.empty();
    }
    List<String> claiming = look.values().stream().filter(StsRecord::claims).toList();
    List<String> others = look.values().stream().filter(text -> !StsRecord.claims(text)).toList();
    for (String other : others) {
      list.warning(
          Rule.RECORD_OTHERS,
          "",
          "senders discard " + quoted(other) + ", which does not begin 'v=STSv1;'",
          "Remove it, or mend it if it is meant as the record; a wildcard TXT may be its source.");
    }
    if (claiming.size() != 1) {
      count(look, claiming.size(), list);
      return Optional.empty();
    }
    list.ok(Rule.RECORD_COUNT, "", quoted(claiming.get(0)) + " at " + look.name());
    return one(StsRecord.parse(claiming.get(0)), list);
  }

  private static void count(Look<String> look, int claiming, Checklist list) {
    if (claiming > 1) {
      list.error(
          Rule.RECORD_COUNT,
          "",
          claiming + " records begin 'v=STSv1;'; senders see none then",
          "Delete all but the one whose id belongs to the policy.");
      return;
    }
    String what =
        switch (look.how()) {
          case NO_NAME -> "does not exist in DNS (NXDOMAIN)";
          case NO_DATA -> "has no TXT record";
          default -> "has no record that begins 'v=STSv1;'";
        };
    list.error(
        Rule.RECORD_COUNT,
        "",
        (look.aliases().isEmpty() ? look.name() : last(look.aliases())) + " " + what,
        "Publish 'v=STSv1; id=…;' as TXT at " + look.name() + " once the policy is served.");
  }

  private static Optional<PolicyId> one(StsRecord record, Checklist list) {
    List<Finding> errors = record.findings().stream().filter(Finding::isError).toList();
    // A bad id is one fault under one name; where there is more, the grammar has them all.
    boolean onlyId = record.id() == null && errors.size() == 1;
    if (onlyId) {
      String why = errors.get(0).message();
      String todo = "Give it an id of 1 to 32 ASCII letters and digits.";
      list.error(Rule.RECORD_ID, "", why, todo);
    } else {
      for (Finding error : errors) {
        list.error(Rule.RECORD_SYNTAX, "", error.message(), "Write 'v=STSv1; id=…;' instead.");
      }
    }
    for (Finding finding : record.findings()) {
      if (!finding.isError()) {
        list.warning(Rule.RECORD_SYNTAX, "", finding.message(), "Write 'v=STSv1; id=…;' instead.");
      }
    }
    if (record.findings().isEmpty()) {
      list.ok(Rule.RECORD_SYNTAX, "", "follows the grammar");
    }
    record.validId().ifPresent(id -> list.ok(Rule.RECORD_ID, "", id.text()));
    return record.validId();
  }

  private static String last(List<String> names) {
    return names.get(names.size() - 1);
  }

  static String quoted(String text) {
    return "'" + Excerpt.of(text) + "'";
  }
}
