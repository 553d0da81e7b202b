package dev.mtasts.provider.cloudflare;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says in which field a set is not what a change expected. */
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

  private static String values(@Nullable DnsRecordSet set) {
    if (set == null) {
      return "no record";
    }
    String text = String.join(" | ", set.values().stream().sorted().toList());
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
