package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Former;
import dev.mtasts.ledger.Ledger;
import dev.mtasts.ledger.Owned;
import dev.mtasts.policy.DomainName;
import dev.mtasts.provider.Part;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.ProviderSpec;
import dev.mtasts.spec.Spec;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where policies are and were: what the move of one domain has to know of the rest of a plan.
 *
 * @param spec with the former places as the ledger remembers them
 * @param lost why a former place cannot be looked at any more, a clause, by domain
 */
record Places(Spec spec, Map<DomainName, String> lost, Ledger ledger, Instant now) {

  /** The domain as it was at its former place, where that can still be looked at. */
  Optional<DomainSpec> former(DomainName domain, DomainEntry entry) {
    return whyLost(domain, entry).isPresent()
        ? Optional.empty()
        : Optional.ofNullable(spec.formers().get(domain));
  }

  /** Why the former place of a domain cannot be looked at any more; empty where it can. */
  Optional<String> whyLost(DomainName domain, DomainEntry entry) {
    Former former = entry.former();
    DomainSpec here = spec.domains().get(domain);
    if (former == null || (here != null && comesBack(here, former))) {
      return Optional.empty();
    }
    DomainSpec then = spec.formers().get(domain);
    if (then == null) {
      return Optional.of(lost.getOrDefault(domain, "nobody knows any more how it was set up"));
    }
    String place = then.host().location();
    boolean same = former.owned(Part.POLICY).map(one -> one.place().equals(place)).orElse(true);
    return same || onward(domain, entry, place)
        ? Optional.empty()
        : Optional.of("the settings of its provider '" + then.host().provider() + "' changed");
  }

  /** Whether {@code place} is where the policy is, and the spec wants it at a third one. */
  private boolean onward(DomainName domain, DomainEntry entry, String place) {
    DomainSpec wanted = spec.domains().get(domain);
    return wanted != null
        && !wanted.host().location().equals(place)
        && entry.owned(Part.POLICY).map(one -> one.place().equals(place)).orElse(false);
  }

  /** Then the former place is in the spec itself. */
  static boolean comesBack(DomainSpec here, Former former) {
    return former
        .owned(Part.POLICY)
        .map(thing -> thing.place().equals(here.host().location()))
        .orElse(false);
  }

  /** Whether the spec still has the provider of {@code thing}. */
  boolean knowsProvider(Owned thing) {
    return spec.providers().containsKey(thing.provider());
  }

  /** Whether {@code thing} is at another place than {@code place} of {@code provider}. */
  boolean elsewhere(Owned thing, String provider, String place) {
    if (!thing.place().equals(place)) {
      return true;
    }
    ProviderSpec then = spec.providers().get(thing.provider());
    ProviderSpec here = spec.providers().get(provider);
    // Another name for the same service is no other place.
    return then != null
        && here != null
        && !(then.type().equals(here.type())
            && Objects.equals(then.settings().values(), here.settings().values()));
  }

  /**
   * Whether the domain behind a host name needs the host at {@code location} no longer: its policy
   * has moved away for good, or senders have forgotten it.
   */
  boolean released(String hostName, String location) {
    DomainName domain = new DomainName(hostName.substring(hostName.indexOf('.') + 1));
    DomainSpec here = spec.domains().get(domain);
    if (here != null
        && here.host().front().map(one -> one.host().place().equals(location)).orElse(false)) {
      return false; // The spec wants it there, whatever became of it before.
    }
    DomainEntry entry = ledger.domains().getOrDefault(domain, DomainEntry.NONE);
    if (!Retirement.needsHost(entry, now)) {
      return true;
    }
    Former former = entry.former();
    boolean left = former == null || (former.until() != null && !now.isBefore(former.until()));
    return left
        && entry.owned(Part.POLICY).isPresent()
        && spec.domains().containsKey(domain)
        && entry.owned(Part.HOST).map(host -> !host.place().equals(location)).orElse(false);
  }
}
