package dev.mtasts.provider.zonefile;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a master file into statements, RFC 1035 §5.1: lines, or several where parentheses or quotes
 * join them. Every character of the text is in exactly one statement.
 */
final class MasterLexer {
  /**
   * A word.
   *
   * @param start offset of its first character, of the opening quote where it is quoted
   * @param end offset behind its last character
   * @param text as written, without the quotes, escapes kept
   * @param quoted whether it stood in quotes
   */
  record Token(int start, int end, String text, boolean quoted) {}

  /**
   * A statement; without tokens where it is blank or a comment.
   *
   * @param start offset of its first character, always the first of a line
   * @param end offset behind its line terminator
   * @param line number of its first line, from 1
   * @param indented whether it begins with white space, so inherits the owner before it
   * @param tokens its words
   */
  record Statement(int start, int end, int line, boolean indented, List<Token> tokens) {
    Statement {
      tokens = List.copyOf(tokens);
    }
  }

  private final String text;
  private final List<Statement> statements = new ArrayList<>();
  private List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  private MasterLexer(String text) {
    this.text = text;
  }

  static List<Statement> statements(String text) throws MasterSyntaxException {
    MasterLexer lexer = new MasterLexer(text);
    while (lexer.at < text.length()) {
      lexer.statement();
    }
    return lexer.statements;
  }

  private void statement() throws MasterSyntaxException {
    int start = at;
    int startLine = line;
    boolean indented = text.charAt(at) == ' ' || text.charAt(at) == '\t';
    int depth = 0;
    tokens = new ArrayList<>();
    boolean open = true;
    while (open && at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '\n' -> {
          at++;
          line++;
          open = depth > 0;
        }
        case ' ', '\t', '\r' -> at++;
        case ';' -> comment();
        case '(' -> {
          at++;
          depth++;
        }
        case ')' -> {
          at++;
          if (--depth < 0) {
            throw new MasterSyntaxException(line, "a parenthesis is closed that was not opened");
          }
        }
        case '"' -> quoted();
        default -> word();
      }
    }
    if (depth > 0) {
      throw new MasterSyntaxException(startLine, "a parenthesis is opened and never closed");
    }
    statements.add(new Statement(start, at, startLine, indented, tokens));
  }

  private void comment() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  private void quoted() throws MasterSyntaxException {
    int start = at++;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length() || text.charAt(at) != '"') {
      throw new MasterSyntaxException(line, "a quoted string does not end on its line");
    }
    at++;
    tokens.add(new Token(start, at, text.substring(start + 1, at - 1), true));
  }

  private void word() throws MasterSyntaxException {
    int start = at;
    while (at < text.length() && " \t\r\n;()\"".indexOf(text.charAt(at)) < 0) {
      boolean escape = text.charAt(at) == '\\';
      if (escape && (at + 1 >= text.length() || "\r\n".indexOf(text.charAt(at + 1)) >= 0)) {
        throw new MasterSyntaxException(line, "a backslash stands at the end of a line");
      }
      at += escape ? 2 : 1;
    }
    tokens.add(new Token(start, at, text.substring(start, at), false));
  }
}
