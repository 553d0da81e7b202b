package dev.mtasts.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the checks of one domain while they are made. */
final class Checklist {
  /**
   * More than any real domain needs of one kind; a hostile zone or policy has room for thousands.
   */
  private static final int MOST_ALIKE = 50;

  private static final int MOST_NAMES = 32;

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

  /** Names in one line, of which a zone may have thousands. */
  static String some(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
    int more = names.size() - MOST_NAMES;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  /**
   * By rule, and as they came within one. Of those that have rule and status in common the first
   * {@value #MOST_ALIKE} are shown; one more says how many are not.
   */
  List<Check> sorted() {
    Map<String, Integer> seen = new HashMap<>();
    Map<String, Check> cut = new HashMap<>();
    List<Check> shown = new ArrayList<>();
    for (Check check : checks) {
      String kind = check.rule() + " " + check.status();
      int count = seen.merge(kind, 1, Integer::sum);
      if (count <= MOST_ALIKE) {
        shown.add(check);
      } else {
        String more = "and " + (count - MOST_ALIKE) + " more like these";
        cut.put(kind, new Check(check.rule(), check.status(), "", more, check.section(), ""));
      }
    }
    shown.addAll(cut.values());
    return shown.stream().sorted(Comparator.comparing(Check::rule)).toList();
  }
}
