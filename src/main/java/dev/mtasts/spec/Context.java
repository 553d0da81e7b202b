package dev.mtasts.spec;

/**
 * What reading a node needs to know about its surroundings.
 *
 * @param problems where faults go
 * @param variables what {@code ${…}} stands for
 * @param missing what to do about a required key that is not there
 * @param path the keys from where {@code missing} started to the node, each followed by a dot
 */
record Context(Problems problems, Variables variables, Missing missing, String path) {
  /** Told of a required key that is not there. */
  @FunctionalInterface
  interface Missing {
    /** In {@code map}, which stands under {@code path}, there is no {@code key}. */
    void report(Node.Mapping map, String path, Key<?> key);
  }

  /** For blocks that are a whole: says what is missing at the place where it is missing. */
  static Context whole(Problems problems, Variables variables) {
    Missing missing =
        (map, path, key) -> problems.add(map.at(), "'" + key.name() + "' is missing", key.about());
    return new Context(problems, variables, missing, "");
  }

  /** The same for layers, whose keys may stand in another layer. */
  Context partial() {
    return with((map, path, key) -> {});
  }

  Context with(Missing other) {
    return new Context(problems, variables, other, "");
  }

  Context inside(String key) {
    return new Context(problems, variables, missing, path + key + ".");
  }

  /** Reports a node of the wrong kind; says nothing about what has been reported before. */
  void mismatch(Node node, String expected, String hint) {
    if (node instanceof Node.Scalar scalar && scalar.isNull()) {
      problems.add(node.at(), "there is no value here, only the key", hint);
    } else if (!(node instanceof Node.Refused)) {
      problems.add(node.at(), "expected " + expected + ", found " + node.what(), hint);
    }
  }
}
