package dev.mtasts.verify;

import dev.mtasts.policy.Mode;
import dev.mtasts.policy.MxPattern;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.TlsRptRecord;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether what senders see is what the spec says. */
final class SpecChecks {
  private static final String PLAN =
      "'mtasts plan' shows the way back; where it shows nothing, what it wrote is not served yet.";

  private SpecChecks() {}

  static void check(
      Checks.Wanted wanted, List<Checks.Served> served, Look<String> tlsRpt, Checklist list) {
    for (Checks.Served one : served) {
      String subject = served.size() == 1 ? "" : String.join(", ", one.addresses());
      policy(wanted, one, subject, list);
    }
    if (!tlsRpt.isUnanswered() && !wanted.rua().isEmpty()) {
      tlsRpt(wanted.rua(), tlsRpt.values(), list);
    }
  }

  private static void policy(
      Checks.Wanted spec, Checks.Served one, String subject, Checklist list) {
    Optional<Policy> live = one.text().policy();
    if (live.isEmpty()) {
      list.error(Rule.SPEC_POLICY, subject, "what is served is no valid policy", PLAN);
      return;
    }
    Policy served = live.get();
    int stage = stage(spec.stages(), served);
    Policy wanted = stage < 0 ? spec.policy() : spec.stages().get(stage);
    String on = stage < 0 ? "" : "stage " + (stage + 1) + " of " + spec.stages().size();
    Set<MxPattern> more = new LinkedHashSet<>(served.mx());
    wanted.mx().forEach(more::remove);
    if (alike(served, wanted) && kept(served, wanted, more)) {
      String seen = "still has " + more + ", which the spec dropped";
      list.warning(
          Rule.SPEC_POLICY,
          subject,
          on.isEmpty() ? seen : on + "; " + seen,
          "An apply takes it out when no MX needs it; see 'mtasts plan'.");
    } else if (!same(served, wanted)) {
      String seen = "serves " + told(served) + "; the spec says " + told(spec.policy());
      list.error(Rule.SPEC_POLICY, subject, seen, PLAN);
    } else if (!exact(one, wanted)) {
      list.warning(Rule.SPEC_POLICY, subject, "says the same in other words", PLAN);
    } else {
      boolean underWay = stage >= 0 && stage < spec.stages().size() - 1;
      list.ok(Rule.SPEC_POLICY, subject, underWay ? on + ", as in the spec" : "as in the spec");
    }
  }

  /** The stage that has the mode and max_age of {@code live}; -1 for none. */
  private static int stage(List<Policy> stages, Policy live) {
    for (int i = stages.size() - 1; i >= 0; i--) {
      if (alike(live, stages.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean alike(Policy live, Policy wanted) {
    return live.mode() == wanted.mode() && live.maxAge() == wanted.maxAge();
  }

  /** A pattern leaves an enforced policy only after its hosts have left DNS. */
  private static boolean kept(Policy live, Policy wanted, Set<MxPattern> more) {
    return live.mode() == Mode.ENFORCE && !more.isEmpty() && live.mx().containsAll(wanted.mx());
  }

  private static boolean same(Policy live, Policy wanted) {
    return alike(live, wanted)
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
