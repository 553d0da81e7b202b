package dev.mtasts.spec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text of a file, without a byte order mark.
 *
 * @param text the text; "" where the bytes are not UTF-8
 * @param badLine the first line that is not UTF-8, or 0
 */
record Utf8(String text, int badLine) {
  static Utf8 decode(byte[] bytes) {
    CharsetDecoder strict =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = strict.decode(in, out, true);
    if (result.isError()) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) {
        line += bytes[i] == '\n' ? 1 : 0;
      }
      return new Utf8("", line);
    }
    String text = out.flip().toString();
    return new Utf8(text.startsWith("\uFEFF") ? text.substring(1) : text, 0);
  }
}
