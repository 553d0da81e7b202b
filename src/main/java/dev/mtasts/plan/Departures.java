package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Former;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Part;
import dev.mtasts.provider.ProviderFactory;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import dev.mtasts.spec.Recall;
import dev.mtasts.spec.Spec;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts beside the spec what has left it: domains that the ledger still knows, domains that a
 * command takes away, and the places that policies were served from before they moved.
 */
public final class Departures {
  private Departures() {}

  /**
   * The request with all of that.
   *
   * @param factories the adapters with which the spec was read
   */
  public static Planner.Request recall(Planner.Request request, List<ProviderFactory> factories) {
    SortedMap<DomainName, Recall.Memory> departed = new TreeMap<>();
    SortedMap<DomainName, Recall.Memory> formers = new TreeMap<>();
    SortedMap<DomainName, String> lost = new TreeMap<>();
    SortedMap<DomainName, DomainSpec> stay = new TreeMap<>(request.spec().domains());
    for (DomainName name : request.leaving().keySet()) {
      Optional.ofNullable(stay.remove(name))
          .ifPresent(domain -> departed.put(name, memory(request, name, domain.block())));
    }
    for (Map.Entry<DomainName, DomainEntry> known : request.ledger().domains().entrySet()) {
      DomainName name = known.getKey();
      DomainEntry entry = known.getValue();
      if (!stay.containsKey(name) && !departed.containsKey(name)) {
        if (entry.block().isEmpty()) {
          lost.put(name, "the ledger was written by a version that did not keep how it is set up");
        } else {
          departed.put(name, memory(request, name, entry.block()));
        }
      }
      Former former = entry.former();
      DomainSpec here = stay.get(name);
      if (here != null && leaves(here, entry) && !forgets(request, here, former)) {
        // The place that it is at is about to become the former one, and must stay until then.
        formers.put(name, new Recall.Memory(entry.block(), true));
      } else if (former != null) {
        boolean hosted = former.until() == null || request.now().isBefore(former.until());
        formers.put(name, new Recall.Memory(former.block(), hosted));
      }
    }
    if (departed.isEmpty() && formers.isEmpty()) {
      return lost.isEmpty() ? request : request.recalling(request.spec(), lost);
    }
    Spec spec = request.spec();
    Spec rest =
        new Spec(
            spec.state(),
            spec.providers(),
            Collections.unmodifiableSortedMap(stay),
            spec.departed(),
            spec.formers());
    Recall.Recalled recalled = new Recall(factories).recall(rest, departed, formers);
    lost.putAll(recalled.lost());
    return request.recalling(recalled.spec(), lost);
  }

  /** Whether a move is broken off by order: the place before stays the former one. */
  private static boolean forgets(
      Planner.Request request, DomainSpec here, @Nullable Former former) {
    return former != null
        && !Places.comesBack(here, former)
        && (request.allow().contains(Guard.HOST_MOVE) || here.allow().contains(Guard.HOST_MOVE));
  }

  /** Whether the spec wants a domain's policy at another place than the one it is at. */
  static boolean leaves(DomainSpec spec, DomainEntry entry) {
    Optional<String> host = spec.host().front().map(front -> front.host().place());
    return !entry.block().isEmpty()
        && (isNot(entry, Part.POLICY, Optional.of(spec.host().location()))
            || isNot(entry, Part.HOST, host));
  }

  private static boolean isNot(DomainEntry entry, Part part, Optional<String> place) {
    return entry.owned(part).map(thing -> !Optional.of(thing.place()).equals(place)).orElse(false);
  }

  private static Recall.Memory memory(Planner.Request request, DomainName name, String block) {
    Instant now = request.now();
    return new Recall.Memory(block, Retirement.needsHost(request.ledger().entry(name), now));
  }
}
