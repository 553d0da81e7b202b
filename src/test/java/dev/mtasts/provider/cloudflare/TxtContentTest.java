package dev.mtasts.provider.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TxtContentTest {
  @Test
  void aStringHoldsAtMost255Octets() {
    assertThat(TxtContent.quote("x".repeat(255))).isEqualTo('"' + "x".repeat(255) + '"');
    assertThat(TxtContent.quote("x".repeat(256))).isEqualTo('"' + "x".repeat(255) + "\" \"x\"");
    assertThat(TxtContent.quote("é".repeat(128))).contains("\" \"");
  }

  @Test
  void quotesAndBackslashesAreEscapedAndOtherOctetsAreNumbers() {
    assertThat(TxtContent.quote("a\"b\\c\td\u00e9")).isEqualTo("\"a\\\"b\\\\c\\009d\\195\\169\"");
  }

  @Test
  void numbersAreWrittenInAsciiDigitsWhateverTheLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(TxtContent.quote("é")).isEqualTo("\"\\195\\169\"");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"v=STSv1; id=1;\"|v=STSv1; id=1;",
        "\"one\" \"two\"|onetwo",
        "\"one\"\"two\"|onetwo",
        "v=STSv1; id=1;|v=STSv1; id=1;",
        "\"a\\\"b\\\\c\"|a\"b\\c",
        "\"\\118\\061STSv1\"|v=STSv1",
        "\"\\195\\169\"|é",
        "\"é😀\"|é😀",
        "\"\\é\"|é",
        "\"ends with \\\\\"|ends with \\",
        "\"never closed|never closed"
      })
  void contentIsReadAsResolversWouldAnswerIt(String content, String text) {
    assertThat(TxtContent.read(content)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "plain", "\"", "\\", "\\123", "a\\", "é😀", "\u0000\u007f"})
  void whatIsQuotedReadsBack(String text) {
    assertThat(TxtContent.read(TxtContent.quote(text))).isEqualTo(text);
    String longer = text.repeat(200);
    assertThat(TxtContent.read(TxtContent.quote(longer))).isEqualTo(longer);
  }
}
