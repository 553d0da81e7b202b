package dev.mtasts.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mtasts.plan.Difference;
import dev.mtasts.plan.Drift;
import dev.mtasts.plan.Fields;
import dev.mtasts.plan.PlanJson;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Change;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Drift, for people and programs. */
final class DriftText {
  private static final int WIDTH = 9;

  private DriftText() {}

  static String of(Drift drift, Paint paint) {
    StringBuilder out = new StringBuilder();
    for (DomainName domain : named(drift)) {
      out.append(paint.bold(domain.text())).append('\n');
      drift.differences().stream()
          .filter(one -> one.domain().equals(domain))
          .forEach(one -> difference(one, paint, out));
      drift.unread().stream()
          .filter(one -> one.domain().equals(domain))
          .map(one -> one.failure().tried() + " failed: " + one.failure().because())
          .distinct()
          .forEach(text -> line("  ? " + Harmless.line(text), out));
      @Nullable String pending = drift.pending().get(domain);
      if (pending != null) {
        line("  . " + pad("spec") + pending + "; that is no drift", out);
      }
      out.append('\n');
    }
    return out.append(closing(drift)).append('\n').toString();
  }

  private static void difference(Difference one, Paint paint, StringBuilder out) {
    String head = "  ! " + pad(one.address().part().word()) + one.kind().text();
    String detail = one.detail().isEmpty() ? "" : ": " + Harmless.line(one.detail());
    line(paint.warning(head + detail), out);
    @Nullable Change<?> change = one.change();
    if (change == null) {
      return;
    }
    for (Fields.Diff diff : Fields.diff(change)) {
      String value = Harmless.line(PlanText.value(diff));
      String text = "      " + diff.sign() + " " + pad(Harmless.line(diff.name())) + "= " + value;
      line(paint.sign(diff.sign(), text), out);
    }
  }

  private static SortedSet<DomainName> named(Drift drift) {
    SortedSet<DomainName> names = new TreeSet<>(drift.pending().keySet());
    drift.differences().forEach(one -> names.add(one.domain()));
    drift.unread().forEach(one -> names.add(one.domain()));
    return names;
  }

  private static String closing(Drift drift) {
    long domains = drift.differences().stream().map(Difference::domain).distinct().count();
    String looked = drift.domains() + (drift.domains() == 1 ? " domain" : " domains");
    String found =
        domains == 0
            ? "No drift in " + looked
            : "Drift: "
                + drift.differences().size()
                + (drift.differences().size() == 1 ? " difference" : " differences")
                + " in "
                + domains
                + " of "
                + looked
                + ". What the next apply does about it says 'mtasts plan'";
    long unread = drift.unread().stream().map(Drift.Unread::domain).distinct().count();
    return found + (unread == 0 ? "." : "; " + unread + " could not be looked at.");
  }

  static ObjectNode json(Drift drift) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("domains", drift.domains()).put("complete", drift.unread().isEmpty());
    ArrayNode differences = root.putArray("resource_drift");
    drift.differences().forEach(one -> differences.add(PlanJson.write(one)));
    ArrayNode pending = root.putArray("pending");
    drift
        .pending()
        .forEach((domain, why) -> pending.addObject().put("domain", domain.text()).put("why", why));
    ArrayNode unread = root.putArray("unread");
    drift
        .unread()
        .forEach(
            one ->
                unread
                    .addObject()
                    .put("domain", one.domain().text())
                    .put("tried", one.failure().tried())
                    .put("because", one.failure().because()));
    return root;
  }

  static String markdown(Drift drift) {
    StringBuilder out = new StringBuilder("### mtasts drift\n\n");
    out.append("**").append(closing(drift)).append("**\n");
    if (!named(drift).isEmpty()) {
      out.append("\n| domain | part | what |\n|---|---|---|\n");
    }
    for (Difference one : drift.differences()) {
      String detail = one.detail().isEmpty() ? "" : ": " + one.detail();
      String part = one.address().part().word();
      row(one.domain(), part, ":warning: " + one.kind().text(), detail, out);
    }
    drift
        .unread()
        .forEach(
            one ->
                row(
                    one.domain(),
                    "",
                    ":grey_question: could not be looked at",
                    ": " + one.failure().because(),
                    out));
    drift.pending().forEach((domain, why) -> row(domain, "spec", why, "", out));
    return out.toString();
  }

  private static void row(
      DomainName domain, String part, String what, String detail, StringBuilder out) {
    out.append("| `").append(domain).append("` | ").append(part).append(" | ").append(what);
    out.append(PlanMarkdown.escape(Harmless.line(detail))).append(" |\n");
  }

  private static String pad(String word) {
    return word.length() < WIDTH ? word + " ".repeat(WIDTH - word.length()) : word + " ";
  }

  private static void line(String text, StringBuilder out) {
    out.append(text).append('\n');
  }
}
