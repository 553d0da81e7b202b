package dev.mtasts.verify;

import java.util.ArrayList;
import java.util.List;

/** Collects the checks of one domain while they are made. */
final class Checklist {
  private final List<Check> checks = new ArrayList<>();

  void ok(Rule rule, String subject, String seen) {
    add(rule, Check.Status.OK, subject, seen, "");
  }

  void unknown(Rule rule, String subject, String why, String todo) {
    add(rule, Check.Status.COULD_NOT_CHECK, subject, why, todo);
  }

  void warning(Rule rule, String subject, String seen, String todo) {
    add(rule, Check.Status.WARNING, subject, seen, todo);
  }

  void error(Rule rule, String subject, String seen, String todo) {
    add(rule, Check.Status.ERROR, subject, seen, todo);
  }

  void add(Rule rule, Check.Status status, String subject, String seen, String todo) {
    add(new Check(rule, status, subject, seen, rule.section(), todo));
  }

  void add(Check check) {
    checks.add(check);
  }

  /** By rule, and as they came within one. */
  List<Check> sorted() {
    return checks.stream().sorted(java.util.Comparator.comparing(Check::rule)).toList();
  }
}
