package dev.mtasts.provider.cloudflare;

import dev.mtasts.provider.DnsRecordSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects of one name and type, seen as one record set. */
final class LiveSet {
  /** What "auto" means for a record that is not proxied. */
  private static final int AUTO_TTL = 300;

  private LiveSet() {}

  /** The objects at the name that have the type of {@code like}. */
  static List<Entry> of(DnsRecordSet like, List<Entry> atName) {
    return atName.stream()
        .filter(entry -> entry.is(like.type()))
        .sorted(Comparator.comparing(Entry::value).thenComparing(Entry::id))
        .toList();
  }

  /**
   * The set that {@code live} makes, or null for none. Values that {@code like} has in another
   * spelling take that spelling. Objects may have TTLs of their own; the lowest is what resolvers
   * go by (RFC 2181 §5.2). The TTL of proxied records is Cloudflare's alone, so it reads as
   * whatever is expected.
   */
  static @Nullable DnsRecordSet seen(DnsRecordSet like, List<Entry> live) {
    if (live.isEmpty()) {
      return null;
    }
    Map<String, String> spellings = new LinkedHashMap<>();
    for (Entry entry : live) {
      spellings.put(entry.key(), entry.value());
    }
    for (String value : like.values()) {
      spellings.computeIfPresent(Entry.key(like.type().name(), value), (key, old) -> value);
    }
    return like.with(ttl(like, live), List.copyOf(spellings.values()));
  }

  /** Whether {@code live} is {@code expected}; null expects nothing. */
  static boolean is(@Nullable DnsRecordSet expected, List<Entry> live) {
    if (expected == null) {
      return live.isEmpty();
    }
    DnsRecordSet seen = seen(expected, live);
    return seen != null && seen.sameData(expected);
  }

  private static int ttl(DnsRecordSet like, List<Entry> live) {
    return live.stream()
        .filter(entry -> !entry.proxied())
        .map(Entry::ttl)
        .min(
            Comparator.comparingInt((Integer ttl) -> ttl == 1 ? AUTO_TTL : ttl)
                .thenComparing(Comparator.reverseOrder()))
        .orElse(like.ttl());
  }
}
