package dev.mtasts.spec;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts environment variables into scalars: {@code ${NAME}}, {@code ${NAME:-default}}, {@code
 * ${NAME:?message}}; {@code $$} is a dollar sign. With {@code :-} and {@code :?} an empty variable
 * counts as unset, as in a shell. Values are put in after the YAML was parsed, so they cannot
 * change its structure, and are never looked at for variables again.
 */
final class Variables {
  private static final Pattern DOLLAR =
      Pattern.compile("\\$(?:(\\$)|\\{([A-Za-z_][A-Za-z0-9_]*)(?:(:[-?])([^}$]*))?\\})?");

  private final Map<String, String> env;

  Variables(Map<String, String> env) {
    this.env = env;
  }

  /** Whether the scalar's value depends on the environment, so that no message may quote it. */
  static boolean in(Node.Scalar scalar) {
    return scalar.text().contains("${");
  }

  /** The scalar's text with its variables replaced, or empty after a problem was reported. */
  Optional<String> resolve(Node.Scalar scalar, Problems problems) {
    String text = scalar.text();
    if (text.indexOf('$') < 0) {
      return Optional.of(text);
    }
    StringBuilder out = new StringBuilder();
    Matcher dollar = DOLLAR.matcher(text);
    int from = 0;
    while (dollar.find()) {
      out.append(text, from, dollar.start());
      from = dollar.end();
      Optional<String> value = value(dollar, scalar.at(), problems);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      out.append(value.get());
    }
    return Optional.of(out.append(text, from, text.length()).toString());
  }

  private Optional<String> value(Matcher dollar, Location at, Problems problems) {
    String name = dollar.group(2);
    if (dollar.group(1) != null) {
      return Optional.of("$");
    }
    if (name == null) {
      problems.add(
          at,
          "this '$' does not begin a variable",
          "Write ${NAME}, ${NAME:-default} or ${NAME:?message}, or $$ for a dollar sign.");
      return Optional.empty();
    }
    String operator = dollar.group(3);
    String value = env.get(name);
    if (value != null && (operator == null || !value.isEmpty())) {
      return Optional.of(value);
    }
    if (":-".equals(operator)) {
      return Optional.of(dollar.group(4));
    }
    String why = operator == null || dollar.group(4).isBlank() ? "" : ": " + dollar.group(4);
    problems.add(
        at,
        "the environment variable " + name + " is not set" + why,
        "Set it, or write ${" + name + ":-default}.");
    return Optional.empty();
  }
}
