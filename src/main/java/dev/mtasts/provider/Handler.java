package dev.mtasts.provider;

import java.util.Collection;
import java.util.Map;

/**
 * Reads and writes one kind of resource in one place, in batches.
 *
 * <p>The contract that every adapter is tested against:
 *
 * <ul>
 *   <li>The result has an entry for every address asked for.
 *   <li>A failure is per item and never poisons the batch; only what concerns all (no credentials)
 *       fails all, each with the same {@link Failure}.
 *   <li>A write is safe to repeat after a crash: where {@code after} is live already it is {@link
 *       Outcome.Done}.
 *   <li>Where neither {@code before} nor {@code after} is live, nothing is written and the outcome
 *       is {@link Outcome.Moved}. Where the service can compare-and-set the check is atomic, else
 *       it is made just before.
 *   <li>An answer that was lost is looked up before it is called a failure.
 *   <li>Within a batch order means nothing: no two items have the same address.
 * </ul>
 *
 * <p>A handler is called by one thread at a time.
 */
public interface Handler<R extends Resource> {
  /** What is live, by address. Blocks; paces itself. */
  Map<Address, Reading<R>> read(Collection<Wanted<R>> wanted);

  /** Makes the changes; how each ended, by address. Blocks; paces itself. */
  Map<Address, Outcome> write(Collection<Change<R>> changes);
}
