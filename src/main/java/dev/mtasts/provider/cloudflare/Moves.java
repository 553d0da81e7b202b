package dev.mtasts.provider.cloudflare;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in which field a set, or a policy, is not what a change expected. */
final class Moves {
  private static final int LONGEST = 120;

  private Moves() {}

  /**
   * The outcome of a change whose {@code before} is not live.
   *
   * @param before what was expected; null for nothing
   * @param like the set that the change is about
   * @param live what is there
   */
  static Outcome.Moved between(@Nullable DnsRecordSet before, DnsRecordSet like, List<Entry> live) {
    DnsRecordSet expected = before == null ? like : before;
    DnsRecordSet found = LiveSet.seen(expected, live);
    if (before != null
        && found != null
        && found.with(before.ttl(), found.values()).sameData(before)) {
      return new Outcome.Moved("ttl", before.ttl() + " s", found.ttl() + " s");
    }
    return new Outcome.Moved("values", values(before), values(found));
  }

  /**
   * The outcome of a change of a policy whose {@code before} is not live.
   *
   * @param before the body that was expected; null for none
   * @param now the body that is there; null for none
   */
  static Outcome.Moved bodies(@Nullable String before, @Nullable String now) {
    if (before == null || now == null) {
      return new Outcome.Moved(
          "body", before == null ? "no file" : "a file", now == null ? "no file" : "a file");
    }
    String[] expected = before.split("\n", -1);
    String[] found = now.split("\n", -1);
    int line = 0;
    while (line < expected.length && line < found.length && expected[line].equals(found[line])) {
      line++;
    }
    return new Outcome.Moved("body", shown(expected, line), shown(found, line));
  }

  private static String shown(String[] lines, int line) {
    if (line >= lines.length) {
      return "nothing from line " + (line + 1);
    }
    String text = "line " + (line + 1) + " '" + lines[line].replace("\r", "\\r") + "'";
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static String values(@Nullable DnsRecordSet set) {
    if (set == null) {
      return "no record";
    }
    String text = String.join(" | ", set.values().stream().sorted().toList());
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
