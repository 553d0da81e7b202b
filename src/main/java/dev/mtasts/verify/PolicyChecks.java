package dev.mtasts.verify;

import dev.mtasts.policy.Finding;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import java.util.List;
import java.util.Optional;

/** What the policy says: grammar, what is unwise in it, and the id line. RFC 8461 §3.2. */
final class PolicyChecks {
  private PolicyChecks() {}

  static void check(List<Checks.Served> served, Optional<PolicyId> recordId, Checklist list) {
    for (Checks.Served one : served) {
      String subject = served.size() == 1 ? "" : String.join(", ", one.addresses());
      findings(one, subject, list);
      one.text()
          .policy()
          .ifPresent(policy -> list.ok(Rule.POLICY_SYNTAX, subject, summary(policy)));
      id(one, subject, recordId, list);
    }
  }

  private static void findings(Checks.Served one, String subject, Checklist list) {
    for (Finding finding : one.text().findings()) {
      String line = finding.line() > 0 ? "line " + finding.line() + ": " : "";
      Rule rule = finding.isError() ? Rule.POLICY_SYNTAX : Rule.POLICY_LINT;
      Check.Status status = finding.isError() ? Check.Status.ERROR : Check.Status.WARNING;
      String todo =
          finding.isError()
              ? "Mend the file; senders ignore it as it is. 'mtasts lint policy' checks it offline."
              : "Mend the file.";
      list.add(new Check(rule, status, subject, line + finding.message(), finding.section(), todo));
    }
  }

  private static String summary(Policy policy) {
    return "mode "
        + policy.mode()
        + ", "
        + policy.mx().size()
        + " mx, max_age "
        + policy.maxAge()
        + (policy.maxAge() >= 86_400 ? " (" + policy.maxAge() / 86_400 + " d)" : "");
  }

  /** Senders ignore the line; people do not, and a mismatch tells of a rollout that stopped. */
  private static void id(
      Checks.Served one, String subject, Optional<PolicyId> recordId, Checklist list) {
    Optional<PolicyId> line = one.text().id();
    if (line.isEmpty() || recordId.isEmpty()) {
      return;
    }
    if (line.equals(recordId)) {
      list.ok(Rule.POLICY_ID, subject, "the id line agrees with the record");
    } else {
      list.warning(
          Rule.POLICY_ID,
          subject,
          "the policy says id " + line.get() + ", the record " + recordId.get(),
          "Senders that know the record's id do not fetch again: give the record the policy's id.");
    }
  }
}
