package dev.mtasts.spec;

import dev.mtasts.provider.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a secret lies: {@code {env: NAME}} or {@code {file: PATH}}. No message quotes what stands
 * here, because the likeliest mistake is the secret itself.
 */
record SecretShape() implements Shape<Secret> {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String HINT =
      "A secret never stands in a spec: write { env: NAME } for an environment variable or"
          + " { file: PATH } for a file.";

  @Override
  public Optional<Secret> read(Node node, Context context) {
    if (node instanceof Node.Refused) {
      return Optional.empty();
    }
    if (node instanceof Node.Mapping map && map.entries().size() == 1) {
      Map.Entry<String, Node.Entry> only = map.entries().entrySet().iterator().next();
      if (only.getValue().value() instanceof Node.Scalar scalar && !scalar.isNull()) {
        if (only.getKey().equals("env")) {
          return variable(scalar, context.problems());
        }
        if (only.getKey().equals("file")) {
          return file(scalar, context);
        }
      }
    }
    context.problems().addUnseen(node.at(), "expected the place of a secret", HINT);
    return Optional.empty();
  }

  /** The variable is named, not replaced: {@code env: TOKEN}, never {@code env: ${TOKEN}}. */
  private static Optional<Secret> variable(Node.Scalar scalar, Problems problems) {
    if (NAME.matcher(scalar.text()).matches()) {
      return Optional.of(new Secret(Secret.Kind.ENV, scalar.text()));
    }
    problems.addUnseen(
        scalar.at(),
        "this is not the name of an environment variable",
        "Write the bare name, such as { env: CLOUDFLARE_API_TOKEN }.");
    return Optional.empty();
  }

  private static Optional<Secret> file(Node.Scalar scalar, Context context) {
    return Forms.PATH
        .read(scalar, context)
        .map(path -> new Secret(Secret.Kind.FILE, path.toString()));
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    return definitions.ref("secret", () -> described(definitions));
  }

  private static Map<String, Object> described(Definitions definitions) {
    Map<String, Object> env =
        Json.object(
            "description",
            "the name of an environment variable",
            "type",
            "string",
            "pattern",
            "^" + NAME.pattern() + "$");
    Map<String, Object> file = Json.object("description", "a file whose content is the secret");
    file.putAll(Forms.PATH.schema(definitions));
    return Json.object(
        "title",
        "the place of a secret, never the secret itself",
        "type",
        "object",
        "properties",
        Json.object("env", env, "file", file),
        "oneOf",
        List.of(needs("env"), needs("file")),
        "additionalProperties",
        false);
  }

  private static Map<String, Object> needs(String key) {
    return Json.object("required", List.of(key));
  }
}
