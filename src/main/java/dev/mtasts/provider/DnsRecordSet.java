package dev.mtasts.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All records of one owner name and type, other tools' values included. A change that means to keep
 * those lists them again: a provider makes the set equal to {@code after}, no more, no less.
 *
 * @param address its name in plans
 * @param name the owner name in lower case, no trailing dot, such as {@code _mta-sts.acme.example}
 * @param type the record type
 * @param ttl in seconds; 1 where the provider chooses (Cloudflare's "auto")
 * @param values for TXT the decoded text, its strings joined, never quoted; for A and AAAA the
 *     textual address; for CNAME the lower-case target without a trailing dot. Without duplicates.
 * @param zone the zone's name or id where the user settled it; null lets the longest suffix win
 */
public record DnsRecordSet(
    Address address,
    String name,
    RecordType type,
    int ttl,
    List<String> values,
    @Nullable String zone)
    implements Resource {
  /** What precedes the target in the value of an alias, where a provider has aliases. */
  public static final String ALIAS = "ALIAS ";

  /** What Cloudflare's "auto" stands for, in seconds; aliases live for less. */
  private static final int CHOSEN = 300;

  /** Copies the values; a record set without one does not exist. */
  public DnsRecordSet {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException(name + " " + type + " has no value");
    }
  }

  /** The same set with other data. */
  public DnsRecordSet with(int newTtl, List<String> newValues) {
    return new DnsRecordSet(address, name, type, newTtl, newValues, zone);
  }

  /** The same set at another name, with one other value. */
  public DnsRecordSet named(String newName, String value) {
    return new DnsRecordSet(address, newName, type, ttl, List.of(value), zone);
  }

  /** For how many seconds resolvers may keep it, also where the provider chooses. */
  public int lasts() {
    return Math.max(ttl, CHOSEN);
  }

  /** Whether both hold the same data; the order of values means nothing in DNS. */
  public boolean sameData(DnsRecordSet other) {
    return ttl == other.ttl
        && values.size() == other.values.size()
        && values.containsAll(other.values);
  }

  @Override
  public String place() {
    return name + " " + type;
  }
}
