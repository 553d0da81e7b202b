package dev.mtasts.spec;

import dev.mtasts.policy.Mode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@code rollout}: {@code standard}, {@code none}, or a block. */
record RolloutShape() implements Shape<RolloutShape.Way> {
  /** With which a domain declines what its layers would give it. */
  static final String NONE = "none";

  private static final String STANDARD = "standard";
  private static final long DAY = 86_400;
  private static final long WEEK = 7 * DAY;

  /** Two weeks of reports, a day's mistake at most, then ever longer. */
  private static final List<Rollout.Stage> STANDARD_STAGES =
      List.of(
          new Rollout.Stage(Mode.TESTING, DAY, 2 * WEEK),
          new Rollout.Stage(Mode.ENFORCE, DAY, WEEK),
          new Rollout.Stage(Mode.ENFORCE, WEEK, 2 * WEEK),
          new Rollout.Stage(Mode.ENFORCE, 26 * WEEK, 0));

  private static final Form<String> WORD =
      Forms.words("a word for a rollout", List.of(STANDARD, NONE));
  static final Key<List<Rollout.Stage>> STAGES =
      Key.optional(
          "stages", new StagesShape(), "What is published one after the other; else as standard.");
  static final Key<Boolean> PAUSE =
      Key.optional("pause", Forms.FLAG, false, "Whether to stay at the stage that is published.");
  static final Key<Integer> SIZE =
      Key.required("size", Forms.count("a number of domains"), "How many domains may be promoted.");
  static final Key<Long> EVERY =
      Key.required(
          "every", Forms.duration(StagesShape.LONGEST, "ten years"), "In how long a time.");
  static final Key<Fields> WAVE =
      Key.optional(
          "wave",
          Block.layered("a wave", SIZE, EVERY),
          "How many of the domains with this rollout may be promoted at a time.");
  private static final Block BLOCK = Block.layered("a rollout", STAGES, PAUSE, WAVE);

  /**
   * What was read.
   *
   * @param rollout empty for {@code none}
   */
  record Way(Optional<Rollout> rollout) {}

  @Override
  public Optional<Way> read(Node node, Context context) {
    if (node instanceof Node.Scalar) {
      return WORD.read(node, context).map(RolloutShape::way);
    }
    String hint =
        "Write standard or none, or a map with the keys " + Suggestion.list(BLOCK.names()) + ".";
    if (!(node instanceof Node.Mapping map)) {
      context.mismatch(node, "standard, none or a map", hint);
      return Optional.empty();
    }
    if (map.entries().isEmpty()) {
      context.problems().add(node.at(), "this map is empty", hint);
      return Optional.empty();
    }
    return BLOCK.read(node, context).map(RolloutShape::way);
  }

  private static Way way(String word) {
    return new Way(
        word.equals(NONE)
            ? Optional.empty()
            : Optional.of(new Rollout(STANDARD_STAGES, false, Optional.empty())));
  }

  private static Way way(Fields fields) {
    Optional<Rollout.Wave> wave =
        fields
            .get(WAVE)
            .flatMap(
                given ->
                    given
                        .get(SIZE)
                        .flatMap(
                            size -> given.get(EVERY).map(every -> new Rollout.Wave(size, every))));
    List<Rollout.Stage> stages = fields.get(STAGES).orElse(STANDARD_STAGES);
    return new Way(Optional.of(new Rollout(stages, fields.get(PAUSE).orElse(false), wave)));
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return definitions.ref("rollout", () -> described(definitions));
  }

  private static Map<String, Object> described(Definitions definitions) {
    Map<String, Object> block = BLOCK.schema(definitions);
    block.put("minProperties", 1);
    return Json.object("anyOf", List.of(WORD.schema(definitions), block));
  }
}
