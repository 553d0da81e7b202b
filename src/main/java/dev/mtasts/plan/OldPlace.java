package dev.mtasts.plan;

import dev.mtasts.ledger.DomainEntry;
import dev.mtasts.ledger.Former;
import dev.mtasts.ledger.History;
import dev.mtasts.ledger.Owned;
import dev.mtasts.provider.Address;
import dev.mtasts.provider.Part;
import dev.mtasts.spec.DomainSpec;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes away what is ours at the place where a policy was served before its host moved. What others
 * share stays, and so does what is not as we left it.
 */
final class OldPlace {
  private final Former former;
  private final Teardown teardown;

  /**
   * For one domain.
   *
   * @param then the domain as it was there
   * @param entry what the ledger knows, with that place as its former one
   */
  OldPlace(
      DomainSpec then,
      Former former,
      DomainEntry entry,
      World world,
      Places places,
      Remarks remarks) {
    this.former = inUseNoMore(former, entry);
    DomainEntry there =
        new DomainEntry(this.former.owned(), Map.of(), History.NONE, false, "", null);
    this.teardown =
        new Teardown(
            then, there, seen(then, world), places, remarks, "the policy is served elsewhere now");
  }

  /** Whether something could not be read, so that nothing can be said; it is remarked on. */
  boolean unread() {
    return teardown.unread();
  }

  /** The deletions, in order. */
  List<Step> steps() {
    return teardown.rest();
  }

  /** What of it the ledger is to go on knowing; null for nothing. Known after {@link #steps}. */
  @Nullable Former left() {
    @Nullable Former left = former.owned().isEmpty() ? null : former;
    for (Part part : teardown.gone()) {
      left = left == null ? null : left.without(part);
    }
    return left;
  }

  /** A certificate or a proof may serve both places. */
  private static Former inUseNoMore(Former former, DomainEntry entry) {
    Map<Part, Owned> owned = new EnumMap<>(Part.class);
    former
        .owned()
        .forEach(
            (part, then) -> {
              Optional<String> here = entry.owned(part).map(Owned::place);
              if (!here.equals(Optional.of(then.place()))) {
                owned.put(part, then);
              }
            });
    return new Former(former.block(), owned, former.ttl(), former.until());
  }

  /** What was found of the old place, under the names that its parts had then. */
  private static World seen(DomainSpec then, World world) {
    return World.of(
        renamed(then, world.files()),
        renamed(then, world.records()),
        renamed(then, world.hosts()),
        renamed(then, world.certificates()));
  }

  private static <V> Map<Address, V> renamed(DomainSpec then, Map<Address, V> answers) {
    Map<Address, V> out = new HashMap<>();
    Former.OLD.forEach(
        (part, old) -> {
          V answer = answers.get(new Address(then.name(), old));
          if (answer != null) {
            out.put(new Address(then.name(), part), answer);
          }
        });
    return out;
  }
}
