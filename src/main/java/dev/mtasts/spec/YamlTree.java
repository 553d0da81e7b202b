package dev.mtasts.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes nodes of YAML text, and refuses the parts of YAML that make a file mean something else than
 * it seems to: anchors, aliases, merge keys, tags, keys that are not text, keys given twice, a
 * second document.
 */
final class YamlTree {
  private static final int MAX_DEPTH = 24;

  private final Source source;
  private final Problems problems;
  private final YamlTokens tokens;

  private YamlTree(Source source, Problems problems, YamlTokens tokens) {
    this.source = source;
    this.problems = problems;
    this.tokens = tokens;
  }

  /** The only document of the text, or null where that cannot be told. */
  static @Nullable Node parse(Source source, Problems problems) {
    int forbidden = source.firstForbidden();
    if (forbidden >= 0) {
      String character = String.format("U+%04X", source.text().codePointAt(forbidden));
      problems.add(
          source.locate(forbidden), "YAML does not allow the character " + character, "Remove it.");
      return null;
    }
    try (YamlTokens tokens = new YamlTokens(source)) {
      return new YamlTree(source, problems, tokens).document();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory was not read", e);
    }
  }

  private @Nullable Node document() throws IOException {
    try {
      tokens.next();
      if (tokens.isOver()) {
        return empty();
      }
      Node root = node("", 0);
      tokens.next();
      if (!tokens.isOver()) {
        problems.add(
            source.documentStart(tokens.at("").line()),
            "a second document starts here",
            "A spec is one document: remove the '---' or what follows it.");
      }
      return root instanceof Node.Scalar scalar && scalar.isNull() ? empty() : root;
    } catch (JsonProcessingException e) {
      SyntaxFault.of(e, tokens.location(), source).report(source, problems);
      return null;
    }
  }

  private @Nullable Node empty() {
    problems.add(
        source.at(1, 1, ""),
        "the spec is empty",
        "Start with 'version: 1', then write 'providers' and 'domains'.");
    return null;
  }

  /** The node whose first token is the current one. */
  private Node node(String path, int depth) throws IOException {
    Location at = tokens.at(path);
    if (depth > MAX_DEPTH) {
      throw tokens.fault(SyntaxFault.TOO_DEEP);
    }
    if (tokens.isAlias()) {
      return refuse(
          at,
          "aliases are not allowed (*" + tokens.text() + ")",
          "Put quotes around a value that starts with '*'; what several domains share goes into"
              + " defaults or a profile.");
    }
    boolean allowed = bare(at);
    Node node;
    if (tokens.isMap()) {
      node = mapping(at, path, depth);
    } else if (tokens.isList()) {
      node = sequence(at, path, depth);
    } else {
      node = new Node.Scalar(at, tokens.text(), tokens.isNull());
    }
    return allowed ? node : new Node.Refused(at);
  }

  /** Whether the current key or value has neither anchor nor tag; reports them. */
  private boolean bare(Location at) throws IOException {
    List<String> marks = tokens.marks();
    for (String mark : marks) {
      if (mark.startsWith("&")) {
        refuse(
            at,
            "anchors are not allowed (" + mark + ")",
            "What several domains share goes into defaults or a profile.");
      } else {
        refuse(at, "tags are not allowed (" + mark + ")", "Put quotes around the value instead.");
      }
    }
    return marks.isEmpty();
  }

  private Node sequence(Location at, String path, int depth) throws IOException {
    List<Node> items = new ArrayList<>();
    while (tokens.nextValue() != JsonToken.END_ARRAY) {
      items.add(node(path + "/" + items.size(), depth + 1));
    }
    return new Node.Sequence(at, items);
  }

  private Node mapping(Location at, String path, int depth) throws IOException {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    while (tokens.next() == JsonToken.FIELD_NAME) {
      Location keyAt = tokens.at(path);
      String key = key(keyAt);
      String here = key == null ? path : path(path, key);
      tokens.nextValue();
      Node value = node(here, depth + 1);
      if (key == null) {
        continue;
      }
      Location named = source.at(keyAt.line(), keyAt.column(), here);
      Node.Entry first = entries.putIfAbsent(key, new Node.Entry(named, value));
      if (first != null) {
        problems.add(
            named,
            "the key '" + key + "' stands here for the second time",
            "It is first given on line " + first.at().line() + "; keep one of them.");
      }
    }
    return new Node.Mapping(at, entries);
  }

  /** The current key, or null if it is refused. */
  private @Nullable String key(Location at) throws IOException {
    if (!bare(at)) {
      return null;
    }
    if (tokens.isNull()) {
      refuse(at, "a key must be a text, not nothing", "Write 'key: value'.");
      return null;
    }
    if (tokens.text().equals("<<") && !tokens.isQuoted()) {
      refuse(
          at,
          "merge keys are not allowed (<<)",
          "What several domains share goes into defaults or a profile.");
      return null;
    }
    return tokens.text();
  }

  private Node refuse(Location at, String message, String hint) {
    problems.add(at, message, hint);
    return new Node.Refused(at);
  }

  private static String path(String parent, String key) {
    return parent.isEmpty() ? key : parent + "/" + key;
  }
}
