package dev.mtasts.spec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.JacksonYAMLParseException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * The tokens of a YAML text, one after the other, each as it was typed.
 *
 * <p>Jackson's parser keeps a scalar's text, but of a value it does not tell the anchor, of a key
 * neither anchor nor tag nor quotes, and of an empty text whether it was quoted. Those are read
 * from the place where the token starts.
 */
final class YamlTokens implements AutoCloseable {
  private static final Set<Character> QUOTES = Set.of('"', '\'', '|', '>');
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final YAMLFactory YAML = factory();

  private final Source source;
  private final YAMLParser parser;

  /** The place that was asked for last, in code points and in chars. */
  private int codePoint;

  private int index;

  YamlTokens(Source source) throws IOException {
    this.source = source;
    this.parser = YAML.createParser(source.text());
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

  /** Steps to the next key, the end of a map, or the first token of a document. */
  @Nullable JsonToken next() throws IOException {
    return parser.nextToken();
  }

  /**
   * Steps to a key's value, or an item or the end of a list. Jackson decodes a plain number while
   * it steps, and fails at {@code 0_}: it is left without a token then. Only the text counts here,
   * so that is no fault.
   */
  @Nullable JsonToken nextValue() throws IOException {
    try {
      return parser.nextToken();
    } catch (JacksonYAMLParseException e) {
      throw e;
    } catch (JsonParseException e) {
      parser.clearCurrentToken();
      return null;
    }
  }

  /** Whether nothing is left, not even another document. */
  boolean isOver() {
    return parser.isClosed();
  }

  boolean isMap() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  boolean isList() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  boolean isAlias() {
    return parser.isCurrentAlias();
  }

  /** A scalar's text without quotes, or an alias's name. */
  String text() throws IOException {
    if (parser.currentToken() != null) {
      return parser.getText();
    }
    int start = index(parser.currentTokenLocation());
    return source.text().substring(start, index(parser.currentLocation()));
  }

  /** Whether the scalar is a plain {@code null}, {@code ~} or nothing at all. */
  boolean isNull() throws IOException {
    return !isQuoted() && NULLS.contains(text());
  }

  boolean isQuoted() {
    return QUOTES.contains(first());
  }

  /** The anchor and the tag of the current token, as typed. */
  List<String> marks() throws IOException {
    // A block map starts where its first key does: what stands there may be the key's.
    boolean marked =
        (isMap() || isList())
            ? parser.getObjectId() != null || parser.getTypeId() != null
            : first() == '&' || first() == '!';
    return marked ? source.marks(index(parser.currentTokenLocation())) : List.of();
  }

  Location at(String path) {
    JsonLocation token = location();
    return source.at(token.getLineNr(), token.getColumnNr(), path);
  }

  JsonLocation location() {
    return parser.currentTokenLocation();
  }

  /** A complaint about the current token. */
  JsonParseException fault(String message) {
    return new JsonParseException(parser, message);
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  /** The character that the current token starts with; a blank at the end of the text. */
  private char first() {
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
}
