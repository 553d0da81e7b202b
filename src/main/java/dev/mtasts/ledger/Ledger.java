package dev.mtasts.ledger;

import dev.mtasts.policy.DomainName;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The ledger as a value.
 *
 * @param lineage names this ledger for good: two with different lineages have nothing in common
 * @param serial grows by one with every save
 * @param written when it was last saved; the epoch before the first
 * @param domains what is known of each domain
 */
public record Ledger(
    String lineage, long serial, Instant written, SortedMap<DomainName, DomainEntry> domains) {

  /** Wraps the map. */
  public Ledger {
    domains = Collections.unmodifiableSortedMap(domains);
  }

  /** A ledger that knows nothing, with a lineage of its own. */
  public static Ledger fresh() {
    return new Ledger(UUID.randomUUID().toString(), 0, Instant.EPOCH, new TreeMap<>());
  }

  /** Whether it was never saved. */
  public boolean isNew() {
    return serial == 0;
  }

  /** What is known of {@code domain}; nothing, where it is not in the ledger. */
  public DomainEntry entry(DomainName domain) {
    return domains.getOrDefault(domain, DomainEntry.NONE);
  }

  /** The same ledger with other entries for some domains; {@link DomainEntry#NONE} drops one. */
  public Ledger with(Map<DomainName, DomainEntry> changed) {
    SortedMap<DomainName, DomainEntry> next = new TreeMap<>(domains);
    next.putAll(changed);
    next.values().removeIf(DomainEntry.NONE::equals);
    return new Ledger(lineage, serial, written, next);
  }

  /** The next serial, as it is saved at {@code now}. */
  Ledger saved(Instant now) {
    return new Ledger(lineage, serial + 1, now.isAfter(written) ? now : written, domains);
  }
}
