package dev.mtasts.spec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.Mark;
import com.fasterxml.jackson.dataformat.yaml.snakeyaml.error.MarkedYAMLException;
import org.jspecify.annotations.Nullable;

/**
 * The parser's complaint in words that tell a reader what to change.
 *
 * <p>Jackson calls its {@link MarkedYAMLException} outdated, but only there is the place of the
 * fault: the location that every Jackson exception has is the end of the last sound token.
 *
 * @param at where
 * @param message what is wrong
 * @param hint what to do
 */
@SuppressWarnings("deprecation")
record SyntaxFault(Location at, String message, String hint) {
  private record Translation(String part, String message, String hint) {}

  /** What a parser that stops at a deep level shall complain of. */
  static final String TOO_DEEP = "nested too deep";

  private static final Translation[] TRANSLATIONS = {
    new Translation(TOO_DEEP, "this is nested too deep", "A spec has few levels."),
    new Translation("(TAB)", "a tab cannot indent YAML", "Indent with spaces."),
    new Translation(
        "mapping values are not allowed here",
        "a ':' is not expected here",
        "Put quotes around a value that contains ': ', and check the indentation."),
    new Translation(
        "could not find expected ':'",
        "a ':' is missing after a key",
        "Write 'key: value', with a space after the colon."),
    new Translation(
        "expected <block end>",
        "this line does not fit the block above",
        "Keys of one block start in the same column; what follows a quoted value or a closing"
            + " bracket goes on its own line."),
    new Translation(
        "expected ',' or '}'",
        "a ',' or '}' is missing",
        "Close the bracket, or put a comma between the entries."),
    new Translation(
        "expected ',' or ']'",
        "a ',' or ']' is missing",
        "Close the bracket, or put a comma between the entries."),
    new Translation(
        "found unknown escape character",
        "this is not an escape that YAML knows in double quotes",
        "Use single quotes, or write \\\\ for a backslash."),
    new Translation(
        "cannot start any token",
        "a value cannot start with this character",
        "Put quotes around the value."),
    new Translation(
        "found undefined tag handle", "tags are not allowed", "Put quotes around the value."),
    new Translation(
        "SequenceStartEvent", "a key must be a text, not a list", "Write 'key: value'."),
    new Translation("MappingStartEvent", "a key must be a text, not a map", "Write 'key: value'."),
    new Translation(
        "AliasEvent", "aliases are not allowed", "Put quotes around a key that starts with '*'."),
  };

  /**
   * @param token where the last token starts: what Jackson's own complaints are about
   */
  static SyntaxFault of(JsonProcessingException e, JsonLocation token, Source source) {
    if (e instanceof MarkedYAMLException marked) {
      return of(marked, source);
    }
    Location at = source.at(Math.max(1, token.getLineNr()), Math.max(1, token.getColumnNr()), "");
    SyntaxFault known = translated(e.getOriginalMessage(), at);
    return known != null
        ? known
        : new SyntaxFault(at, "this is not YAML", "Check the file with a YAML editor.");
  }

  private static SyntaxFault of(MarkedYAMLException e, Source source) {
    String problem = e.getProblem() == null ? "" : e.getProblem();
    String context = e.getContext() == null ? "" : e.getContext();
    Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
    if (context.contains("quoted scalar") && problem.contains("end of stream")) {
      return new SyntaxFault(
          place(e.getContextMark(), source), "this quote is never closed", "Close the quote.");
    }
    if (context.contains("alias") || context.contains("anchor")) {
      return new SyntaxFault(
          place(e.getContextMark() == null ? mark : e.getContextMark(), source),
          "an unquoted value cannot start with '*' or '&'",
          "Put quotes around it: \"*.mail.acme.example\".");
    }
    SyntaxFault known = translated(problem, place(mark, source));
    return known != null
        ? known
        : new SyntaxFault(
            place(mark, source), "this is not YAML: " + problem, "Check quotes and indentation.");
  }

  private static @Nullable SyntaxFault translated(String problem, Location at) {
    for (Translation translation : TRANSLATIONS) {
      if (problem.contains(translation.part())) {
        return new SyntaxFault(at, translation.message(), translation.hint());
      }
    }
    return null;
  }

  void report(Source source, Problems problems) {
    boolean unquotedVariable = source.line(at).contains("${") && message.startsWith("a ','");
    problems.add(
        at,
        message,
        unquotedVariable ? "Inside { } and [ ] put quotes around a value with ${…}." : hint);
  }

  private static Location place(@Nullable Mark mark, Source source) {
    return mark == null
        ? source.at(1, 1, "")
        : source.at(mark.getLine() + 1, mark.getColumn() + 1, "");
  }
}
