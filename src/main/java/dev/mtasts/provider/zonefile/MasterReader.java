package dev.mtasts.provider.zonefile;

import dev.mtasts.provider.zonefile.MasterLexer.Statement;
import dev.mtasts.provider.zonefile.MasterLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives statements their meaning: origins, owners and TTLs that are inherited, and directives.
 *
 * <p>A TTL that is left out is that of {@code $TTL} (RFC 2308 §4), else of the record before (RFC
 * 1035 §5.1), else, for the SOA record itself, the zone's minimum, as BIND has it.
 */
final class MasterReader {
  private static final Set<String> CLASSES = Set.of("IN", "CH", "HS", "CS");
  private static final Map<String, String> NUMBERED =
      Map.of(
          "TYPE1", "A", "TYPE2", "NS", "TYPE5", "CNAME", "TYPE6", "SOA", "TYPE16", "TXT", "TYPE28",
          "AAAA");
  private static final int SOA_MINIMUM = 6;

  private final List<Entry> entries = new ArrayList<>();
  private final List<Pattern> generated = new ArrayList<>();
  private String origin;
  private @Nullable String owner;
  private @Nullable Integer defaultTtl;
  private @Nullable Integer previousTtl;

  private MasterReader(String zone) {
    this.origin = zone;
  }

  static MasterReader read(List<Statement> statements, String zone) throws MasterSyntaxException {
    MasterReader reader = new MasterReader(zone);
    for (Statement statement : statements) {
      if (statement.tokens().isEmpty()) {
        continue;
      }
      try {
        reader.take(statement);
      } catch (MasterSyntaxException e) {
        String message = String.valueOf(e.getMessage());
        throw message.startsWith("line ")
            ? e
            : new MasterSyntaxException(statement.line(), message);
      }
    }
    return reader;
  }

  List<Entry> entries() {
    return entries;
  }

  List<Pattern> generated() {
    return generated;
  }

  private void take(Statement statement) throws MasterSyntaxException {
    Token first = statement.tokens().get(0);
    if (!first.quoted() && first.text().startsWith("$")) {
      directive(statement, first.text().toUpperCase(Locale.ROOT));
    } else {
      record(statement);
    }
  }

  private void directive(Statement statement, String word) throws MasterSyntaxException {
    List<Token> tokens = statement.tokens();
    String value = tokens.size() > 1 ? tokens.get(1).text() : "";
    switch (word) {
      case "$ORIGIN" -> origin = MasterText.name(value, origin);
      case "$TTL" -> defaultTtl = Ttl.seconds(value);
      case "$GENERATE" -> generated.add(template(tokens));
      case "$INCLUDE" ->
          throw new MasterSyntaxException(
              "$INCLUDE: the file '" + value + "' may hold records of the same names");
      default -> throw new MasterSyntaxException("the directive " + word + " is unknown");
    }
  }

  /** The names that a $GENERATE line may make: any text in place of its counter. */
  private Pattern template(List<Token> tokens) throws MasterSyntaxException {
    if (tokens.size() < 5) {
      throw new MasterSyntaxException("$GENERATE needs a range, a name, a type and data");
    }
    String marked = tokens.get(2).text().replaceAll("\\$(\\{[^}]*\\})?", "\u0001");
    String name = MasterText.name(marked, origin).replace("\\001", "\u0001");
    StringBuilder pattern = new StringBuilder();
    for (String literal : name.split("\u0001", -1)) {
      pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    return Pattern.compile(pattern.toString());
  }

  private void record(Statement statement) throws MasterSyntaxException {
    List<Token> tokens = statement.tokens();
    int at = 0;
    if (!statement.indented()) {
      owner = MasterText.name(tokens.get(at++).text(), origin);
    }
    if (owner == null) {
      throw new MasterSyntaxException("a record inherits its owner but none stands before it");
    }
    Token ttl = null;
    Token classOrType = null;
    boolean classSeen = false;
    while (at < tokens.size()) {
      Token token = tokens.get(at);
      String word = token.text().toUpperCase(Locale.ROOT);
      if (ttl == null && Ttl.looksLike(word)) {
        ttl = token;
      } else if (!classSeen && CLASSES.contains(word)) {
        classSeen = true;
        classOrType = token;
        if (!word.equals("IN")) {
          throw new MasterSyntaxException("the class " + word + " is not IN");
        }
      } else {
        break;
      }
      at++;
    }
    if (at >= tokens.size()) {
      throw new MasterSyntaxException("a record has no type");
    }
    Token type = tokens.get(at++);
    add(statement, ttl, classOrType == null ? type : classOrType, type, at);
  }

  private void add(Statement statement, @Nullable Token ttl, Token before, Token type, int dataAt)
      throws MasterSyntaxException {
    String word = type.text().toUpperCase(Locale.ROOT);
    List<Token> data = statement.tokens().subList(dataAt, statement.tokens().size());
    String kind = NUMBERED.getOrDefault(word, word);
    boolean follows = ttl == null && defaultTtl == null;
    if (ttl != null) {
      previousTtl = Ttl.seconds(ttl.text());
    } else if (defaultTtl != null) {
      previousTtl = defaultTtl;
    } else if (previousTtl == null && kind.equals("SOA") && data.size() > SOA_MINIMUM) {
      defaultTtl = Ttl.seconds(data.get(SOA_MINIMUM).text());
      previousTtl = defaultTtl;
      follows = false;
    }
    if (previousTtl == null) {
      throw new MasterSyntaxException("a record has no TTL, and neither $TTL nor a record before");
    }
    entries.add(
        new Entry(
            statement,
            Objects.requireNonNull(owner),
            ttl,
            previousTtl,
            follows,
            before,
            kind,
            data,
            origin));
  }
}
