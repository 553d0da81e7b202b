package dev.mtasts.plan;

import dev.mtasts.ledger.Owned;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Change;
import dev.mtasts.provider.Resource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change, where it is made, and what of it will be ours.
 *
 * @param provider the provider's name in the spec
 * @param change what is done
 * @param ours our own values afterwards; other tools' values in the same record set are not among
 *     them; empty for a deletion
 */
public record Act(String provider, Change<?> change, List<String> ours) {
  /** Copies the values. */
  public Act {
    ours = List.copyOf(ours);
  }

  /** What the act is about. */
  public Address address() {
    return change.address();
  }

  /** What the ledger is to know afterwards, if anything is left that is ours. */
  public Optional<Owned> owned(@Nullable String version) {
    Resource after = change.after();
    return after == null || ours.isEmpty()
        ? Optional.empty()
        : Optional.of(new Owned(provider, after.place(), ours, version));
  }
}
