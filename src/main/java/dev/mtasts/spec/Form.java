package dev.mtasts.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a single value reads.
 *
 * @param noun what it is, such as {@code a duration}
 * @param hint how to write one
 * @param json what JSON Schema calls its constant form
 * @param parser makes the value; an {@link IllegalArgumentException} says in a sentence why not
 */
record Form<T>(String noun, String hint, Map<String, Object> json, Function<String, T> parser)
    implements Shape<T> {
  private static final Map<String, Object> VARIABLE =
      Json.object(
          "description", "a value with an environment variable: ${NAME} or ${NAME:-default}",
          "type", "string",
          "pattern", "\\$\\{");

  @Override
  public Optional<T> read(Node node, Context context) {
    if (!(node instanceof Node.Scalar scalar) || scalar.isNull()) {
      context.mismatch(node, noun, hint);
      return Optional.empty();
    }
    Optional<String> text = context.variables().resolve(scalar, context.problems());
    return text.flatMap(value -> parse(value, scalar, context.problems()));
  }

  private Optional<T> parse(String value, Node.Scalar scalar, Problems problems) {
    try {
      return Optional.of(parser.apply(value));
    } catch (IllegalArgumentException e) {
      String message =
          Variables.in(scalar)
              ? "the value of '" + scalar.text() + "' is not " + noun
              : String.valueOf(e.getMessage());
      problems.add(scalar.at(), message, hint);
      return Optional.empty();
    }
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return Json.object("anyOf", List.of(json, definitions.ref("variable", () -> VARIABLE)));
  }
}
