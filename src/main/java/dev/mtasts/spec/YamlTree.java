package dev.mtasts.spec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.JacksonYAMLParseException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Makes nodes of YAML text, and refuses the parts of YAML that make a file mean something else than
 * it seems to: anchors, aliases, merge keys, tags, keys that are not text, keys given twice, a
 * second document.
 */
final class YamlTree {
  private static final int MAX_DEPTH = 24;
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<Character> QUOTES = Set.of('"', '\'', '|', '>');
  private static final YAMLFactory YAML = factory();

  private final Source source;
  private final Problems problems;
  private final YAMLParser parser;

  /** The place that was asked for last, in code points and in chars. */
  private int codePoint;

  private int index;

  private YamlTree(Source source, Problems problems, YAMLParser parser) {
    this.source = source;
    this.problems = problems;
    this.parser = parser;
  }

  /** Without limits of size: the text is the user's own, and in memory already. */
  private static YAMLFactory factory() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    return YAMLFactory.builder()
        .loaderOptions(options)
        .streamReadConstraints(
            StreamReadConstraints.builder().maxNumberLength(Integer.MAX_VALUE).build())
        .build();
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
    try (YAMLParser parser = YAML.createParser(source.text())) {
      return new YamlTree(source, problems, parser).document();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory was not read", e);
    }
  }

  private @Nullable Node document() throws IOException {
    try {
      parser.nextToken();
      if (parser.isClosed()) {
        return empty();
      }
      Node root = node("", 0);
      parser.nextToken();
      if (!parser.isClosed()) {
        problems.add(
            source.documentStart(parser.currentTokenLocation().getLineNr()),
            "a second document starts here",
            "A spec is one document: remove the '---' or what follows it.");
      }
      return root instanceof Node.Scalar scalar && scalar.isNull() ? empty() : root;
    } catch (JsonProcessingException e) {
      SyntaxFault.of(e, parser.currentTokenLocation(), source).report(source, problems);
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
    Location at = here(path);
    if (depth > MAX_DEPTH) {
      throw new JsonParseException(parser, SyntaxFault.TOO_DEEP);
    }
    if (parser.isCurrentAlias()) {
      return refuse(
          at,
          "aliases are not allowed (*" + parser.getText() + ")",
          "Put quotes around a value that starts with '*'; what several domains share goes into"
              + " defaults or a profile.");
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
      boolean marked = parser.getObjectId() != null || parser.getTypeId() != null;
      if (marked) {
        refuseMarks(at);
      }
      boolean map = token == JsonToken.START_OBJECT;
      Node node = map ? mapping(at, path, depth) : sequence(at, path, depth);
      return marked ? new Node.Refused(at) : node;
    }
    return scalar(at);
  }

  /**
   * The current key or value. Jackson keeps its text, but of a value it does not tell the anchor,
   * of a key neither anchor nor tag nor quotes, and of nothing whether it was quoted: those are
   * read from the place where it starts.
   */
  private Node scalar(Location at) throws IOException {
    char first = firstCharacter();
    if (first == '&' || first == '!') {
      refuseMarks(at);
      return new Node.Refused(at);
    }
    String text = parser.currentToken() == null ? typed() : parser.getText();
    return new Node.Scalar(at, text, !QUOTES.contains(first) && NULLS.contains(text));
  }

  /** Reports the anchor and the tag that the current token starts with. */
  private void refuseMarks(Location at) {
    for (String mark : source.marks(index(parser.currentTokenLocation()))) {
      if (mark.startsWith("&")) {
        refuse(
            at,
            "anchors are not allowed (" + mark + ")",
            "What several domains share goes into defaults or a profile.");
      } else {
        refuse(at, "tags are not allowed (" + mark + ")", "Put quotes around the value instead.");
      }
    }
  }

  private Node sequence(Location at, String path, int depth) throws IOException {
    List<Node> items = new ArrayList<>();
    for (nextValue(); parser.currentToken() != JsonToken.END_ARRAY; nextValue()) {
      items.add(node(path + "/" + items.size(), depth + 1));
    }
    return new Node.Sequence(at, items);
  }

  private Node mapping(Location at, String path, int depth) throws IOException {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Location keyAt = here(path);
      String key = key(keyAt);
      String here = key == null ? path : path(path, key);
      nextValue();
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
    if (!(scalar(at) instanceof Node.Scalar key)) {
      return null;
    }
    if (key.isNull()) {
      refuse(at, "a key must be a text, not nothing", "Write 'key: value'.");
      return null;
    }
    if (key.text().equals("<<") && firstCharacter() == '<') {
      refuse(
          at,
          "merge keys are not allowed (<<)",
          "What several domains share goes into defaults or a profile.");
      return null;
    }
    return key.text();
  }

  /**
   * Steps to a value. Jackson reads a plain number while it steps, and fails at {@code 0_}: there
   * it is left without a token. Only the text counts here, so that is no fault.
   */
  private void nextValue() throws IOException {
    try {
      parser.nextToken();
    } catch (JacksonYAMLParseException e) {
      throw e;
    } catch (JsonParseException e) {
      parser.clearCurrentToken();
    }
  }

  /** A plain value as it stands in the text. */
  private String typed() {
    int start = index(parser.currentTokenLocation());
    return source.text().substring(start, index(parser.currentLocation()));
  }

  /** The character that the current token starts with; a blank at the end of the text. */
  private char firstCharacter() {
    int at = index(parser.currentTokenLocation());
    return at < source.text().length() ? source.text().charAt(at) : ' ';
  }

  /** The place in chars; YAML and Jackson count code points. */
  private int index(JsonLocation at) {
    int wanted = (int) at.getCharOffset();
    index = source.text().offsetByCodePoints(index, wanted - codePoint);
    codePoint = wanted;
    return index;
  }

  private Node refuse(Location at, String message, String hint) {
    problems.add(at, message, hint);
    return new Node.Refused(at);
  }

  private Location here(String path) {
    JsonLocation token = parser.currentTokenLocation();
    return source.at(token.getLineNr(), token.getColumnNr(), path);
  }

  private static String path(String parent, String key) {
    return parent.isEmpty() ? key : parent + "/" + key;
  }
}
