package dev.mtasts.plan;

import dev.mtasts.ledger.Former;
import dev.mtasts.provider.Part;
import dev.mtasts.spec.DomainSpec;
import dev.mtasts.spec.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of the place that a policy moved away from. */
final class MoveEnd {
  private final LaneDraft draft;
  private final Move move;
  private final List<Step> steps = new ArrayList<>();
  private @Nullable Former former;
  private String keeps = "";

  /** For a lane whose other parts are decided. */
  MoveEnd(LaneDraft draft, Move move) {
    this.draft = draft;
    this.move = move;
    this.former = move.former();
  }

  /** Decides. */
  void plan(World world) {
    Former then = former;
    if (then == null) {
      return;
    }
    boolean back =
        !draft.moves.isEmpty()
            || Stream.of(draft.host, draft.first, draft.behind)
                .flatMap(List::stream)
                .anyMatch(act -> isThere(act) && act.change().before() == null);
    if (then.until() != null && back) {
      former = then.reopened(); // Somebody took the new place away, or turned addresses back.
      draft.reopened = true;
    } else if (move.old().isPresent()) {
      cleanUp(move.old().get(), then, world);
    }
  }

  private static boolean isThere(Act act) {
    return act.address().part() == Part.POLICY || act.address().part() == Part.HOST;
  }

  private void cleanUp(DomainSpec old, Former then, World world) {
    if (draft.spec.protect() && !draft.remarks.allows(Guard.PROTECTED)) {
      keeps = "the domain is protected, so nothing of it is deleted";
      return;
    }
    OldPlace place = new OldPlace(old, then, draft.entry, world, draft.places, draft.remarks);
    if (place.unread()) {
      keeps = "it could not be read";
      return;
    }
    steps.addAll(place.steps());
    former = place.left();
  }

  /**
   * The deletions, after all else.
   *
   * @param targets where senders are to be led by now; empty where nobody can tell
   */
  List<Step> steps(List<String> targets) {
    if (steps.isEmpty() || targets.isEmpty() || !draft.spec.verify()) {
      return List.copyOf(steps);
    }
    List<Step> after = new ArrayList<>(steps);
    after.add(0, new Step.Await(new Gate.LedThere(draft.spec.name(), targets)));
    return List.copyOf(after);
  }

  /** The old place as the ledger is to know it; null for none. */
  @Nullable Former former() {
    return former;
  }

  /** What comes later. */
  List<Forecast> forecasts(DomainSpec wanted) {
    return steps.isEmpty() ? move.forecasts(wanted, former, keeps) : List.of();
  }

  /** Where senders are about to be led, to be looked at before; empty where nobody can tell. */
  Optional<Gate> before(List<String> targets, String served) {
    boolean look =
        draft.moving() && draft.spec.verify() && !draft.moves.isEmpty() && !targets.isEmpty();
    return look
        ? Optional.of(new Gate.ServedThere(draft.spec.name(), served, targets))
        : Optional.empty();
  }
}
