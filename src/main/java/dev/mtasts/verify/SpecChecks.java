package dev.mtasts.verify;

import dev.mtasts.policy.Policy;
import dev.mtasts.policy.TlsRptRecord;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Whether what senders see is what the spec says. */
final class SpecChecks {
  private static final String PLAN =
      "'mtasts plan' shows the way back; where it shows nothing, what it wrote is not served yet.";

  private SpecChecks() {}

  static void check(
      Checks.Wanted wanted, List<Checks.Served> served, Look<String> tlsRpt, Checklist list) {
    for (Checks.Served one : served) {
      String subject = served.size() == 1 ? "" : String.join(", ", one.addresses());
      policy(wanted.policy(), one, subject, list);
    }
    if (!tlsRpt.isUnanswered() && !wanted.rua().isEmpty()) {
      tlsRpt(wanted.rua(), tlsRpt.values(), list);
    }
  }

  private static void policy(Policy wanted, Checks.Served one, String subject, Checklist list) {
    Optional<Policy> live = one.text().policy();
    if (live.isEmpty()) {
      list.error(Rule.SPEC_POLICY, subject, "what is served is no valid policy", PLAN);
    } else if (!same(live.get(), wanted)) {
      String seen = "serves " + told(live.get()) + "; the spec says " + told(wanted);
      list.error(Rule.SPEC_POLICY, subject, seen, PLAN);
    } else if (!exact(one, wanted)) {
      list.warning(Rule.SPEC_POLICY, subject, "says the same in other words", PLAN);
    } else {
      list.ok(Rule.SPEC_POLICY, subject, "as in the spec");
    }
  }

  private static boolean same(Policy live, Policy wanted) {
    return live.mode() == wanted.mode()
        && live.maxAge() == wanted.maxAge()
        && new LinkedHashSet<>(live.mx()).equals(new LinkedHashSet<>(wanted.mx()));
  }

  /** Byte for byte, with or without an id line. */
  private static boolean exact(Checks.Served one, Policy wanted) {
    String bare = bytes(wanted.content());
    return one.body().equals(bare)
        || one.text().id().map(id -> one.body().equals(bytes(wanted.body(id)))).orElse(false);
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static String told(Policy policy) {
    List<String> mx = policy.mx().stream().map(Object::toString).toList();
    return policy.mode() + " " + mx + " max_age " + policy.maxAge();
  }

  private static void tlsRpt(List<String> wanted, List<String> values, Checklist list) {
    List<TlsRptRecord> live =
        values.stream().filter(TlsRptRecord::claims).map(TlsRptRecord::parse).toList();
    if (live.size() == 1 && live.get(0).rua().equals(wanted)) {
      list.ok(Rule.SPEC_TLSRPT, "", "as in the spec");
    } else {
      List<String> rua = live.stream().flatMap(record -> record.rua().stream()).toList();
      String seen =
          (rua.isEmpty()
              ? "no reports are asked for"
              : "reports go to " + RecordChecks.quoted(String.join(", ", rua)));
      String spec = "; the spec says " + String.join(", ", wanted);
      list.error(Rule.SPEC_TLSRPT, "", seen + spec, PLAN);
    }
  }
}
