package dev.mtasts.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A place in a JSON tree that knows its path, so that what is wrong can be named.
 *
 * @param node what is there
 * @param path the keys that lead there, dotted; "" for the root
 */
record Cursor(JsonNode node, String path) {

  boolean has(String key) {
    return node.has(key);
  }

  /** The keys of the object here. */
  List<String> names() {
    if (!node.isObject()) {
      throw wrong("is not an object");
    }
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  Cursor child(String key) {
    JsonNode child = node.get(key);
    Cursor at = new Cursor(child == null ? node.path(key) : child, join(key));
    if (child == null) {
      throw at.wrong("is missing");
    }
    return at;
  }

  List<Cursor> items(String key) {
    Cursor list = child(key);
    if (!list.node.isArray()) {
      throw list.wrong("is not a list");
    }
    List<Cursor> items = new ArrayList<>();
    for (int i = 0; i < list.node.size(); i++) {
      items.add(new Cursor(list.node.get(i), list.path + "[" + i + "]"));
    }
    return items;
  }

  String text(String key) {
    return child(key).asText();
  }

  List<String> texts(String key) {
    return items(key).stream().map(Cursor::asText).toList();
  }

  long number(String key) {
    Cursor at = child(key);
    if (!at.node.isIntegralNumber()) {
      throw at.wrong("is not a whole number");
    }
    return at.node.longValue();
  }

  boolean flag(String key) {
    Cursor at = child(key);
    if (!at.node.isBoolean()) {
      throw at.wrong("is not true or false");
    }
    return at.node.booleanValue();
  }

  Instant instant(String key) {
    return parse(key, text(key), Instant::parse);
  }

  /** Turns {@code text}, found at {@code key}, into a value, or says why not and where. */
  <T> T parse(String key, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new Cursor(node, join(key)).wrong("is wrong: " + e.getMessage());
    }
  }

  private String asText() {
    if (!node.isTextual()) {
      throw wrong("is not a text");
    }
    return node.textValue();
  }

  private String join(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("'" + path + "' " + what);
  }
}
