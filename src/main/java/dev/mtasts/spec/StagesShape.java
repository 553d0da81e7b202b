package dev.mtasts.spec;

import dev.mtasts.policy.Mode;
import dev.mtasts.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code stages} of a rollout. One list is never merged with another, so all its rules are held
 * to where it stands.
 */
record StagesShape() implements Shape<List<Rollout.Stage>> {
  /** For holds and waves. */
  static final long LONGEST = 10 * Policy.MAX_AGE_LIMIT;

  static final Key<Mode> MODE =
      Key.required(
          "mode",
          Forms.words("a mode of a stage", modes()),
          "What the stage publishes: testing or enforce.");
  static final Key<Long> MAX_AGE =
      Key.required(
          "max_age",
          Forms.duration(Policy.MAX_AGE_LIMIT, "RFC 8461 §3.2"),
          "How long senders may keep what the stage publishes.");
  static final Key<Long> HOLD =
      Key.optional(
          "hold",
          Forms.duration(LONGEST, "ten years"),
          "For how long the stage stands before the next; the last has none.");
  private static final Block STAGE = Block.of("a stage", MODE, MAX_AGE, HOLD);

  @Override
  public Optional<List<Rollout.Stage>> read(Node node, Context context) {
    if (!(node instanceof Node.Sequence list)) {
      context.mismatch(node, "a list of stages", "Each is { mode: …, max_age: …, hold: … }.");
      return Optional.empty();
    }
    if (list.items().isEmpty()) {
      context.problems().add(node.at(), "a rollout has at least one stage", "Add one.");
      return Optional.empty();
    }
    List<Rollout.Stage> stages = new ArrayList<>();
    boolean whole = true;
    for (int i = 0; i < list.items().size(); i++) {
      boolean last = i == list.items().size() - 1;
      Optional<Rollout.Stage> stage = stage(list.items().get(i), last, context);
      if (stage.isPresent() && !stages.isEmpty()) {
        whole &= follows(stages.get(stages.size() - 1), stage.get(), list.items().get(i), context);
      }
      stage.ifPresent(stages::add);
      whole &= stage.isPresent();
    }
    return whole ? Optional.of(List.copyOf(stages)) : Optional.empty();
  }

  private static Map<String, Mode> modes() {
    Map<String, Mode> words = new LinkedHashMap<>();
    words.put(Mode.TESTING.text(), Mode.TESTING);
    words.put(Mode.ENFORCE.text(), Mode.ENFORCE);
    return words;
  }

  private static Optional<Rollout.Stage> stage(Node node, boolean last, Context context) {
    Problems problems = context.problems();
    Optional<Fields> fields = STAGE.read(node, Context.whole(problems, context.variables()));
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    boolean held = fields.get().tried(HOLD.name());
    if (held && last) {
      problems.add(
          ((Node.Mapping) node).at(HOLD.name()),
          "the last stage has no hold",
          "Nothing comes after it: take its hold out, or add a stage.");
    } else if (!held && !last) {
      problems.add(node.at(), "'hold' is missing", HOLD.about());
    }
    Optional<Mode> mode = fields.get().get(MODE);
    Optional<Long> maxAge = fields.get().get(MAX_AGE);
    Optional<Long> hold = fields.get().get(HOLD);
    if (mode.isEmpty() || maxAge.isEmpty() || hold.isPresent() == last) {
      return Optional.empty();
    }
    return Optional.of(new Rollout.Stage(mode.get(), maxAge.get(), hold.orElse(0L)));
  }

  /** Whether a stage may come after another, which is reported where not. */
  private static boolean follows(
      Rollout.Stage before, Rollout.Stage stage, Node node, Context context) {
    Node.Mapping map = (Node.Mapping) node;
    if (Rollout.BY_REACH.compare(stage, before) > 0) {
      return true;
    }
    if (stage.mode() != before.mode()) {
      context
          .problems()
          .add(
              map.at(MODE.name()),
              "testing cannot come after enforce",
              "Order the stages from testing to enforce.");
    } else if (stage.maxAge() < before.maxAge()) {
      context
          .problems()
          .add(
              map.at(MAX_AGE.name()),
              "max_age falls from one stage to the next",
              "It may only rise as long as the mode stays.");
    } else {
      context
          .problems()
          .add(
              node.at(),
              "this stage publishes the same as the one before",
              "Make one of the two, with both holds in one.");
    }
    return false;
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return Json.object("type", "array", "minItems", 1, "items", STAGE.schema(definitions));
  }
}
