package dev.mtasts.provider.zonefile;

import dev.mtasts.provider.DnsRecordSet;
import dev.mtasts.provider.Outcome;
import dev.mtasts.provider.RecordType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data of one record set.
 *
 * @param ttl of its first record; RFC 2181 §5.2 wants all equal
 * @param values in canonical spelling
 */
record Held(int ttl, Set<String> values) {
  private static final int SHORT = 120;

  static Held of(DnsRecordSet set) {
    Set<String> values = new LinkedHashSet<>();
    set.values().forEach(value -> values.add(RecordData.canonical(set.type(), value)));
    return new Held(set.ttl(), values);
  }

  /** What a file holds; empty where it has no such record. */
  static Optional<Held> in(MasterFile file, String name, RecordType type)
      throws MasterSyntaxException {
    List<Entry> entries = file.set(name, type.name());
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    Set<String> values = new LinkedHashSet<>();
    for (Entry entry : entries) {
      values.add(RecordData.value(entry));
    }
    return Optional.of(new Held(entries.get(0).ttl(), values));
  }

  /** This data as a resource, in the spelling of {@code expected} where that means the same. */
  DnsRecordSet like(DnsRecordSet expected) {
    List<String> spelled = new ArrayList<>();
    for (String value : values) {
      spelled.add(
          expected.values().stream()
              .filter(other -> RecordData.canonical(expected.type(), other).equals(value))
              .findFirst()
              .orElse(value));
    }
    return expected.with(ttl, spelled);
  }

  /** How the world moved. */
  static Outcome.Moved moved(@Nullable Held expected, @Nullable Held found) {
    if (expected != null && found != null && expected.values.equals(found.values)) {
      return new Outcome.Moved("ttl", Integer.toString(expected.ttl), Integer.toString(found.ttl));
    }
    return new Outcome.Moved("values", shown(expected), shown(found));
  }

  private static String shown(@Nullable Held held) {
    String text = held == null ? "no record" : String.join(" | ", held.values);
    return text.length() > SHORT ? text.substring(0, SHORT) + "…" : text;
  }
}
