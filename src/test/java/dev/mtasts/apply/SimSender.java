package dev.mtasts.apply;

import dev.mtasts.ledger.Caches;
import dev.mtasts.policy.DomainName;
import dev.mtasts.policy.Mode;
import dev.mtasts.policy.Policy;
import dev.mtasts.policy.PolicyId;
import dev.mtasts.policy.PolicyParser;
import dev.mtasts.policy.StsRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that sends, RFC 8461 §3.3 and §4, with the habits of real ones.
 *
 * @param watches whether it looks at the record's id at each delivery, or only when its policy's
 *     time is over
 * @param raises whether it keeps policies with a small max_age for longer
 * @param resolver which resolver it asks
 */
record SimSender(
    String name, boolean watches, boolean raises, int resolver, Map<DomainName, Held> held) {
  /** A policy in its cache, which it uses up to that second. */
  record Held(Policy policy, PolicyId id, String body, long until) {}

  private static final Map<List<String>, Optional<PolicyId>> IDS = new HashMap<>();

  SimSender(String name, boolean watches, boolean raises, int resolver) {
    this(name, watches, raises, resolver, new HashMap<>());
  }

  /** The policy that it delivers under now; null for none. */
  @Nullable Held policy(SimZone zone, long now, Random random) {
    Held old = held.get(zone.name);
    if (old != null && old.until < now) {
      held.remove(zone.name);
      old = null;
    }
    if (old != null && !watches) {
      return old;
    }
    // §3.1: anything but one valid record means that there is none; §3.3: what is cached counts on.
    Optional<PolicyId> id = id(zone.txt(resolver, now));
    boolean early = random.nextInt(8) == 0; // §10.2: some refresh before the time is over.
    if (id.isPresent() && (old == null || early || !old.id.equals(id.get()))) {
      fetch(zone, id.get(), now, random);
    }
    return held.get(zone.name);
  }

  private void fetch(SimZone zone, PolicyId id, long now, Random random) {
    String body = zone.fetch(now, random);
    if (body == null) {
      return;
    }
    PolicyParser.policy(body)
        .ifPresent(
            policy -> {
              long kept = raises ? Caches.kept(policy).toSeconds() : policy.maxAge();
              held.put(zone.name, new Held(policy, id, body, now + kept));
            });
  }

  private static Optional<PolicyId> id(List<String> txt) {
    if (IDS.size() > 50_000) {
      IDS.clear();
    }
    return IDS.computeIfAbsent(
        txt,
        values -> {
          List<String> claims = values.stream().filter(StsRecord::claims).toList();
          return claims.size() == 1 ? StsRecord.parse(claims.get(0)).validId() : Optional.empty();
        });
  }

  /** Whether it would miss the record or the policy, were they gone. */
  boolean minds(DomainName domain, long now) {
    Held one = held.get(domain);
    return one != null && one.until >= now && one.policy.mode() != Mode.NONE;
  }
}
