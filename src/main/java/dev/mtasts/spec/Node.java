package dev.mtasts.spec;

import java.util.List;
import java.util.Map;

/** A located piece of YAML. Scalars are what the user typed: nothing here guesses their type. */
sealed interface Node {
  /** Where it starts. */
  Location at();

  /** What it is, for messages that expected something else. */
  String what();

  /**
   * A text.
   *
   * @param text without quotes, escapes resolved, variables not
   * @param isNull whether it is a plain {@code null}, {@code ~} or nothing at all
   */
  record Scalar(Location at, String text, boolean isNull) implements Node {
    @Override
    public String what() {
      return isNull ? "nothing" : "a single value";
    }
  }

  /** A list. */
  record Sequence(Location at, List<Node> items) implements Node {
    @Override
    public String what() {
      return "a list";
    }
  }

  /** A map, in the order of the file. */
  record Mapping(Location at, Map<String, Entry> entries) implements Node {
    @Override
    public String what() {
      return "a map";
    }

    /** The value under those keys, or under as many of them as exist. */
    Node under(String... path) {
      Node found = this;
      for (String key : path) {
        if (!(found instanceof Mapping map) || !map.entries.containsKey(key)) {
          break;
        }
        found = map.entries.get(key).value();
      }
      return found;
    }

    /** Where {@link #under} starts. */
    Location at(String... path) {
      return under(path).at();
    }
  }

  /** Something that YAML allows and a spec does not; it has been reported already. */
  record Refused(Location at) implements Node {
    @Override
    public String what() {
      return "something that a spec does not allow";
    }
  }

  /**
   * A key's value.
   *
   * @param at where the key stands
   */
  record Entry(Location at, Node value) {}
}
