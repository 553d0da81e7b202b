package dev.mtasts.verify;

import dev.mtasts.policy.Excerpt;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands and replies over one connection (RFC 5321 §4.2). Reads byte by byte and never ahead, so
 * that nothing said in plain text is left over in a buffer and taken for part of what is said under
 * TLS.
 */
final class SmtpDialogue {
  /** Four times what RFC 5321 §4.5.3.1.5 allows: enough for every server that means well. */
  private static final int LONGEST_LINE = 2_048;

  private static final int MOST_LINES = 100;
  private static final Pattern LINE = Pattern.compile("([2-5][0-9]{2})(?:([ -])(.*))?");

  private final InputStream in;
  private final OutputStream out;

  SmtpDialogue(Socket socket) throws IOException {
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /**
   * A reply.
   *
   * @param code 200 to 599
   * @param lines what stands behind the code in each line; at least one
   */
  record Reply(int code, List<String> lines) {
    /** Whether the server may answer otherwise at another time. */
    boolean temporary() {
      return code / 100 == 4;
    }

    /** Whether a line behind the first begins with {@code keyword} (RFC 5321 §4.1.1.1). */
    boolean offers(String keyword) {
      return lines.stream()
          .skip(1)
          .map(line -> line.trim().split("\\s+", 2)[0].toUpperCase(Locale.ROOT))
          .anyMatch(keyword::equals);
    }

    /** Code and first line, fit for a message. */
    String shown() {
      return (code + " " + Excerpt.of(lines.get(0))).trim();
    }
  }

  /**
   * Says {@code command} and reads the reply.
   *
   * @throws ProtocolException where the server answered before it was asked, or not with a reply
   */
  Reply ask(String command) throws IOException {
    if (in.available() > 0) {
      throw new ProtocolException("the server speaks before it is asked");
    }
    say(command);
    return read();
  }

  /** Says {@code command}. */
  void say(String command) throws IOException {
    out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /**
   * Reads one reply of one line or several.
   *
   * @throws ProtocolException where what comes is no reply
   * @throws EOFException where the connection is closed before the reply's end
   */
  Reply read() throws IOException {
    List<String> lines = new ArrayList<>();
    String code = "";
    while (lines.size() < MOST_LINES) {
      String line = line();
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches() || !(code.isEmpty() || code.equals(matcher.group(1)))) {
        throw new ProtocolException("this is not an SMTP reply: " + Excerpt.of(line));
      }
      code = matcher.group(1);
      lines.add(matcher.group(3) == null ? "" : matcher.group(3));
      if (!"-".equals(matcher.group(2))) {
        return new Reply(Integer.parseInt(code), List.copyOf(lines));
      }
    }
    throw new ProtocolException("a reply has more than " + MOST_LINES + " lines");
  }

  private String line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection was closed");
      }
      if (bytes.size() == LONGEST_LINE) {
        throw new ProtocolException("a line is longer than " + LONGEST_LINE + " characters");
      }
      bytes.write(b);
    }
    String line = bytes.toString(StandardCharsets.ISO_8859_1);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
